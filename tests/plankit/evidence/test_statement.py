# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Gate proofs: whole and signed, or refused with the first thing that is wrong."""

import copy
import json
import subprocess
import sys
from datetime import datetime, timezone

import pytest

from plankit import ed25519, envelope
from plankit.canonical import digest
from plankit.statement import PAYLOAD_TYPE, Gate, gate_statement, statement_faults
from plankit.verify_gate import is_gate_proof, lines, public_keys, verify_gate

CONTENT = {"command": "curl --fail localhost/health"}
HASH = digest(CONTENT)
EVIDENCE = {
    "verdict": "pass",
    "content_hash": HASH,
    "produced_at": "2026-01-01 10:00:00",
    "expires_at": "2026-01-08 10:00:00",
    "producer": "box",
}


def new_statement(**changes):
    evidence = {**EVIDENCE, **changes.pop("evidence", {})}
    check = {
        "kind": "check",
        "name": "Healthy",
        "content": CONTENT,
        "state": "pass",
        "content_hash": HASH,
        "evidence": evidence,
        "digest": digest(evidence),
    }
    approval = {
        "kind": "approval",
        "name": "SRE",
        "state": "approved",
        "role": "SRE",
        "user": "ana",
        "content_hash": "d" * 64,
    }
    gate = Gate(
        plan="shop",
        plan_name="Shop",
        revision=3,
        phase="P1",
        phase_name="Foundation",
        content_hash="a" * 64,
        passed_at=datetime(2026, 1, 1, 12, tzinfo=timezone.utc),
        passed_by="ana",
        server="0f",
        conditions=(
            {"kind": "task", "name": "P1.1", "state": "done"},
            {"kind": "deliverable", "name": "Schema", "state": "accepted"},
            {**check, **changes.pop("check", {})},
            approval,
            {"kind": "blocker", "name": "Wall", "state": "resolved"},
        ),
    )
    assert not changes
    return gate_statement(gate)


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    return ed25519.create(tmp_path_factory.mktemp("key") / "key.pem")


def sealed(value, key):
    return envelope.sealed(PAYLOAD_TYPE, value, key.keyid, key.sign)


def test_a_whole_statement_holds():
    assert statement_faults(new_statement()) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"evidence": {"verdict": "fail"}}, "no pass"),
        ({"evidence": {"content_hash": "e" * 64}}, "edited"),
        ({"evidence": {"produced_at": "2026-01-01 12:00:01"}}, "after the gate"),
        ({"evidence": {"expires_at": "2026-01-01 12:00:00"}}, "expired"),
        ({"evidence": {"expires_at": "soon"}}, "expired"),
        ({"check": {"state": "fail"}}, "check Healthy is fail"),
        ({"check": {"digest": "0" * 64}}, "another digest"),
        ({"check": {"evidence": {"verdict": 1}}}, "another digest"),
        ({"check": {"kind": "wish"}}, "kind"),
        ({"check": {"content": {"command": "true"}}}, "has another hash"),
        ({"check": {"content": 7}}, "has another hash"),
        ({"check": {"content": {}}}, "has another hash"),
    ],
)
def test_a_check_must_have_passed_before_and_still_count(changes, said):
    [fault] = statement_faults(new_statement(**changes))[:1]
    assert said in fault.message


def paths(value, path=()):
    """Every place of a JSON value."""
    yield path
    pairs = value.items() if isinstance(value, dict) else ()
    if isinstance(value, list):
        pairs = enumerate(value)
    for key, one in pairs:
        yield from paths(one, (*path, key))


@pytest.mark.parametrize("wrong", [None, 7, "", [], {}, "x"])
def test_no_value_whatever_its_kind_is_an_error_of_the_reader(wrong):
    whole = new_statement()
    for path in list(paths(whole)):
        value = copy.deepcopy(whole)
        if not path:
            statement_faults(wrong)
            continue
        at = value
        for key in path[:-1]:
            at = at[key]
        at[path[-1]] = wrong
        statement_faults(value)


def test_an_open_task_is_found():
    value = new_statement()
    value["predicate"]["conditions"][0]["state"] = "in_progress"
    [fault] = statement_faults(value)
    assert (fault.where, fault.number) == ("condition 1", 1)


