# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The only file that knows the Odoo series."""

from odoo import models, release
from odoo.tools import SQL, sql

ODOO19 = release.version_info[:2] >= (19, 0)

if ODOO19:
    Constraint = models.Constraint
    Index = models.Index
    UniqueIndex = models.UniqueIndex
    JSONRPC, GROUPS, USERS = "jsonrpc", "group_ids", "user_ids"
else:
    JSONRPC, GROUPS, USERS = "json", "groups_id", "users"

    class Constraint:
        """A row of ``_sql_constraints``, named as 19 names it."""

        def __init__(self, definition, message=""):
            self.definition, self.message = definition, message

        def __set_name__(self, owner, name):
            own = owner.__dict__.get("_sql_constraints", [])
            owner._sql_constraints = [*own, (name[1:], self.definition, self.message)]

    class Index:
        """An index made in ``init()``; write it below any ``init`` of the class."""

        unique = False

        def __init__(self, definition, message=""):
            self.definition = definition

        def __set_name__(self, owner, name):
            previous, index = owner.__dict__.get("init"), self

            def init(model):
                previous(model) if previous else super(owner, model).init()
                index._create(model, sql.make_identifier(f"{model._table}_{name[1:]}"))

            owner.init = init

        def _create(self, model, name):
            if sql.index_exists(model.env.cr, name):
                return
            model.env.cr.execute(
                SQL(
                    "CREATE %s %s ON %s %s",
                    SQL("UNIQUE INDEX" if self.unique else "INDEX"),
                    SQL.identifier(name),
                    SQL.identifier(model._table),
                    SQL(self.definition.replace("%", "%%")),
                )
            )

    class UniqueIndex(Index):
        unique = True


def set_privileges(env, category_xmlid, privileges):
    """Show groups on the user's form: ``[(xml id, name, [group xml ids])]``.

    18 knows one category with a box a group; 19 offers one choice a privilege,
    so that jobs a person may combine need a privilege each.
    """
    category = env.ref(category_xmlid)
    for sequence, (xmlid, name, group_xmlids) in enumerate(privileges, 1):
        groups = env["res.groups"].browse([env.ref(x).id for x in group_xmlids])
        if not ODOO19:
            groups.category_id = category
            continue
        values = {"name": name, "sequence": sequence, "category_id": category.id}
        groups.privilege_id = env["res.groups.privilege"]._load_records(
            [{"xml_id": xmlid, "noupdate": False, "values": values}]
        )
        for rank, group in enumerate(groups, 1):
            group.sequence = 10 * rank


def check_totp(user, token):
    """Refuse a wrong code of a user's authenticator; its failures are counted."""
    if ODOO19:
        user._check_credentials({"type": "totp", "token": token}, {"interactive": True})
    else:
        user._totp_check(token)


def users_of(env, group_xmlid, company):
    """Active users of a company that have a group, implied ones included."""
    group = env.ref(group_xmlid)
    name = "all_group_ids" if ODOO19 else "groups_id"
    # sudo: who has a job is known to all who work with it
    users = env["res.users"].sudo()
    domain = [(name, "in", group.ids), ("company_ids", "in", company.ids)]
    return users.search(domain).with_env(env)
