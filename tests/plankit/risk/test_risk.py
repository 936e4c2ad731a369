# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import pytest

from plankit import risk
from plankit.plan import LEVELS

NAMES = [name for name, _label in LEVELS]


def test_score_is_the_product_of_the_ranks():
    assert risk.score("high", "low") == 8
    assert risk.score("critical", "critical") == 25
    assert risk.score("very_low", "very_low") == 1


@pytest.mark.parametrize("unknown", ["", "W8 blocked", "High", "9"])
def test_unknown_level_gives_no_score_and_no_tone(unknown):
    assert risk.score(unknown, "high") == 0
    assert risk.score("high", unknown) == 0
    assert risk.tone(0) == ""


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1, "low"),
        (4, "low"),
        (5, "moderate"),
        (10, "moderate"),
        (12, "severe"),
        (25, "severe"),
    ],
)
def test_tone_changes_at_its_bounds(value, expected):
    assert risk.tone(value) == expected


def test_worse_level_never_calms_the_tone():
    order = ["low", "moderate", "severe"]
    tones = {(i, p): order.index(t) for i, p, _score, t in risk.cells()}
    for impact in NAMES:
        row = [tones[impact, probability] for probability in NAMES]
        column = [tones[probability, impact] for probability in NAMES]
        assert row == sorted(row)
        assert column == sorted(column)


def test_cells_cover_the_scale_once_and_use_every_tone():
    cells = risk.cells()
    assert len({cell[:2] for cell in cells}) == len(LEVELS) ** 2 == len(cells)
    assert {cell[3] for cell in cells} == {name for name, _label in risk.TONES}