def test_one_run_proves_one_check():
    value = new_statement()
    conditions = value["predicate"]["conditions"]
    conditions.append({**conditions[2], "name": "Healthy too"})
    [fault] = statement_faults(value)
    assert "another check" in fault.message


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (("plan", "revision"), "revision"),
        (("plan", "slug"), "the plan lacks"),
        (("phase", "name"), "the phase lacks"),
        (("passed_by",), "passed_by"),
    ],
)
def test_a_statement_says_whose_gate_it_is(path, said):
    value = new_statement()
    at = value["predicate"]
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = " "
    assert any(said in fault.message for fault in statement_faults(value))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"claim": "coverage >= 90 %"}, "without its evidence"),
        ({"evidence": EVIDENCE, "digest": "0" * 64}, "another digest"),
        (
            {
                "evidence": {**EVIDENCE, "verdict": "fail"},
                "digest": digest({**EVIDENCE, "verdict": "fail"}),
            },
            "no pass",
        ),
    ],
)
def test_a_claim_comes_with_what_proves_it(changes, said):
    value = new_statement()
    deliverable = value["predicate"]["conditions"][1]
    deliverable |= changes
    [fault] = statement_faults(value)
    assert said in fault.message
    deliverable |= {"evidence": EVIDENCE, "digest": digest(EVIDENCE)}
    assert statement_faults(value) == []


def test_a_claim_may_be_proved_by_checks_alone():
    value = new_statement()
    conditions = value["predicate"]["conditions"]
    check = conditions[2]
    conditions[1] |= {"claim": "coverage >= 90 %", "checks": [check]}
    assert statement_faults(value) == []
    conditions[1]["checks"] = [{**check, "content": {"command": "true"}}]
    [fault] = statement_faults(value)
    assert "another hash" in fault.message
    conditions[1]["checks"] = ["Healthy"]
    [fault] = statement_faults(value)
    assert "the checks of Schema are none" in fault.message


def test_an_approval_names_who_gave_it():
    value = new_statement()
    value["predicate"]["conditions"][3]["user"] = ""
    [fault] = statement_faults(value)
    assert "SRE does not say its user" in fault.message


def test_a_signed_proof_holds_with_its_key_alone(key, tmp_path):
    proof = sealed(new_statement(), key)
    assert is_gate_proof(proof)
    report = verify_gate(proof, [key.public])
    assert (report.exit_code, report.faults, report.subject) == (0, (), "shop/P1")
    assert lines(report)[0] == "holds: shop/P1 passed 2026-01-01T12:00:00Z by ana"
    other = ed25519.create(tmp_path / "other.pem")
    [fault] = verify_gate(proof, [other.public]).faults
    assert fault.code == "unknown_key"


def test_every_byte_of_a_signed_proof_counts(key):
    proof = sealed(new_statement(), key)
    text = proof["payload"]
    for number in range(0, len(text) - 4, 7):
        other = "A" if text[number] != "A" else "B"
        broken = {**proof, "payload": text[:number] + other + text[number + 1 :]}
        assert verify_gate(broken, [key.public]).exit_code == 1


def test_without_a_key_it_is_no_proof(key):
    report = verify_gate(sealed(new_statement(), key))
    assert (report.exit_code, report.signature) == (2, "not checked")
    assert "no key was given" in lines(report)[-1]
    report = verify_gate(envelope.unsigned(PAYLOAD_TYPE, new_statement()), [key.public])
    assert (report.exit_code, report.signature) == (2, "not signed")


def test_without_the_library_the_statement_is_checked_all_the_same(key, monkeypatch):
    monkeypatch.setitem(sys.modules, "plankit.ed25519", None)
    proof = sealed(new_statement(), key)
    report = verify_gate(proof, [key.public])
    assert (report.exit_code, report.signature) == (2, "not checked")
    broken = sealed(new_statement(check={"state": "fail"}), key)
    assert verify_gate(broken, [key.public]).exit_code == 1


def test_keys_are_found_in_the_lines_of_keygen(key):
    assert public_keys([f'"{key.keyid}" = "{key.public}"\n']) == [key.public]


def test_the_command_line(key, tmp_path):
    path = tmp_path / "gate.json"
    path.write_text(json.dumps(sealed(new_statement(), key)))
    public = tmp_path / "key.txt"
    public.write_text(f'"{key.keyid}" = "{key.public}"\n')
    for words, code in (
        (["--key", str(public)], 0),
        (["--key", key.public], 0),
        ([], 2),
        (["--key", "none"], 2),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "plankit.verify", str(path), *words],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
