# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Places of rows in their order, with as few rows moved as the gaps allow."""


def places(wanted, present):
    """New places of the rows that must move: ``{row: place}``.

    ``wanted`` is the order; ``present`` has the place of each row that has one.
    """
    moved = {}
    last = 0
    for row in wanted:
        place = present.get(row)
        if place is None or place <= last:
            place = moved[row] = last + 1
        last = place
    return moved
