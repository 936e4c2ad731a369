# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Sign-offs under attack, over XML-RPC and on the page: refused, nothing changed."""

from xmlrpc.client import Fault

import enemy_signing
import pytest
import sign_world
from test_enemy import assert_refused

APPROVAL = "implementation.approval"
LOOK = {
    APPROVAL: [
        *("status", "round", "content_hash", "user_id", "facts", "subject_id"),
        *("role_id", "assigned_user_id", "is_requested", "requested_by_id"),
    ],
    "implementation.signature": ["digest", "approval_id"],
    "implementation.event": ["hash"],
    "implementation.delegation": ["delegator_id", "delegate_id", "revoked_at"],
    "implementation.approval.policy": ["active", "role_id"],
    "implementation.team.member": ["user_id", "role_id"],
    "implementation.role": ["name"],
    "res.users": ["login", "active", "share"],
    "res.company": ["implementation_rpc_signing"],
}


@pytest.fixture(scope="module")
def world(server):
    return sign_world.build(server)


@pytest.fixture(scope="module")
def ann(world):
    return sign_world.Browser(world, "sign_ann")


@pytest.fixture(scope="module")
def signed(world, ann):
    """There is something to attack: one signature."""
    edit(world, "one")
    assert ann.sign("sre") == (303, "done=approved")
    edit(world, "two")


def edit(world, name):
    args = [["$place"], {"url": f"{name}.example.org"}]
    world.call("sign_planner", "implementation.environment", "write", args)


def fingerprint(world):
    def read(model, names):
        args = [[], names, 0, 0, "id"]
        return world.call("admin", model, "search_read", args, {"active_test": False})

    return {model: read(model, names) for model, names in LOOK.items()}


@pytest.fixture(scope="module")
def untouched(world, signed):
    return fingerprint(world)


def name_of(attack):
    who, refusal, model, method, args = attack[:5]
    values = args[-1] if args and isinstance(args[-1], dict) else {}
    return f"{who}-{model}.{method}-{refusal}-{next(iter(values), '')}"


@pytest.mark.parametrize("attack", enemy_signing.ATTACKS, ids=name_of)
def test_attack_is_refused(world, untouched, attack):
    who, refusal, model, method, args, *context = attack
    with pytest.raises(Fault) as caught:
        world.call(who, model, method, args, *context)
    assert_refused(caught.value, refusal)


def test_no_attack_changed_anything(world, untouched):
    assert fingerprint(world) == untouched


# On the page


def refused(world, untouched, browser, form, code, status, action="sign", where="sre"):
    """The page says why, and everything is as it was."""
    before = fingerprint(world)
    assert browser.post(where, form, action) == (status, code)
    assert fingerprint(world) == before


FORGERIES = {
    "ticket": "0" * 64,
    "content_hash": "0" * 64,
    "round": "1",
}


@pytest.mark.parametrize("name", FORGERIES)
def test_forged_form_signs_nothing(world, untouched, ann, name):
    form = ann.read("sre")
    assert form[name] != FORGERIES[name]
    forged = {**form, name: FORGERIES[name]}
    refused(world, untouched, ann, forged, "forged_ticket", 403)
    del forged[name]
    refused(world, untouched, ann, forged, "forged_ticket", 403)
    refused(world, untouched, ann, forged, "forged_ticket", 403, "reject")


def test_ticket_of_another_person_or_session_signs_nothing(world, untouched, ann):
    bea = sign_world.Browser(world, "sign_bea")
    again = sign_world.Browser(world, "sign_ann")
    for other in (bea, again):
        form = {**ann.read("sre"), "ticket": other.read("sre")["ticket"]}
        refused(world, untouched, ann, form, "forged_ticket", 403)


def test_form_without_a_csrf_token_is_refused(world, untouched, ann):
    form = ann.read("sre")
    del form["csrf_token"]
    before = fingerprint(world)
    assert ann.post("sre", form)[0] == 400
    assert fingerprint(world) == before


