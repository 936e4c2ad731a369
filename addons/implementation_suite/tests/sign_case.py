# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import contextmanager

from plankit.plan import item_fields
from plankit.scope import ORDERED, collections_of, header_of, is_signed, parts_of

from odoo.tests import new_test_user

from .common import DEMO, SuiteCase

ROLES = ("Tech Lead", "Security", "SRE", "Product Owner")
APPROVALS = "implementation.approval"
GRANT = "GRANT SELECT ON orders TO reader;"


class _Undone(Exception):
    """Ends a savepoint whose work is to be forgotten."""


class SignCase(SuiteCase):
    """The demo plan with every register filled, signed by four roles.

    Beside the plan, a phase, a task, a deliverable and a risk are signed.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.implementation_rpc_signing = True
        answer = cls.plans.import_markdown(DEMO.replace("shop-relaunch", "signed"), {})
        cls.plan = cls.plans.browse(answer["plan_id"])
        cls.approvals = cls.env[APPROVALS]
        cls.sections = dict(cls.plan._get_document_sections())
        del cls.sections["approvals"]
        cls._complete(cls.plan)
        cls.plan.import_markdown(cls.plan.export_markdown(), {})
        cls.roles = cls.env["implementation.role"]._get_or_create(ROLES)
        cls.signers = {name: cls._make_signer(name) for name in ROLES}
        cls._request_all()
        cls.requests = cls._sign_all()
        cls.env.cr.flush()

    @classmethod
    def _complete(cls, plan):
        """Values that the demo document leaves empty."""
        env = plan.env
        plan.migration_ids[0].up_sql = "CREATE TABLE orders (id int);"
        plan.migration_ids[1].up_sql = GRANT
        plan.phase_ids[0].date_start = "2027-01-04"
        first = plan.task_ids.filtered(lambda task: task.plan_ref == "P2.1")
        other = plan.task_ids.filtered(lambda task: task.plan_ref == "P1.3")
        env["implementation.checklist.item"].create(
            [
                {"task_id": task.id, "name": name}
                for task in (first, other)
                for name in ("Reviewed", "Measured")
            ]
        )
        plan.blocker_ids.task_ids = plan.task_ids.filtered(
            lambda task: task.plan_ref == "P2.2"
        )
        nameless = env["project.task"].create(
            {"name": "Order hardware", "project_id": plan.project_id.id}
        )
        first.depend_on_ids = [(4, nameless.id)]
        nameless.plan_status = "done"

    @classmethod
    def _make_signer(cls, name):
        login = "suite-" + name.lower().replace(" ", "-")
        user = new_test_user(
            cls.env, login, name=name, groups="implementation_base.group_approver"
        )
        cls.env["implementation.team.member"].create(
            {
                "plan_id": cls.plan.id,
                "role_id": cls.roles[name].id,
                "user_id": user.id,
            }
        )
        return user

    @classmethod
    def _request_all(cls):
        role = cls.roles["Product Owner"]
        cls.env["implementation.approval.policy"].create(
            [
                {"subject_kind": kind, "role_id": role.id, "plan_id": cls.plan.id}
                for kind in ("plan", "phase", "task", "deliverable", "risk")
            ]
        )
        cls.plan.action_submit()
        task = cls.row("tasks", plan_ref="P2.1")
        cls.subjects = {
            "phase": task.plan_phase_id,
            "task": task,
            "deliverable": task.plan_phase_id.deliverable_ids[0],
            "risk": cls.plan.risk_ids[0],
        }
        task.plan_status = "in_review"
        for record in cls.subjects.values():
            record._request_sign_offs()

    @classmethod
    def _sign_all(cls):
        """Sign what is asked; give ``{role or kind: request}``."""
        cls.env.cr.flush()
        requests = cls.approvals.search([("plan_id", "=", cls.plan.id)])
        for request in requests:
            cls.sign(request)
        assert set(requests.mapped("status")) == {"approved"}
        return {
            request.role_id.name
            if request.subject_kind == "plan"
            else request.subject_kind: request
            for request in requests
        }

    @classmethod
    def sign(cls, request, **values):
        user = cls.signers[request.role_id.name]
        return request.with_user(user).sign(
            {
                "content_hash": request._get_hashes()[request],
                "meaning": "I have reviewed and approve it.",
                "typed_name": user.name,
                **values,
            }
        )

    @classmethod
    def row(cls, collection, **values):
        """The row with these values, else the first one."""
        rows = cls.plan._get_document_rows(cls.sections[collection])
        for name, value in values.items():
            rows = rows.filtered(lambda row, n=name, v=value: row[n] == v)
        return rows[0]

    # What is signed, by plankit's tables alone

    @classmethod
    def signed_names(cls, collection):
        """``[(value of the item, field of the model)]`` that signatures cover."""
        model = cls.env[cls.sections[collection]]
        names = [
            (name, model._document_map.get(name, name))
            for name in item_fields(collection)
            if is_signed(collection, name) and name != "extra"
        ]
        names += [(f"@{name}", field) for name, field in model._get_signed_parts()]
        if collection in ORDERED:
            names.append(("order", "sequence"))
        return names

    @classmethod
    def signing_roles(cls, collection):
        """Roles whose signature covers rows of a collection."""
        return {
            role
            for role in ROLES
            if collection in collections_of(parts_of(role) - {"grants"})
        }

    @classmethod
    def header_roles(cls, name):
        return {role for role in ROLES if name in header_of(parts_of(role))}

    # Trying things

    @contextmanager
    def undone(self):
        """What is done inside is forgotten at the end."""
        with self.assertRaises(_Undone), self.env.cr.savepoint():
            yield
            raise _Undone()

    def statuses(self, looks=True):
        """``{role or kind: status}``: as anyone sees it now, or as it is committed."""
        if looks:
            return {name: row.status for name, row in self.requests.items()}
        self.env.cr.flush()
        ids = {row.id: name for name, row in self.requests.items()}
        self.env.cr.execute(
            "SELECT id, status FROM implementation_approval WHERE id IN %s",
            [tuple(ids)],
        )
        return {ids[id_]: status for id_, status in self.env.cr.fetchall()}

    def void(self, looks=True):
        """Names of requests that are void; any other one stands, as it was signed."""
        found = self.statuses(looks)
        self.assertLessEqual(set(found.values()), {"approved", "void"}, found)
        hashes = self.approvals.union(*self.requests.values())._get_hashes()
        for name, request in self.requests.items():
            signed = request.signature_ids[:1].content_digest
            now = hashes.get(request)
            self.assertEqual(found[name] == "approved", now == signed, name)
        return {name for name, status in found.items() if status == "void"}
