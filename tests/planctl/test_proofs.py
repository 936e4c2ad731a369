# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

import pytest
from click.testing import CliRunner

from planctl import cli, proofs
from planctl.cli import main
from planctl.errors import CommandError
from plankit import verify
from tests.plankit.ledger.bundles import build, chained, changed, head

BUNDLE = build()
OFFLINE = {"PLAN_API_KEY": None, "PLAN_URL": None}


class FakeServer:
    """A server whose chain ends at an event."""

    def __init__(self, bundle, number, company=1):
        self.bundle, self.number, self.company = bundle, number, company
        self.calls = []

    def call(self, model, method, *args):
        self.calls.append((model, method, args))
        if method == "get_bundle":
            return self.bundle
        after = args[0] if args else 0
        if after >= self.number:
            found = {"number": 0, "digest": "", "from": 0, "digests": []}
            return {**head(self.bundle, 1), **found, "company": self.company}
        return {**head(self.bundle, self.number, after + 1), "company": self.company}


@pytest.fixture(autouse=True)
def no_reader(monkeypatch):
    """The texts of these bundles are no documents."""
    monkeypatch.setattr(verify, "document_reader", lambda: None)


@pytest.fixture
def heads(tmp_path):
    return tmp_path / "heads.jsonl"


def put(path, *values):
    path.write_text("".join(json.dumps(value) + "\n" for value in values))
    return path


def run(*arguments):
    return CliRunner().invoke(main, [str(a) for a in arguments], env=OFFLINE)


def noted(path):
    return [json.loads(line)["number"] for line in path.read_text().splitlines()]


# verify


def test_verify_needs_no_server(tmp_path, heads):
    bundle = put(tmp_path / "bundle.json", BUNDLE)
    put(heads, head(BUNDLE, 13))
    result = run("verify", bundle, "--heads", heads)
    assert result.exit_code == 0
    assert result.output.startswith("holds: 13 events, 3 signatures")


def test_verify_names_the_first_bad_entry(tmp_path):
    bad = changed(BUNDLE, "signatures", 1, "comment", "forged")
    bundle = put(tmp_path / "bundle.json", bad)
    result = run("verify", bundle)
    assert result.exit_code == 1
    assert result.output.startswith("first fault: signature 2: signature_altered")
    result = run("verify", bundle, "--json")
    assert result.exit_code == 1
    answer = json.loads(result.output)
    assert answer["faults"][0]["where"] == "signature 2"
    assert answer["signatures"] == 3


def test_verify_uses_every_file_of_heads(tmp_path, heads):
    forged = chained(changed(BUNDLE, "events", 2, "reason", "forged"))
    bundle = put(tmp_path / "bundle.json", forged)
    put(heads, head(BUNDLE, 3))
    empty = put(tmp_path / "empty.jsonl")
    result = run("verify", bundle, "--heads", empty, "--heads", heads)
    assert result.exit_code == 1
    assert "first fault: event 3: rewritten" in result.output


@pytest.mark.parametrize("text", ["{", '{"format": "other/1"}'])
def test_verify_exits_with_2_for_what_it_cannot_read(tmp_path, text):
    path = tmp_path / "bundle.json"
    path.write_text(text)
    assert run("verify", path).exit_code == 2
    assert run("verify", tmp_path / "none.json").exit_code == 2


# bundle


def test_a_bundle_is_saved_as_the_server_gave_it(tmp_path):
    server = FakeServer(BUNDLE, 13)
    outcome = proofs.save_bundle(server, tmp_path / "bundle.json")
    assert server.calls == [("implementation.event", "get_bundle", ())]
    assert (outcome.answer["events"], outcome.answer["signatures"]) == (13, 3)
    assert json.loads((tmp_path / "bundle.json").read_text()) == BUNDLE
    assert run("verify", tmp_path / "bundle.json").exit_code == 0


def test_a_bundle_goes_to_standard_output_byte_for_byte(monkeypatch):
    monkeypatch.setattr(cli, "server", lambda: FakeServer(BUNDLE, 13))
    result = run("bundle")
    assert (result.exit_code, json.loads(result.stdout_bytes)) == (0, BUNDLE)


def test_a_bundle_that_cannot_be_written_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setattr(cli, "server", lambda: FakeServer(BUNDLE, 13))
    result = run("bundle", "-o", tmp_path / "none" / "bundle.json")
    assert result.exit_code == 2
    assert "[no_file]" in result.output


@pytest.mark.parametrize("words", [["bundle"], ["head"], ["head", "--append", "x"]])
def test_what_needs_a_server_says_how_to_reach_one(words):
    result = run(*words)
    assert result.exit_code == 2
    assert "PLAN_API_KEY" in result.output


# head


