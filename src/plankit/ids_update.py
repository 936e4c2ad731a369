# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The notation after a person added or took away single predecessors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from plankit import ids_parse as ids
from plankit.ids_index import Index
from plankit.ids_names import split_name
from plankit.ids_parse import Part, parse


def update_text(
    text: str,
    add: Iterable[str] = (),
    remove: Iterable[str] = (),
    refs: Sequence[str] | Index = (),
    *,
    own: str = "",
    none: str = "-",
) -> str:
    """``text`` with names added and removed, in its own manner where it can be kept.

    ``refs`` are the plan's references in order, or its ``Index`` (which knows phases
    too); ``own`` is the reference of the task itself; ``none`` says "nothing left".

    >>> refs = ["P2.1", "P2.2", "P2.3", "P2.4", "P3.1"]
    >>> update_text("P2.1-P2.4", remove=["P2.4"], refs=refs)
    'P2.1-P2.3'
    >>> update_text("P2.1-P2.4", remove=["P2.2"], refs=refs)
    'P2.1, P2.3, P2.4'
    >>> update_text("-", add=["P3.1"], refs=refs), update_text("P3.1", remove=["P3.1"])
    ('P3.1', '-')
    """
    index = refs if isinstance(refs, Index) else Index(refs)
    place = index.refs.index(own) if own and own in index.refs else -1
    gone = set(remove)
    parts = parse(text).parts
    before = _names(parts, index, place)
    new = [name for name in dict.fromkeys(add) if name not in before or name in gone]
    wanted = (before - gone) | set(new)
    if wanted == before:
        return text
    kept = _without(parts, gone, index, place)
    # A name before it may be gone; what leaned on it must stand alone.
    for pieces in (kept, [_spelled(p, index, place) for p in kept]):
        written = _joined([*pieces, *new], _separator(parts)) or none
        if _names(parse(written).parts, index, place) == wanted:
            return written
    prose = [p.text for p in kept if isinstance(p, Part) and p.kind == ids.TEXT]
    return _separator(parts).join([*_in_order(wanted, index), *prose]) or none


def _names(parts: Sequence[Part], index: Index, own: int) -> set[str]:
    found: set[str] = set()
    for part in parts:
        if part.kind not in (ids.GLUE, ids.NONE):
            found.update(_members(part, index, own))
    return found


def _members(part: Part, index: Index, own: int) -> list[str]:
    """The references a part names; one that no row has stands for itself."""
    found = index.find(part, own)
    names = [index.refs[row] for row in found.rows if row != own]
    dangling = found.missing if part.kind == ids.REF else ()
    return list(dict.fromkeys(name for name in (*names, *dangling) if name))


def _without(
    parts: Sequence[Part], gone: set[str], index: Index, own: int
) -> list[Part | str]:
    kept: list[Part | str] = []
    for part in parts:
        if part.kind in (ids.GLUE, ids.NONE):
            kept += [part] if part.kind == ids.GLUE else []
            continue
        members = _members(part, index, own)
        if gone.isdisjoint(members):
            kept.append(part)
            continue
        left = [name for name in members if name not in gone]
        kept += _range(part, left, members) or left
    return kept


def _range(part: Part, left: list[str], members: list[str]) -> list[Part | str]:
    """The runs of at least three that stay of a range, in its sign."""
    if part.kind != ids.RANGE:
        return []
    runs: list[list[str]] = []
    places = {name: place for place, name in enumerate(members)}
    for name in left:
        if runs and places[name] == places[runs[-1][-1]] + 1:
            runs[-1].append(name)
        else:
            runs.append([name])
    pieces: list[Part | str] = []
    for run in runs:
        whole = len(run) >= 3
        pieces += [_printed(part, run[0], run[-1])] if whole else run
    return pieces


def _printed(part: Part, first: str, last: str) -> str:
    """A range with its right end as short as it was."""
    stem = split_name(last)[0]
    short = part.text.count(split_name(part.names[0])[0]) == 1 if stem else False
    return f"{first}{part.word}{last[len(stem) :] if short else last}"


def _spelled(piece: Part | str, index: Index, own: int) -> Part | str:
    if isinstance(piece, str) or piece.kind != ids.REF or not piece.stem:
        return piece
    members = _members(piece, index, own)
    return members[0] if len(members) == 1 else piece


def _joined(pieces: Sequence[Part | str], separator: str) -> str:
    """The pieces with one separator between each two; brackets around stay."""
    lead, body, trail = _frame(pieces)
    out = ""
    glue = ""
    for piece in body:
        if isinstance(piece, Part) and piece.kind == ids.GLUE:
            glue = glue or piece.text
            continue
        text = piece if isinstance(piece, str) else piece.text
        if out:
            out += glue if glue.strip() or glue == separator else separator
        out += text
        glue = ""
    return f"{lead}{out}{trail}" if out else ""


def _frame(pieces: Sequence[Part | str]) -> tuple[str, Sequence[Part | str], str]:
    """Glue before the first name and after the last old one, and what is between."""
    old = [
        place
        for place, piece in enumerate(pieces)
        if isinstance(piece, Part) and piece.kind == ids.GLUE
    ]
    lead = trail = ""
    if old and old[0] == 0 and isinstance(first := pieces[0], Part):
        lead = first.text if first.text.strip() in ("(", "[", "（", "") else ""
    closing = [p for p in old if _text(pieces[p]).strip() in (")", "]", "）")]
    if closing:
        trail = _text(pieces[closing[-1]])
        pieces = [p for place, p in enumerate(pieces) if place != closing[-1]]
    return lead, pieces[1:] if lead else pieces, trail


def _text(piece: Part | str) -> str:
    return piece if isinstance(piece, str) else piece.text


def _separator(parts: Sequence[Part]) -> str:
    """The separator the text uses, else a comma and a space."""
    for before, part, after in zip(parts, parts[1:], parts[2:], strict=False):
        named = ids.GLUE not in (before.kind, after.kind)
        if part.kind == ids.GLUE and named and part.text.strip(" ()[]"):
            return part.text
    return ", "


def _in_order(names: Iterable[str], index: Index) -> list[str]:
    place = {name: row for row, name in enumerate(index.refs)}
    return sorted(names, key=lambda name: (place.get(name, len(place)), name))
