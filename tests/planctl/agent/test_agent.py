# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The agent's loop against a queue in memory: reports, refusals, crashes."""

import base64
import threading
import time
from datetime import datetime, timedelta, timezone

import pytest

from planctl.agent_job import JobRun, examine
from planctl.agent_journal import State
from planctl.errors import CommandError
from plankit import ed25519
from plankit.errors import PlanError
from plankit.joblog import Chunk
from tests.planctl.agent import boxes
from tests.planctl.agent.fake_server import AGENT, FakeServer


@pytest.fixture
def folder(tmp_path):
    return tmp_path


def journals(folder):
    return sorted(path.name for path in (folder / "state").glob("job-*"))


def test_jobs_are_carried_out_and_reported(folder):
    server = FakeServer(folder, "echo one", "echo two >&2; exit 3", "no-such-thing")
    boxes.run(server, folder, capacity=3)
    one, two, three = server.jobs.values()
    assert (one.state, one.text) == ("succeeded", "one\n")
    assert (two.state, two.result["exit_code"]) == ("failed", 3)
    assert two.chunks[0].stream == "stderr"
    assert (three.state, three.result["data"]["code"]) == ("error", "command_missing")
    assert journals(folder) == []


def test_a_server_that_is_away_for_a_moment_loses_nothing(folder):
    server = FakeServer(folder, "for i in 1 2 3 4 5; do echo $i; sleep 0.1; done")

    def stumble(method):
        if method == "append_log" and server.calls.count("append_log") % 2:
            server.away = 1
            server.calls.append("append_log")

    server.before = stumble
    boxes.run(server, folder)
    assert server.jobs[1].text == "1\n2\n3\n4\n5\n"
    assert server.jobs[1].state == "succeeded"


def test_a_lost_lease_stops_the_command_and_says_nothing_more(folder):
    server = FakeServer(folder, f"echo a; sleep 60; touch {folder}/went-on")
    job = server.jobs[1]

    def lose(method):
        if job.chunks and job.token == 1:
            job.token = 2

    server.before = lose
    said = boxes.run(server, folder)
    assert any("lease_lost" in text for text in said)
    assert job.result is None
    assert journals(folder) == []
    assert not (folder / "went-on").exists()


def test_a_cancelled_job_is_told_so(folder):
    server = FakeServer(folder, "echo a; sleep 60")
    server.jobs[1].cancel = True
    boxes.run(server, folder)
    assert server.jobs[1].state == "cancelled"


def test_an_agent_that_ends_stops_what_runs(folder):
    server = FakeServer(folder, "echo a; sleep 60")
    agent, _said = boxes.new_agent(server, folder)

    def end():
        while not server.jobs[1].chunks:
            time.sleep(0.02)
        agent.ending.set()

    threading.Thread(target=end).start()
    agent.run()
    assert server.jobs[1].state == "cancelled"


def test_secrets_are_masked_in_log_result_and_journal(folder):
    server = FakeServer(folder, 'printf "%s" "abc"; sleep 0.3; printf "def-ghi\\n"')
    boxes.run(server, folder, secrets={"TOKEN": "abcdef-ghi"})
    assert server.jobs[1].text == "•••\n"


def test_a_long_log_is_cut_and_says_so(folder):
    server = FakeServer(folder, "head -c 40000 /dev/zero | tr '\\0' x", output_limit=20)
    boxes.run(server, folder)
    job = server.jobs[1]
    assert job.text.startswith("x" * 20 + "\n[the log ends here")
    assert job.result["data"]["code"] == "output_limit"


# What an agent refuses


def lease_of(queue, **changes):
    job = queue.jobs[1]
    job.state, job.token = "leased", job.token + 1
    return {
        "id": 1,
        "token": job.token,
        "kind": "shell",
        "lease_seconds": 30,
        "envelope": queue.envelope(job, AGENT, **changes),
    }


def code_of(setup, lease):
    with pytest.raises(PlanError) as caught:
        examine(setup, lease)
    return caught.value.code


def test_every_byte_of_the_envelope_counts(folder):
    server = FakeServer(folder, "echo precious; SELECT 1;")
    setup, _said = boxes.new_setup(server, folder)
    lease = lease_of(server)
    examine(setup, lease)
    envelope = lease["envelope"]
    [signature] = envelope["signatures"]
    payload, sig = (
        base64.b64decode(text) for text in (envelope["payload"], signature["sig"])
    )
    for number in range(len(payload)):
        for bit in (1, 128):
            broken = bytearray(payload)
            broken[number] ^= bit
            text = base64.b64encode(broken).decode()
            code_of(setup, {**lease, "envelope": {**envelope, "payload": text}})
    for number in range(len(sig)):
        broken = bytearray(sig)
        broken[number] ^= 1
        one = {**signature, "sig": base64.b64encode(broken).decode()}
        code_of(setup, {**lease, "envelope": {**envelope, "signatures": [one]}})
    for name in ("payloadType", "payload"):
        for number in range(len(envelope[name])):
            text = envelope[name]
            text = text[:number] + "~" + text[number + 1 :]
            code_of(setup, {**lease, "envelope": {**envelope, name: text}})
    for number in range(len(signature["keyid"])):
        keyid = signature["keyid"]
        one = {**signature, "keyid": keyid[:number] + "~" + keyid[number + 1 :]}
        code_of(setup, {**lease, "envelope": {**envelope, "signatures": [one]}})