def test_a_head_is_one_line(monkeypatch):
    monkeypatch.setattr(cli, "server", lambda: FakeServer(BUNDLE, 4))
    result = run("head")
    assert result.stdout_bytes.count(b"\n") == 1
    assert json.loads(result.stdout_bytes) == {**head(BUNDLE, 4), "company": 1}


def test_the_first_head_makes_the_file(heads, monkeypatch):
    monkeypatch.setattr(cli, "server", lambda: FakeServer(BUNDLE, 4))
    result = run("head", "--append", heads)
    assert (result.exit_code, noted(heads)) == (0, [4])
    assert result.output.strip().endswith("notes event 4")


def test_a_later_head_is_one_line_more(heads):
    proofs.append_head(FakeServer(BUNDLE, 4), heads)
    before = heads.read_bytes()
    outcome = proofs.append_head(FakeServer(BUNDLE, 9), heads)
    assert outcome.answer["changed"]
    assert noted(heads) == [4, 9]
    assert heads.read_bytes().startswith(before)


def test_a_file_without_its_last_line_end_stays_one_head_a_line(heads):
    put(heads, head(BUNDLE, 4))
    heads.write_bytes(heads.read_bytes().rstrip())
    proofs.append_head(FakeServer(BUNDLE, 9), heads)
    assert noted(heads) == [4, 9]


def test_the_same_head_is_not_noted_twice(heads):
    proofs.append_head(FakeServer(BUNDLE, 4), heads)
    outcome = proofs.append_head(FakeServer(BUNDLE, 4), heads)
    assert (outcome.answer["changed"], noted(heads)) == (False, [4])


def test_each_line_goes_on_where_the_one_before_ended(heads):
    put(heads, head(BUNDLE, 4))
    server = FakeServer(BUNDLE, 13)
    proofs.append_head(server, heads)
    assert [args for _model, _method, args in server.calls] == [(3,)]
    last = json.loads(heads.read_text().splitlines()[-1])
    assert (last["from"], last["number"], len(last["digests"])) == (4, 13, 10)


FORGED = chained(changed(BUNDLE, "events", 2, "reason", "forged"))


@pytest.mark.parametrize(
    "server",
    [
        FakeServer(BUNDLE, 3),
        FakeServer(FORGED, 4),
        FakeServer(FORGED, 13),
        FakeServer(BUNDLE, 2),
    ],
)
def test_a_chain_that_lost_its_noted_head_is_not_noted(heads, server):
    put(heads, head(BUNDLE, 4))
    before = heads.read_bytes()
    with pytest.raises(CommandError) as caught:
        proofs.append_head(server, heads)
    assert caught.value.code == "head_lost"
    assert heads.read_bytes() == before


def test_a_head_that_never_reaches_back_is_not_noted(heads, monkeypatch):
    put(heads, head(BUNDLE, 4))
    server = FakeServer(BUNDLE, 13)
    monkeypatch.setattr(server, "call", lambda *_words: head(BUNDLE, 13, first=5))
    with pytest.raises(CommandError) as caught:
        proofs.append_head(server, heads)
    assert caught.value.code == "head_gap"
    assert noted(heads) == [4]


def test_each_company_goes_on_from_its_own_head(heads):
    foreign = {**head(BUNDLE, 9), "company": {"id": 2, "name": "Other"}}
    put(heads, head(BUNDLE, 4), foreign)
    proofs.append_head(FakeServer(BUNDLE, 8), heads)
    proofs.append_head(FakeServer(BUNDLE, 12, company=2), heads)
    assert noted(heads) == [4, 9, 8, 12]


def test_a_company_new_in_the_file_notes_its_whole_chain(heads):
    put(heads, head(BUNDLE, 9))
    proofs.append_head(FakeServer(BUNDLE, 4, company=2), heads)
    last = json.loads(heads.read_text().splitlines()[-1])
    assert (last["company"], last["from"], last["number"]) == (2, 1, 4)


def test_a_lost_head_is_missed_behind_heads_of_other_companies(heads):
    foreign = {**head(BUNDLE, 9), "company": {"id": 2, "name": "Other"}}
    put(heads, head(BUNDLE, 4), foreign)
    with pytest.raises(CommandError, match="head_lost"):
        proofs.append_head(FakeServer(FORGED, 8), heads)


@pytest.mark.parametrize(
    ("text", "code"), [("{", "bundle_unreadable"), ("{}", "bad_head")]
)
def test_a_file_that_holds_no_heads_is_left_alone(heads, text, code):
    heads.write_text(text)
    with pytest.raises(CommandError) as caught:
        proofs.append_head(FakeServer(BUNDLE, 4), heads)
    assert caught.value.code == code
    assert heads.read_text() == text
