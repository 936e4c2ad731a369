# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from planctl.screen import show_import

ANSWER = {
    "slug": "shop",
    "created": 0,
    "updated": 1,
    "deleted": 0,
    "unchanged": 4,
    "conflicts": [],
    "findings": [],
}
VOID = {
    "code": "would_void",
    "message": "Voids the sign-off of [SRE] (Ana)",
    "model": "implementation.approval",
    "res_id": 7,
}


def test_dry_run_names_each_sign_off_it_would_void_as_it_is_written(capsys):
    show_import({**ANSWER, "voids": [VOID, {**VOID, "message": "Voids another"}]})
    lines = capsys.readouterr().out.splitlines()
    assert "! Voids the sign-off of [SRE] (Ana)" in lines
    assert "! Voids another" in lines


def test_server_that_knows_no_sign_offs_shows_none(capsys):
    show_import(ANSWER)
    assert "!" not in capsys.readouterr().out
