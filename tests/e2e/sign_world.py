# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A plan with requests on a running server, and people who open the page and sign."""

import html
import json
import re
from dataclasses import dataclass, field

import requests
from enemy_world import PASSWORD, World

_FIELD = re.compile(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"')
_CODE = re.compile(r'data-code="(\w+)"|\[(\w+)\]')

SETUP = """
import json
from odoo.tests.common import new_test_user
group = "implementation_base.group_%s"
def user(name, *roles, **values):
    groups = ",".join(group % role for role in roles) or "base.group_portal"
    found = new_test_user(env, "enemy_sign_" + name, groups=groups,
        password={password!r}, name="Sign " + name, **values)
    found.email = "sign-%s@example.org" % name
    return found
planner = user("planner", "planner")
people = [user(name, "approver") for name in ("ann", "bea")]
outsider = user("outsider", "approver")
EVERY = ("viewer", "planner", "approver", "operator", "auditor", "manager")
mighty = user("mighty", *EVERY)
portal = user("portal")
plans = env(user=planner.id)["implementation.plan"]
plan = plans.create({{"name": "Sign plan", "slug": "enemy-sign"}})
place = env(user=planner.id)["implementation.environment"].create(
    {{"plan_id": plan.id, "name": "Canary", "url": "one.example.org"}})
roles = env["implementation.role"]._get_or_create(("SRE", "Security", "Ops"))
for name in ("SRE", "Security"):
    for person in people:
        env["implementation.team.member"].create(
            {{"plan_id": plan.id, "role_id": roles[name].id, "user_id": person.id}})
policy = env["implementation.approval.policy"].create(
    {{"subject_kind": "risk", "role_id": roles["Ops"].id, "plan_id": plan.id}})
approvals = env(user=planner.id)["implementation.approval"]
def ask(role, **values):
    row = approvals.create({{"plan_id": plan.id, "role_id": roles[role].id, **values}})
    row.action_request()
    return row
ids = {{
    "admin": env.ref("base.user_admin").id, "plan": plan.id, "place": place.id,
    "sre": ask("SRE").id, "portal_request": ask("Ops", assigned_user_id=portal.id).id,
    "policy": policy.id, "role": roles["SRE"].id, "other_role": roles["Security"].id,
    "ann": people[0].id, "bea": people[1].id, "mighty": mighty.id,
    "outsider": outsider.id, "portal_user": portal.id, "company": env.company.id,
}}
env.cr.commit()
print("WORLD" + json.dumps(ids))
"""


_BUILT = {}


def build(server):
    """The world on a running server, made once."""
    if server.url not in _BUILT:
        _BUILT[server.url] = _build(server)
    return _BUILT[server.url]


def _build(server):
    printed = server.script(SETUP.format(password=PASSWORD))
    ids = json.loads(printed.rpartition("WORLD")[2].splitlines()[0])
    return World(server.url, server.database, ids)


@dataclass
class Browser:
    """One person's session with the pages."""

    world: World
    who: str
    session: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self):
        self.session.trust_env = False
        url = f"{self.world.url}/web/login"
        page = self.session.get(url, params={"db": self.world.database})
        token = dict(_FIELD.findall(page.text))["csrf_token"]
        answer = self.session.post(
            url,
            {"login": f"enemy_{self.who}", "password": PASSWORD, "csrf_token": token},
        )
        assert answer.ok, answer.url
        assert "/web/login" not in answer.url

    @property
    def name(self):
        return "Sign " + self.who.removeprefix("sign_")

    def path(self, approval):
        return f"{self.world.url}/my/sign-offs/{self.world.ids.get(approval, approval)}"

    def open(self, approval):
        return self.session.get(self.path(approval))

    def token(self, page):
        """The session's CSRF token, as any page carries it."""
        return re.search(r'csrf_token: "([^"]+)"', page.text).group(1)

    def read(self, approval):
        """The form of the page, filled in as this person would."""
        page = self.open(approval)
        assert page.status_code == 200, page.status_code
        texts = {
            name: html.unescape(value) for name, value in _FIELD.findall(page.text)
        }
        kept = ("csrf_token", "ticket", "round", "content_hash")
        return {
            **{name: texts[name] for name in kept if name in texts},
            "meaning": "I have read it and approve.",
            "typed_name": self.name,
            "password": PASSWORD,
        }

    def post(self, approval, form, action="sign"):
        """``(http status, "done:..." or the code of the refusal)``."""
        answer = self.session.post(
            f"{self.path(approval)}/{action}", form, allow_redirects=False
        )
        if answer.status_code == 303:
            return 303, answer.headers["Location"].rpartition("?")[2]
        found = _CODE.search(answer.text)
        return answer.status_code, (found.group(1) or found.group(2)) if found else ""

    def sign(self, approval):
        return self.post(approval, self.read(approval))
