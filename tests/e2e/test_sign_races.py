# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Two people at the same moment, on a real server: one consistent outcome each time."""

import json
import os
import time
from threading import Barrier, Thread

import pytest
import sign_world

APPROVAL = "implementation.approval"
ROUNDS = int(os.environ.get("RACE_ROUNDS", "8"))


@pytest.fixture(scope="module")
def world(server):
    return sign_world.build(server)


@pytest.fixture(scope="module")
def people(world):
    return [sign_world.Browser(world, f"sign_{name}") for name in ("ann", "bea")]


def at_once(*calls):
    """What each call answers, all of them begun together."""
    barrier, answers = Barrier(len(calls)), [None] * len(calls)

    def run(index, call):
        barrier.wait()
        answers[index] = call()

    threads = [Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def state(world, name="sre"):
    fields = ["status", "round", "content_hash", "signature_ids", "user_id"]
    args = [[f"${name}"], fields]
    return world.call("sign_mighty", APPROVAL, "read", args)[0]


def edit(world, url):
    args = [["$place"], {"url": url}]
    return world.call("sign_planner", "implementation.environment", "write", args)


def signed_texts(world, ids):
    """What each signature signed, oldest first."""
    return [
        world.call(
            "sign_mighty", "implementation.signature", "export_as_signed", [[id_]]
        )["content"]
        for id_ in sorted(ids)
    ]


def test_quorum_of_one_takes_one_signature(world, people):
    for round_ in range(ROUNDS):
        edit(world, f"single-{round_}.example.org")
        before = state(world)
        forms = [person.read("sre") for person in people]
        answers = at_once(
            *(
                lambda p=p, f=f: p.post("sre", f)
                for p, f in zip(people, forms, strict=True)
            )
        )
        after = state(world)
        assert after["status"] == "approved"
        assert len(after["signature_ids"]) == len(before["signature_ids"]) + 1
        assert sorted(status for status, _code in answers)[0] == 303, answers
        refused = [code for status, code in answers if status != 303]
        assert refused == ["not_pending"], answers


def test_one_person_twice_at_once_signs_once(world, people):
    person = people[0]
    for round_ in range(ROUNDS // 2):
        edit(world, f"twice-{round_}.example.org")
        before = state(world)
        form = person.read("sre")
        answers = at_once(*[lambda form=form: person.post("sre", form)] * 2)
        after = state(world)
        assert len(after["signature_ids"]) == len(before["signature_ids"]) + 1, answers
        assert after["status"] == "approved"


def test_quorum_of_two_takes_both(world, people):
    edit(world, "quorum.example.org")
    args = [["$sre"], {"quorum": 2}]
    world.call("sign_planner", APPROVAL, "write", args)
    try:
        for round_ in range(ROUNDS):
            edit(world, f"double-{round_}.example.org")
            before = state(world)
            forms = [person.read("sre") for person in people]
            answers = at_once(
                *(
                    lambda p=p, f=f: p.post("sre", f)
                    for p, f in zip(people, forms, strict=True)
                )
            )
            after = state(world)
            assert [status for status, _code in answers] == [303, 303], answers
            assert after["status"] == "approved"
            new = set(after["signature_ids"]) - set(before["signature_ids"])
            assert len(new) == 2
            first, second = signed_texts(world, new)
            assert first == second
    finally:
        edit(world, "quorum-end.example.org")
        world.call("sign_planner", APPROVAL, "write", [["$sre"], {"quorum": 1}])


def test_edit_racing_a_signature_never_leaves_it_on_other_content(world, people):
    """Whoever was first: in the end the signature is void, or was never made."""
    person, outcomes, took = people[1], set(), 1.0
    for round_ in range(3 * ROUNDS):
        seen, wanted = f"before-{round_}.example.org", f"after-{round_}.example.org"
        edit(world, seen)
        before, form = state(world), person.read("sre")
        began, ended = time.monotonic(), []

        def sign(form=form, ended=ended):
            answer = person.post("sre", form)
            ended.append(time.monotonic())
            return answer

        def edit_late(wanted=wanted, wait=took * (round_ % 6) / 4):
            time.sleep(wait)
            edit(world, wanted)

        answer, _done = at_once(sign, edit_late)
        took = ended[0] - began
        after = state(world)
        new = set(after["signature_ids"]) - set(before["signature_ids"])
        assert after["status"] in ("void", "pending"), (answer, after)
        assert not after["content_hash"]
        if answer[0] == 303:
            (text,) = signed_texts(world, new)
            assert seen in text
            assert wanted not in text
        else:
            assert answer[1] == "stale_content", answer
            assert not new
        outcomes.add(answer[0] == 303)
    assert outcomes == {True, False}, "both orders were to be seen"


ORDERS = """
import json, time
from threading import Thread
from odoo import api
from psycopg2.errors import SerializationFailure
ids = json.loads({ids!r})
registry, found = env.registry, dict()

def sign(cr):
    row = api.Environment(cr, ids["ann"], dict())["implementation.approval"]
    row = row.browse(ids["sre"])
    return row, dict(content_hash=row._get_page()["content_hash"], meaning="Seen",
        typed_name="Sign ann", password={password!r})

def edit(cr, url):
    places = api.Environment(cr, ids["admin"], dict())["implementation.environment"]
    places.browse(ids["place"]).url = url
    cr.flush()

# The edit is flushed, and committed only while the signer waits for the lock.
with registry.cursor() as editor, registry.cursor() as signer:
    row, values = sign(signer)
    edit(editor, "first.example.org")
    def late():
        try:
            found["edit first"] = row._sign_on_screen(values)["status"]
        except Exception as error:
            found["edit first"] = str(error).partition("]")[0]
        signer.rollback()
    thread = Thread(target=late)
    thread.start()
    time.sleep(2)
    found["signer waits"] = thread.is_alive()
    editor.commit()
    thread.join()

# The signature is made, and committed only while the editor waits.
with registry.cursor() as editor, registry.cursor() as signer:
    row, values = sign(signer)
    editor.execute("SELECT 1")
    found["sign first"] = row._sign_on_screen(values)["status"]
    signer.flush()
    def late():
        for attempt in range(3):
            try:
                edit(editor, "second.example.org")
                editor.commit()
                return
            except SerializationFailure:
                editor.rollback()
                found["again"] = attempt + 1
    thread = Thread(target=late)
    thread.start()
    time.sleep(2)
    found["editor waits"] = thread.is_alive()
    signer.commit()
    thread.join()
env.cr.rollback()
env.invalidate_all()
found["status"] = env["implementation.approval"].browse(ids["sre"]).status
print("FOUND" + json.dumps(found))
"""


def test_both_orders_one_step_at_a_time(world, server, people):
    edit(world, "zero.example.org")
    ids = json.dumps(world.ids)
    printed = server.script(ORDERS.format(ids=ids, password=sign_world.PASSWORD))
    found = json.loads(printed.rpartition("FOUND")[2].splitlines()[0])
    assert found["signer waits"], "the signer waits for whoever edits"
    assert found["edit first"] == "[stale_content", found
    assert found["sign first"] == "approved"
    assert found["editor waits"], "the editor waits for whoever signs"
    assert found["status"] == "void", found


def test_edit_of_what_the_role_does_not_sign_disturbs_nobody(world, people):
    for round_ in range(ROUNDS // 2):
        edit(world, f"calm-{round_}.example.org")
        form = people[0].read("sre")
        answer, _done = at_once(
            lambda form=form: people[0].post("sre", form),
            lambda round_=round_: world.call(
                "sign_planner",
                "implementation.plan",
                "write",
                [["$plan"], {"overview": f"Words {round_}"}],
            ),
        )
        assert answer[0] == 303, answer
        assert state(world)["status"] == "approved"


def test_ledger_holds_after_all_races(world):
    from plankit import verify

    bundle = world.call("sign_mighty", "implementation.event", "get_bundle", [])
    report = verify.verify(bundle)
    assert not report.faults
    assert report.signatures