def test_orders_of_others_are_refused(folder):
    server = FakeServer(folder, "true")
    setup, _said = boxes.new_setup(server, folder)
    assert code_of(setup, lease_of(server, server="other")) == "foreign_job"
    assert code_of(setup, lease_of(server, agent="other")) == "foreign_job"
    assert code_of(setup, {**lease_of(server), "id": 2}) == "foreign_job"
    assert code_of(setup, {**lease_of(server), "token": 99}) == "foreign_job"
    assert code_of(setup, {**lease_of(server), "kind": "sql"}) == "foreign_job"
    assert code_of(setup, lease_of(server, content_hash="0" * 64)) == "content_mismatch"
    now = datetime.now(timezone.utc)
    past = {
        "issued_at": now - timedelta(hours=2),
        "expires_at": now - timedelta(hours=1),
    }
    assert code_of(setup, lease_of(server, **past)) == "expired"
    assert code_of(setup, lease_of(server, target="production")) == "target_not_allowed"
    assert code_of(setup, lease_of(server, kind="sql")) == "foreign_job"
    assert code_of(setup, lease_of(server, signed=())) == "not_signed"
    other = ed25519.create(folder / "other.pem")
    assert code_of(setup, lease_of(server, key=other)) == "unknown_key"


def test_a_revoked_key_signs_nothing(folder):
    server = FakeServer(folder, "true")
    more = f'revoked = ["{server.key.keyid}"]'
    setup, _said = boxes.new_setup(server, folder, more=more)
    assert code_of(setup, lease_of(server)) == "revoked_key"


def test_a_refusal_is_reported_and_nothing_runs(folder):
    server = FakeServer(folder, f"touch {folder}/ran", target="production")
    boxes.run(server, folder)
    job = server.jobs[1]
    assert (job.state, job.result["data"]["code"]) == ("refused", "target_not_allowed")
    assert job.text.startswith("Refused: ")
    assert not (folder / "ran").exists()


def test_what_breaks_in_the_agent_itself_ends_the_job(folder, monkeypatch):
    def broken(_run):
        raise KeyError("lost")

    monkeypatch.setattr(JobRun, "_get_environment", broken)
    server = FakeServer(folder, f"touch {folder}/ran")
    boxes.run(server, folder)
    job = server.jobs[1]
    assert (job.state, job.result["data"]["code"]) == ("error", "executor_failed")
    assert "lost" in job.result["message"]
    assert not (folder / "ran").exists()


def test_an_order_is_carried_out_once(folder):
    """A server that hands the same order out again gets no second run."""
    server = FakeServer(folder, f"echo x >> {folder}/ran")
    boxes.run(server, folder)
    job = server.jobs[1]
    job.state, job.token = "queued", job.token - 1
    boxes.run(server, folder)
    assert (folder / "ran").read_text() == "x\n"
    assert job.result["data"]["code"] == "replay"


# After a crash


def test_what_was_in_flight_is_reported_and_not_run_again(folder):
    server = FakeServer(folder, "true")
    job = server.jobs[1]
    lease_of(server)
    state = State(folder / "state")
    journal = state.begin(1, job.token)
    journal.add_chunks([Chunk(0, "stdout", "a"), Chunk(1, "stdout", "b")])
    journal.path.open("a").write('["chunk", [2, "std')  # half a line
    server.append_log(
        [1], job.token, [{"sequence": 0, "stream": "stdout", "text": "a"}]
    )
    state.close()
    boxes.run(server, folder)
    assert (job.state, job.text) == ("error", "ab")
    assert job.result["data"]["code"] == "agent_died"
    assert journals(folder) == []


def test_an_end_that_was_decided_is_told_as_it_was(folder):
    server = FakeServer(folder, "true")
    job = server.jobs[1]
    lease_of(server)
    state = State(folder / "state")
    said = {
        "outcome": "succeeded",
        "exit_code": 0,
        "duration": 1.0,
        "chunks": 0,
        "digest": job.digest,
        "message": "",
        "data": {},
    }
    state.begin(1, job.token).add("result", [said])
    state.close()
    boxes.run(server, folder)
    assert job.result == said


def test_a_second_agent_of_the_name_is_refused(folder):
    server = FakeServer(folder, "true")
    setup, _said = boxes.new_setup(server, folder)
    with pytest.raises(CommandError, match="agent_runs"):
        State(folder / "state")
    setup.state.close()
    State(folder / "state").close()
