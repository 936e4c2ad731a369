# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import tagged

from .page_case import PageCase, pick

EVIL = "<script>alert('x')</script><img src=x onerror=alert(1)>"


@tagged("post_install", "-at_install")
class TestPage(PageCase):
    def test_link_alone_shows_nothing(self):
        approval = self.ask("SRE")
        response = self.get(approval._get_page_path())
        self.assertEqual(response.status_code, 303)
        self.assertIn("/web/login", response.headers["Location"])

    def test_page_of_somebody_else_is_not_there(self):
        approval = self.ask("SRE")
        missing = f"/my/sign-offs/{approval.id + 1000}"
        for user in (self.stranger, self.employee):
            user.password = user.login
            self.log_in(user)
            for path in (approval._get_page_path(), missing):
                self.assertEqual(self.get(path).status_code, 404)
                for action in ("sign", "reject"):
                    response = self.post(
                        f"{path}/{action}", {"csrf_token": self.csrf_token()}
                    )
                    self.assertEqual(response.status_code, 404)

    def test_viewer_reads_and_has_no_form(self):
        approval = self.ask("SRE")
        viewer = self.users["viewer"]
        viewer.password = viewer.login
        self.log_in(viewer)
        tree = self.read(approval._get_page_path())
        self.assertFalse(pick(tree, "form[action*='/sign']"))
        self.assertFalse(pick(tree, "form[action*='/reject']"))

    def test_page_is_framed_and_kept_by_nobody(self):
        approval = self.ask("SRE")
        self.log_in(self.signer["SRE"])
        headers = self.get(approval._get_page_path()).headers
        self.assertEqual(headers["X-Frame-Options"], "DENY")
        self.assertIn("frame-ancestors 'none'", headers["Content-Security-Policy"])
        self.assertIn("no-store", headers["Cache-Control"])

    def test_list_and_home_count_what_waits(self):
        approval = self.ask("SRE")
        self.log_in(self.signer["SRE"])
        tree = self.read("/my/sign-offs")
        links = pick(tree, ".o_sign_offs_waiting a")
        self.assertEqual([a.get("href") for a in links], [approval._get_page_path()])
        counts = self.make_jsonrpc_request(
            "/my/counters", {"counters": ["sign_off_count", "sign_off_all_count"]}
        )
        self.assertEqual(counts["sign_off_count"], 1)
        self.log_in(self.stranger)
        self.assertFalse(pick(self.read("/my/sign-offs"), ".list-group-item"))

    def test_every_signed_value_stands_on_the_page(self):
        approval = self.ask("Product Owner")
        self.log_in(self.signer["Product Owner"])
        page = self.text(self.read(approval._get_page_path()))
        content = approval._get_content()
        for rows in content["items"].values():
            for row in rows:
                texts = {
                    name: value
                    for name, value in row.items()
                    if isinstance(value, str) and name not in ("key", "phase", "task")
                }
                for value in texts.values():
                    self.assertIn(" ".join(value.split()), page)

    def test_nothing_typed_becomes_markup(self):
        role = self.roles["SRE"]
        role.name = f"SRE {EVIL}"
        signer = self.signer["SRE"]
        signer.name = f"Ana {EVIL}"
        self.plan.name = f"Shop {EVIL}"
        self.environment.purpose = EVIL
        approval = self.ask("Product Owner", extra_part_ids=[])
        approval.assigned_user_id = signer
        self.log_in(signer)
        path = approval._get_page_path()
        self.answer(path, "sign", signer, meaning=EVIL, comment=EVIL)
        signature = approval.signature_ids
        self.assertEqual(signature.meaning, EVIL)
        self.environment.purpose = f"{EVIL} again"
        certificate = f"/implementation/signature/{signature.id}/certificate"
        for page in (path, certificate, "/my/sign-offs", "/my/sign-offs/delegate"):
            self.assert_tame(self.read(page))
        response = self.answer(path, "sign", signer, meaning=EVIL, password="no")
        self.assert_tame(self.assert_code(response, "reauthentication_failed"))

    def assert_tame(self, tree):
        for script in tree.iter("script"):
            self.assertNotIn("alert('x')", script.text or "")
        self.assertFalse(tree.xpath("//img[@onerror]"))