@pytest.mark.parametrize(
    ("vals", "code", "status"),
    [
        ({"password": "wrong"}, "reauthentication_failed", 403),
        ({"password": ""}, "reauthentication_failed", 403),
        ({"typed_name": "Sign bea"}, "name_mismatch", 422),
        ({"meaning": " "}, "meaning_required", 422),
        ({"meaning": "x" * 5000}, "text_too_long", 422),
        ({"drawing": "PHN2Zz4="}, "broken_drawing", 422),
    ],
    ids=lambda value: str(value)[:40],
)
def test_incomplete_proof_signs_nothing(world, untouched, ann, vals, code, status):
    refused(world, untouched, ann, {**ann.read("sre"), **vals}, code, status)


def test_nobody_opens_or_signs_what_is_another_s(world, untouched):
    for who in ("sign_portal",):
        browser = sign_world.Browser(world, who)
        assert browser.open("sre").status_code == 404
        form = browser.read("portal_request")
        assert browser.post("sre", form)[0] == 404
        assert browser.open(999999).status_code == 404


def test_who_may_read_may_not_sign(world, untouched, ann):
    """Without a form of their own, with the form of somebody else."""
    for who in ("sign_mighty", "sign_outsider", "sign_planner"):
        browser = sign_world.Browser(world, who)
        page = browser.open("sre")
        assert page.status_code == 200
        assert 'name="ticket"' not in page.text
        form = {
            **ann.read("sre"),
            "csrf_token": browser.token(page),
            "typed_name": browser.name,
        }
        refused(world, untouched, browser, form, "forged_ticket", 403)


def test_nobody_sees_a_page_without_a_login(world):
    import requests

    session = requests.Session()
    session.trust_env = False
    for path in ("my/sign-offs", f"my/sign-offs/{world.ids['sre']}"):
        answer = session.get(f"{world.url}/{path}")
        assert "/web/login" in answer.url
        assert "Canary" not in answer.text


def test_stale_page_and_replay_sign_nothing(world, untouched, ann):
    """Runs last: it signs."""
    stale = ann.read("sre")
    edit(world, "three")
    assert ann.post("sre", stale) == (422, "stale_content")
    form = ann.read("sre")
    assert ann.post("sre", form) == (303, "done=approved")
    done = fingerprint(world)
    status, code = ann.post("sre", form)
    assert (status, code) == (422, "not_pending")
    assert ann.post("sre", stale)[0] in (403, 422)
    assert fingerprint(world) == done


def test_rpc_signing_where_it_is_on(world, ann):
    """Runs last: a company turns it on; who, when and what is checked all the same."""
    edit(world, "four")

    def allow(value):
        flag = {"implementation_rpc_signing": value}
        world.call("admin", "res.company", "write", [["$company"], flag])

    def sign(who, **values):
        values = {"typed_name": f"Sign {who}", "meaning": "Seen", **values}
        return world.call(f"sign_{who}", APPROVAL, "sign", [["$sre"], values])

    def refuse(code, who, **values):
        before = fingerprint(world)
        with pytest.raises(Fault) as caught:
            sign(who, **values)
        assert_refused(caught.value, code)
        assert fingerprint(world) == before

    allow(True)
    try:
        seen = ann.read("sre")["content_hash"]
        for who in ("outsider", "mighty", "planner"):
            refuse("not_asked", who, content_hash=seen)
        refuse("access", "portal", content_hash=seen)
        refuse("stale_content", "ann", content_hash="0" * 64)
        refuse("name_mismatch", "ann", content_hash=seen, typed_name="Sign bea")
        wrong = {"content_hash": seen, "password": "wrong"}
        refuse("reauthentication_failed", "ann", **wrong)
        assert sign("ann", content_hash=seen)["status"] == "approved"
        refuse("not_pending", "ann", content_hash=seen)
        refuse("not_pending", "bea", content_hash=seen)
        args = [[["approval_id", "=", "$sre"]], ["is_weak"], 0, 1, "number desc"]
        model = "implementation.signature"
        (row,) = world.call("sign_mighty", model, "search_read", args)
        assert row["is_weak"]
    finally:
        allow(False)
