# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Commands about gates and verdicts, against a server that answers as told."""

import base64
import json

import pytest
from click.testing import CliRunner

from planctl import evidence, evidence_command
from planctl.cli import main

GATE = {
    "phase": "P1",
    "name": "Foundation",
    "state": "verifying",
    "open": [
        {
            "code": "check_fail",
            "message": 'Check "Healthy" failed',
            "model": "implementation.check",
            "res_id": 7,
            "ref": "",
            "owner": "operator",
        }
    ],
    "checks": [{"name": "Healthy", "standing": "fail"}],
    "proof": False,
}


class FakeServer:
    def __init__(self, gate=GATE):
        self.gate, self.sent = gate, None

    def call(self, model, method, *args):
        if method == "search_read":
            return [{"id": 4, "slug": "shop"}]
        if method == "get_gate":
            assert args == ([4], "P1")
            return self.gate
        assert (model, method) == ("implementation.evidence", "submit")
        self.sent = args[0]
        return {"evidence_id": 9, "verdict": "pass", "digest": "ab"}


@pytest.fixture
def server(monkeypatch):
    fake = FakeServer()
    monkeypatch.setattr(evidence_command, "server", lambda: fake)
    return fake


def run(*words):
    return CliRunner().invoke(main, list(map(str, words)))


def test_open_conditions_are_listed_with_their_owners(server):
    done = run("verify-phase", "P1", "shop")
    assert done.exit_code == 1
    assert '- Check "Healthy" failed (operator) [check_fail]' in done.output
    assert json.loads(run("verify-phase", "P1", "shop", "--json").output) == GATE


def test_a_passed_gate_gives_its_proof(server, tmp_path):
    server.gate = {**GATE, "state": "done", "open": [], "proof": {"payload": "x"}}
    path = tmp_path / "gate.json"
    done = run("verify-phase", "P1", "shop", "-o", path)
    assert done.exit_code == 0
    assert json.loads(path.read_text()) == {"payload": "x"}


def test_there_is_no_proof_of_a_gate_that_is_shut(server, tmp_path):
    path = tmp_path / "gate.json"
    done = run("verify-phase", "P1", "shop", "-o", path)
    assert done.exit_code == 2
    assert "[no_proof]" in done.output
    assert not path.exists()


def test_a_verdict_is_delivered_with_its_file(server, tmp_path):
    path = tmp_path / "report.xml"
    path.write_bytes(b"<x/>")
    done = run(
        "evidence", "shop", "--verdict", "pass", "--deliverable", "Schema",
        "--commit", "abc", "--file", path,
    )  # fmt: skip
    assert done.exit_code == 0
    assert "kept as evidence 9: pass" in done.output
    assert server.sent == {
        "plan": "shop",
        "verdict": "pass",
        "deliverable": "Schema",
        "commit": "abc",
        "file_name": "report.xml",
        "file_base64": base64.b64encode(b"<x/>").decode(),
    }


def test_a_file_that_is_too_large_is_not_sent(server, tmp_path, monkeypatch):
    monkeypatch.setattr(evidence, "LARGEST", 3)
    path = tmp_path / "report.xml"
    path.write_bytes(b"<x/>")
    done = run("evidence", "shop", "--verdict", "pass", "--file", path)
    assert done.exit_code == 2
    assert "[file_too_large]" in done.output
    assert server.sent is None


def test_an_unknown_verdict_is_not_sent(server):
    assert run("evidence", "shop", "--verdict", "passed").exit_code == 2
    assert server.sent is None


@pytest.mark.parametrize(
    ("words", "sent"),
    [
        (["--measured", "93%"], {"measured": 0.93, "measured_unit": "ratio"}),
        (["--measured", "0.93"], {"measured": 0.93, "measured_unit": "count"}),
        (["--measured", "450 ms"], {"measured": 0.45, "measured_unit": "s"}),
        (
            ["--verdict", "pass", "--seen-for", "24 h"],
            {"verdict": "pass", "measured_seconds": 86_400},
        ),
    ],
)
def test_what_was_measured_is_sent_in_base_units(server, words, sent):
    done = run("evidence", "shop", "--deliverable", "Fast", *words)
    assert done.exit_code == 0, done.output
    assert server.sent == {"plan": "shop", "deliverable": "Fast", **sent}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([], "no_verdict"),
        (["--measured", "high"], "bad_number"),
        (["--measured", "9 elephants"], "bad_number"),
        (["--verdict", "pass", "--seen-for", "93%"], "bad_number"),
    ],
)
def test_what_is_not_read_as_a_number_is_not_sent(server, words, code):
    done = run("evidence", "shop", *words)
    assert done.exit_code == 2
    assert f"[{code}]" in done.output
    assert server.sent is None
