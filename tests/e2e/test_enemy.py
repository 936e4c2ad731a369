# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""An enemy with a login: each attack is refused by its code, and nothing changed."""

from urllib.error import HTTPError
from urllib.request import urlopen
from xmlrpc.client import Fault

import enemy_attacks
import enemy_world
import pytest

#: Fault codes of a refusal for a person; 1 is a traceback.
REFUSALS = {2, 4}
SECRETS = ("Secret", "enemy-secret", "Traceback")


@pytest.fixture(scope="module")
def world(server):
    return enemy_world.build(server)


@pytest.fixture(scope="module")
def untouched(world):
    return world.fingerprint()


def name_of(attack):
    who, refusal, model, method = attack[:4]
    return f"{who}-{model}.{method}-{refusal}"


def assert_refused(fault, refusal):
    """The stable code, in a refusal for a person that tells nobody's secrets."""
    text = fault.faultString
    assert fault.faultCode in REFUSALS, text
    if refusal == "access":
        assert fault.faultCode == 4, text
    elif refusal != "any":
        assert f"[{refusal}]" in text
    assert not [word for word in SECRETS if word in text], text


@pytest.mark.parametrize("attack", enemy_attacks.ATTACKS, ids=name_of)
def test_attack_is_refused(world, untouched, attack):
    who, refusal, model, method, args, *context = attack
    with pytest.raises(Fault) as caught:
        world.call(who, model, method, args, *context)
    assert_refused(caught.value, refusal)


def test_no_attack_changed_anything(world, untouched):
    """Runs after the table: whatever was refused left no trace."""
    assert world.fingerprint() == untouched


def test_stranger_finds_nothing_of_another_company(world):
    look = [
        ("implementation.plan", "search_count", [[["slug", "=", "enemy-own"]]]),
        ("implementation.plan", "name_search", ["Own"]),
        ("implementation.role", "name_search", ["Own role"]),
        ("implementation.event", "search_count", [[["id", "=", "$event"]]]),
        ("implementation.revision", "search_count", [[["plan_id", "=", "$plan"]]]),
        ("project.task", "search_count", [[["plan_id.name", "ilike", "Own"]]]),
        ("project.task", "search_count", [[["plan_role_id.name", "=", "Own role"]]]),
        ("implementation.risk", "search_count", [[["plan_id", "=", "$plan"]]]),
        ("implementation.deliverable", "search_count", [[["plan_id", "=", "$plan"]]]),
    ]
    for model, method, args in look:
        assert not world.call("stranger", model, method, args), (model, args)


@pytest.mark.parametrize(
    "options",
    [
        [1],
        "x",
        {"plan_id": True},
        {"plan_id": -5},
        {"plan_id": "$plan", "slug": ["x"]},
        {"resolutions": [1]},
        {"resolutions": {"[" * 100_000: "ours", "no json": "theirs", "[1,2,3]": "x"}},
        {"base_sha256": {}, "on_conflict": 7, "filename": None, "unknown": [[]]},
    ],
    ids=str,
)
def test_odd_options_count_as_absent(world, untouched, options):
    text = "# Odd options\n\n**Slug**: `enemy-odd`\n"
    args = [text, options]
    answer = world.call("planner", "implementation.plan", "preview_markdown", args)
    assert answer["slug"] in {"enemy-odd", "enemy-own"}
    assert not answer["conflicts"]


def test_defaults_of_a_context_forge_nothing(world):
    """An import under hostile defaults makes the plan that it would make without."""
    text = enemy_world.DOCUMENT.format(name="Forged", slug="enemy-forged")
    context = {
        "default_plan_override_reason": "forged",
        "default_plan_override_user_id": "$admin",
        "default_plan_dropped": True,
        "default_state": "resolved",
        "default_revision": 7,
    }
    model = "implementation.plan"
    args = [text, {}]
    answer = world.call("planner", model, "import_markdown", args, context)
    plan = [["plan_id", "=", answer["plan_id"]]]
    tasks = world.call(
        "planner",
        "project.task",
        "search_read",
        [plan, ["plan_override_reason", "plan_override_user_id"]],
    )
    assert len(tasks) == 2
    assert not any(
        task["plan_override_reason"] or task["plan_override_user_id"] for task in tasks
    )
    args = [plan, ["state"]]
    (blocker,) = world.call("planner", "implementation.blocker", "search_read", args)
    assert blocker["state"] == "open"
    assert world.call("planner", model, "unlink", [[answer["plan_id"]]])


def test_slug_of_another_company_makes_ones_own_plan(world):
    text = enemy_world.DOCUMENT.format(name="Mine", slug="enemy-secret")
    model = "implementation.plan"
    dry = world.call("planner", model, "preview_markdown", [text, {}])
    assert not dry["plan_id"]
    answer = world.call("planner", model, "import_markdown", [text, {}])
    assert answer["plan_id"] != world.ids["their_plan"]
    assert world.call("planner", model, "unlink", [[answer["plan_id"]]])


def test_portal_user_works_as_far_as_odoo_lets(world):
    """The friend: a client renames and closes what nothing holds back."""
    task = [["$task1"]]
    assert world.call("portal", "project.task", "write", [*task, {"name": "Seen"}])
    assert world.call("portal", "project.task", "write", [*task, {"state": "1_done"}])
    read = [*task, ["plan_status"]]
    assert (
        world.call("planner", "project.task", "read", read)[0]["plan_status"] == "done"
    )
    blocked = [["$task2"], ["is_blocked"]]
    assert not world.call("planner", "project.task", "read", blocked)[0]["is_blocked"]
    assert world.call(
        "portal", "project.task", "write", [*task, {"state": "01_in_progress"}]
    )
    assert world.call("planner", "project.task", "read", blocked)[0]["is_blocked"]


def test_download_needs_a_login(world):
    """Without a session the route shows the login page, never a document."""
    url = f"{world.url}/implementation/plan/{world.ids['plan']}/document"
    try:
        with urlopen(url) as answer:
            body = answer.read().decode()
    except HTTPError as error:
        body = error.read().decode()
    assert "Own phase" not in body
