# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Named lines: how they are read, and where new ones come to stand."""

from __future__ import annotations

import pytest

from plankit.markdown import read

from .sources import with_value, written


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("**Owner**: ann", "**Version**: 2"),
        ("**Owner:** ann", "**Version:** 2"),
        ("> **Owner**: ann", "> **Version**: 2"),
        ("> Owner: ann", "> Version: 2"),
        ("- **Owner:** ann", "- **Version:** 2"),
        ("**Owner**: `ann`  ", "**Version**: 2  "),
    ],
)
def test_a_new_header_line_looks_like_the_one_above(line, wanted):
    document = read(f"# Plan\n\n{line}\n\n## Overview\n\nText.\n")
    assert document.plan.owner == "ann"
    text = written(document, with_value(document.plan, ("", "", "version"), "2"))
    assert text == f"# Plan\n\n{line}\n{wanted}\n\n## Overview\n\nText.\n"


def test_front_matter_is_a_header():
    document = read("---\nowner: ann\nteam: x\n---\n\n# Plan\n")
    assert document.plan.owner == "ann"
    assert document.plan.extra == (("team", "x"),)
    text = written(document, with_value(document.plan, ("", "", "owner"), "bob"))
    assert text == "---\nowner: bob\nteam: x\n---\n\n# Plan\n"


def test_a_header_line_comes_below_the_title():
    document = read("# Plan\n\n## Overview\n\nText.\n")
    text = written(document, with_value(document.plan, ("", "", "owner"), "ann"))
    assert text == "# Plan\n\n**Owner**: ann\n\n## Overview\n\nText.\n"


def test_a_goal_comes_below_its_phase():
    document = read("# Plan\n\n## Phase 1: Start\n\n- [ ] T001 One\n")
    text = written(document, with_value(document.plan, ("phases", "P1", "goal"), "Go"))
    assert text == "# Plan\n\n## Phase 1: Start\n\n**Goal**: Go\n\n- [ ] T001 One\n"


def test_an_empty_value_is_filled_behind_its_label():
    document = read("# Plan\n\n**Owner**:\n**Version**: \n")
    plan = with_value(document.plan, ("", "", "owner"), "ann")
    plan = with_value(plan, ("", "", "version"), "2")
    assert written(document, plan) == "# Plan\n\n**Owner**: ann\n**Version**: 2\n"


def test_an_unknown_label_is_an_extra_value():
    document = read("# Plan\n\n**Review Cycle**: weekly\n")
    assert document.plan.extra == (("Review Cycle", "weekly"),)
    text = written(document, with_value(document.plan, ("", "", "extra.0"), "daily"))
    assert text == "# Plan\n\n**Review Cycle**: daily\n"


def test_a_rule_right_below_the_header_does_not_make_it_a_heading():
    document = read("# Plan\n\n**Owner**: ann\n---\n\n## Overview\n\nText.\n")
    assert document.plan.owner == "ann"
    assert document.plan.overview == "Text."
