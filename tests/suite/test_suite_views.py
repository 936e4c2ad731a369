# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from suite_case import SuiteCase

from odoo.exceptions import AccessError
from odoo.tests import tagged

_KINDS = ("form", "list", "kanban", "search", "calendar", "pivot", "graph", "activity")


@tagged("post_install", "-at_install")
class TestViews(SuiteCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        data = cls.env["ir.model.data"].search(
            [("module", "in", list(cls.modules)), ("model", "=", "ir.ui.view")]
        )
        views = cls.env["ir.ui.view"].browse(data.mapped("res_id")).exists()
        cls.views = views.filtered(lambda view: view.type in _KINDS and view.model)

    def roots(self):
        """Our own views, and others' that ours extend."""
        found = self.views.browse()
        for view in self.views:
            while view.inherit_id and view.mode == "extension":
                view = view.inherit_id
            found |= view
        return found

    def test_every_view_loads_for_every_role_that_may_read(self):
        failed = []
        for role, user in self.new_users().items():
            for view in self.roots():
                model = self.env[view.model].with_user(user)
                if not model.has_access("read"):
                    continue
                try:
                    model.get_views([(view.id, view.type)])
                except Exception as error:
                    failed.append(f"{role} {view.xml_id}: {error}")
        self.assert_none(failed)

    def test_every_action_opens_for_every_role_that_may_read(self):
        data = self.env["ir.model.data"].search(
            [
                ("module", "in", list(self.modules)),
                ("model", "=", "ir.actions.act_window"),
            ]
        )
        actions = self.env["ir.actions.act_window"].browse(data.mapped("res_id"))
        failed = []
        for role, user in self.new_users().items():
            for action in actions:
                model = self.env[action.res_model].with_user(user)
                try:
                    if model.has_access("read"):
                        model.get_views(action.views)
                except AccessError as error:
                    failed.append(f"{role} {action.xml_id}: {error}")
        self.assert_none(failed)

    def test_every_menu_leads_somewhere_its_reader_may_go(self):
        """A menu that someone sees opens a model that person may read."""
        dead = []
        menus = self.env["ir.ui.menu"].search([])
        ours = menus.filtered(
            lambda menu: (menu.get_external_id()[menu.id]).split(".")[0] in self.modules
        )
        for role, user in self.new_users().items():
            seen = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
            for menu in ours.filtered(lambda menu, seen=seen: menu.id in seen):
                model = getattr(menu.action, "res_model", False)
                if model and not self.env[model].with_user(user).has_access("read"):
                    dead.append(
                        f"{role} sees {menu.complete_name}, may not read {model}"
                    )
        self.assert_none(dead)

    def test_every_list_has_a_helpful_empty_screen(self):
        data = self.env["ir.model.data"].search(
            [
                ("module", "in", list(self.modules)),
                ("model", "=", "ir.actions.act_window"),
            ]
        )
        actions = self.env["ir.actions.act_window"].browse(data.mapped("res_id"))
        bare = actions.filtered(
            lambda action: (
                action.view_mode.startswith(("list", "kanban")) and not action.help
            )
        )
        self.assert_none(bare.mapped("xml_id"), "without help:")