@tagged("post_install", "-at_install")
class TestPageDifference(PageCase):
    def page(self, approval, role="SRE"):
        self.log_in(self.signer[role])
        return self.read(approval._get_page_path())

    def sign_on_page(self, approval, role="SRE"):
        user = self.signer[role]
        self.log_in(user)
        response = self.answer(approval._get_page_path(), "sign", user)
        self.assert_done(response, "approved")

    def test_first_time_everything_is_new(self):
        tree = self.page(self.ask("SRE"))
        self.assertIn("Everything is new", self.text(tree))
        self.assertTrue(pick(tree, ".o_sign_full details[open]"))

    def test_edit_is_shown_with_old_and_new(self):
        approval = self.ask("SRE")
        self.sign_on_page(approval)
        self.environment.url = "https://canary.example.org"
        tree = self.page(approval)
        changes = pick(tree, ".o_sign_change")
        self.assertEqual(len(changes), 1)
        words = self.text(changes[0])
        self.assertIn("Changed: Environment Canary", words)
        self.assertIn("URL: empty → https://canary.example.org", words)
        self.assertFalse(pick(tree, ".o_sign_full details[open]"))

    def test_dates_say_how_far_they_moved(self):
        self.phase.write({"date_start": "2026-11-02", "date_end": "2026-11-20"})
        self.tasks[0].date_deadline = "2026-11-10 12:00:00"
        approval = self.ask("Tech Lead")
        self.sign_on_page(approval, "Tech Lead")
        self.phase.write({"date_start": "2026-11-01", "date_end": "2026-11-24"})
        self.tasks[0].date_deadline = "2026-11-14 12:00:00"
        words = self.text(self.page(approval, "Tech Lead"))
        self.assertIn("1 day earlier", words)
        self.assertEqual(words.count("4 days later"), 2)

    def test_added_and_removed_rows_are_named(self):
        approval = self.ask("SRE")
        self.sign_on_page(approval)
        self.env["implementation.environment"].create(
            {"plan_id": self.plan.id, "name": "Production", "traffic_percent": 100}
        )
        self.environment.unlink()
        words = self.text(self.page(approval))
        self.assertIn("Added: Environment Production", words)
        self.assertIn("Removed: Environment Canary", words)

    def test_rows_and_policies_are_called_what_people_call_them(self):
        tech, security = self.ask("Tech Lead"), self.ask("Security")
        self.sign_on_page(tech, "Tech Lead")
        self.sign_on_page(security, "Security")
        self.tasks[1].plan_depends_text = "P1.1"
        self.phase.name = "Groundwork"
        self.env["implementation.approval.policy"].create(
            {
                "subject_kind": "task",
                "plan_id": self.plan.id,
                "role_id": self.roles["Tech Lead"].id,
                "quorum": 2,
            }
        )
        words = self.text(self.page(tech, "Tech Lead"))
        self.assertIn("Changed: Task P1.2 Write API", words)
        self.assertIn("Changed: Phase P1 Foundation", words)
        self.assertIn("Foundation → Groundwork", words)
        words = self.text(self.page(security, "Security"))
        self.assertIn("Changed: Plan", words)
        self.assertIn("empty → Task: Tech Lead, 2 signatures", words)

    def test_text_of_several_lines_is_a_diff(self):
        self.plan.overview = "One\nTwo\nThree"
        approval = self.ask("Product Owner")
        self.sign_on_page(approval, "Product Owner")
        self.plan.overview = "One\nTwo and a half\nThree"
        tree = self.page(approval, "Product Owner")
        lines = pick(tree, ".o_sign_change pre span")
        self.assertIn(
            ("text-danger", "-Two"),
            [(line.get("class").split()[-1], line.text) for line in lines],
        )

    def test_unchanged_content_is_signed_again_with_the_password_alone(self):
        approval = self.ask("SRE")
        self.sign_on_page(approval)
        self.environment.url = "https://other.example.org"
        self.environment.url = False
        approval.with_user(self.users["planner"]).action_withdraw()
        approval.with_user(self.users["planner"]).action_request()
        tree = self.page(approval)
        self.assertIn("Nothing you sign changed since you signed", self.text(tree))
        path = approval._get_page_path()
        response = self.answer(path, "sign", password=self.signer["SRE"].login)
        self.assert_done(response, "approved")

    def test_difference_is_from_the_readers_own_signature(self):
        approval = self.ask("SRE", quorum=1)
        self.sign_on_page(approval)
        other = self.signer["Security"]
        self.environment.url = "https://canary.example.org"
        approval.with_user(self.users["planner"]).assigned_user_id = other
        self.log_in(other)
        tree = self.read(approval._get_page_path())
        self.assertIn("Everything is new", self.text(tree))
