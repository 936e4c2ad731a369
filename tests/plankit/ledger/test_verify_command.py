# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``python3 -m plankit.verify``: exit codes, words, and the standard library alone."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from plankit import verify
from tests.plankit.ledger.bundles import build, changed, head

SRC = Path(verify.__file__).resolve().parents[1]


@pytest.fixture
def bundle():
    return build()


@pytest.fixture(autouse=True)
def no_reader(monkeypatch):
    """The texts of these bundles are no documents."""
    monkeypatch.setattr(verify, "document_reader", lambda: None)


def put(folder, name, *values):
    path = folder / name
    path.write_text("\n".join(map(json.dumps, values)) + "\n")
    return str(path)


def test_a_bundle_that_holds_exits_with_0(tmp_path, bundle, capsys):
    path = put(tmp_path, "bundle.json", bundle)
    heads = put(tmp_path, "heads.jsonl", head(bundle, 3), head(bundle, 13, first=4))
    assert verify.main([path, "--heads", heads]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out == [
        "holds: 13 events, 3 signatures, 4 contents, 4 approvals",
        "published heads cover the events up to 13; "
        "deletion of newer ones cannot be seen",
        "documents not re-read: plankit[markdown] is not installed",
    ]


def test_a_bundle_without_heads_says_what_cannot_be_seen(tmp_path, bundle, capsys):
    assert verify.main([put(tmp_path, "bundle.json", bundle)]) == 0
    assert "no published head given" in capsys.readouterr().out


def test_the_first_bad_entry_comes_first(tmp_path, bundle, capsys):
    bad = changed(bundle, "events", 4, "reason", "because")
    bad["signatures"][2]["comment"] = "forged"
    assert verify.main([put(tmp_path, "bundle.json", bad)]) == 1
    told = capsys.readouterr().err.splitlines()
    assert told[0] == "first fault: event 5: altered: 5 was altered"
    assert told[1].startswith("signature 3: signature_altered: ")


def test_many_faults_are_counted_not_listed(tmp_path, bundle, capsys):
    bundle["events"] = [None] * 50
    assert verify.main([put(tmp_path, "bundle.json", bundle)]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 24


def test_every_file_of_heads_counts(tmp_path, bundle):
    path = put(tmp_path, "bundle.json", bundle)
    good = put(tmp_path, "good.jsonl", head(bundle, 3))
    lost = put(tmp_path, "lost.jsonl", {**head(bundle, 3, full=False), "digest": "0"})
    assert verify.main([path, "--heads", good, "--heads", lost]) == 1


@pytest.mark.parametrize("text", ["", "{", "[NaN]", '{"format": "other/1"}'])
def test_what_cannot_be_read_exits_with_2(tmp_path, text):
    path = tmp_path / "bundle.json"
    path.write_text(text)
    assert verify.main([str(path)]) == 2


def test_a_file_that_is_not_there_exits_with_2(tmp_path, bundle, capsys):
    path = put(tmp_path, "bundle.json", bundle)
    assert verify.main([path, "--heads", str(tmp_path / "none")]) == 2
    assert "none" in capsys.readouterr().err
    assert verify.main([str(tmp_path)]) == 2


def test_the_standard_library_is_enough(tmp_path, bundle):
    """``-S`` leaves out every installed package, ``-I`` what this run added."""
    good = put(tmp_path, "good.json", bundle)
    bad = put(tmp_path, "bad.json", changed(bundle, "events", 0, "reason", "x"))
    environ = {**os.environ, "PYTHONPATH": str(SRC)}
    found = [
        subprocess.run(
            [sys.executable, "-S", "-m", "plankit.verify", path],
            env=environ,
            capture_output=True,
            text=True,
            check=False,
        )
        for path in (good, bad)
    ]
    assert [each.returncode for each in found] == [0, 1]
    assert "documents not re-read" in found[0].stdout
    assert found[1].stderr.startswith("first fault: event 1: altered")


def test_only_these_files_are_handed_over(tmp_path, bundle):
    """The auditor's copy: these modules and nothing beside them."""
    names = [
        "__init__",
        "bundle",
        "canonical",
        "chain",
        "envelope",
        "errors",
        "ledger",
        "statement",
        "verify",
        "verify_chain",
        "verify_gate",
        "verify_rows",
    ]
    (tmp_path / "plankit").mkdir()
    for name in names:
        text = (SRC / "plankit" / f"{name}.py").read_text()
        (tmp_path / "plankit" / f"{name}.py").write_text(text)
    found = subprocess.run(
        [sys.executable, "-S", "-m", "plankit.verify", put(tmp_path, "b.json", bundle)],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (found.returncode, found.stderr) == (0, "")
