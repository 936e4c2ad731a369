# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re
from urllib.parse import urljoin

from lxml import html

from odoo.tests import HttpCase, new_test_user

from .common import SignOffCase

_TOKEN = re.compile(r"([.#]?)([\w-]+)|\[([\w-]+)(?:(\*?)='([^']*)')?\]")


def pick(tree, selector):
    """Elements by a plain CSS selector: tags, classes, ids, attributes, descent."""
    return tree.xpath("".join(map(_step, selector.split())))


def _step(word):
    tag, tests = "*", []
    for kind, name, attribute, part, value in _TOKEN.findall(word):
        if attribute and part:
            tests.append(f"[contains(@{attribute}, '{value}')]")
        elif attribute:
            tests.append(f"[@{attribute}='{value}']" if value else f"[@{attribute}]")
        elif kind == ".":
            tests.append(f"[contains(concat(' ', @class, ' '), ' {name} ')]")
        elif kind == "#":
            tests.append(f"[@id='{name}']")
        else:
            tag = name
    return f"//{tag}{''.join(tests)}"


class PageCase(SignOffCase, HttpCase):
    """Requests, and the pages that people open for them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger = new_test_user(
            cls.env, login="sign-stranger", groups="base.group_portal"
        )
        cls.guest = new_test_user(
            cls.env, login="sign-guest", name="Gus Guest", groups="base.group_portal"
        )
        for user in (cls.stranger, cls.guest):
            user.password = user.login
        # What the pages need, nothing over RPC.
        cls.env.company.implementation_rpc_signing = False

    def log_in(self, user):
        self.authenticate(user.login, user.login)

    def get(self, path):
        response = self.url_open(path, allow_redirects=False)
        return response

    def read(self, path):  # pylint: disable=method-required-super
        """The page as a tree; it must be there."""
        response = self.get(path)
        self.assertEqual(response.status_code, 200, path)
        return html.fromstring(response.text)

    def text(self, tree):
        return " ".join(tree.text_content().split())

    def fields(self, path, form=".o_sign_form"):
        """What the form of a page would send, as it stands."""
        found = pick(self.read(path), form)
        return dict(found[0].fields) if found else {}

    def csrf_token(self):
        """The token of the session, as every page carries it."""
        return re.search(r'csrf_token: "(\w+)"', self.get("/my/sign-offs").text)[1]

    def answer(self, path, action, user=None, **values):
        """Fill the form of the page and press the button."""
        form = f"#{action} form"
        given = {name: value or "" for name, value in self.fields(path, form).items()}
        if user:
            given.update(typed_name=user.name, password=user.login)
        return self.post(f"{path}/{action}", {**given, **values})

    def post(self, path, values):
        return self.url_open(path, data=values, allow_redirects=False)

    def assert_code(self, response, code, status=None):
        """The page came back and says why, with its stable code."""
        tree = html.fromstring(response.text)
        found = [box.get("data-code") for box in pick(tree, ".o_sign_error")]
        self.assertEqual(found, [code])
        if status:
            self.assertEqual(response.status_code, status)
        return tree

    def assert_done(self, response, status):
        self.assertEqual(response.status_code, 303, response.text[:500])
        location = urljoin(self.base_url(), response.headers["Location"])
        self.assertTrue(location.endswith(f"?done={status}"), location)
        return location.removeprefix(self.base_url())
