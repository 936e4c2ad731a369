# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Commands of a verification block, one check each."""

from __future__ import annotations

import pytest

from plankit.markdown import read

from .sources import with_value, written

FENCES = {
    "plain": ("ls\ncat x", ["ls", "cat x"]),
    "comments": ("# one\n# two\nls\n\n# three\ncat", ["ls", "cat"]),
    "backslash": ("curl x \\\n  -d y\nls", ["curl x \\\n  -d y", "ls"]),
    "quotes": ("curl -d '{\n  \"a\": 1\n}'\nls", ["curl -d '{\n  \"a\": 1\n}'", "ls"]),
    "both": (
        "curl x \\\n -d '{\n}' \\\n -f\nls",
        ["curl x \\\n -d '{\n}' \\\n -f", "ls"],
    ),
    "here document": ("cat <<EOF\na\n\nb\nEOF\nls", ["cat <<EOF\na\n\nb\nEOF", "ls"]),
    "apostrophe": ("echo it's\nls", ["echo it's", "ls"]),
    "remark": ("ls # don't\ncat", ["ls # don't", "cat"]),
    "open at the end": ("ls \\\n", ["ls \\"]),
}


@pytest.mark.parametrize("name", FENCES)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_each_command_is_a_check(name, end):
    body, wanted = FENCES[name]
    text = f"# P\n\n## Verification\n\n```bash\n{body}\n```\n".replace("\n", end)
    document = read(text)
    assert [check.command for check in document.plan.checks] == wanted
    for check in document.plan.checks:
        plan = with_value(document.plan, ("checks", check.key, "command"), "a \\\n  b")
        assert "a \\" + end + "  b" in written(document, plan)


def test_the_comment_above_is_the_name():
    document = read(
        "# P\n\n## Verification\n\n```sh\n# It runs\nrun\n\n# loose\n\nls\n```\n"
    )
    assert [check.name for check in document.plan.checks] == ["It runs", ""]
    key = document.plan.checks[1].key
    plan = with_value(document.plan, ("checks", key, "name"), "It lists")
    assert "# loose\n\n# It lists\nls\n" in written(document, plan)


@pytest.mark.parametrize("language", ["python", "sql", "json", "yaml"])
def test_other_languages_are_no_commands(language):
    text = f"# P\n\n## Verification\n\n```{language}\nls\n```\n"
    assert read(text).plan.checks == ()


def test_a_block_in_a_list_keeps_its_indentation():
    text = "# P\n\n## Verification\n\n1. Do\n\n   ```sh\n   ls \\\n     x\n   ```\n"
    document = read(text)
    (check,) = document.plan.checks
    assert check.command == "ls \\\n  x"
    plan = with_value(document.plan, ("checks", check.key, "command"), "a \\\nb")
    assert "   ```sh\n   a \\\n   b\n   ```\n" in written(document, plan)
