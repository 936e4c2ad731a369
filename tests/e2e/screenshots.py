# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Make the pictures of README and docs again, from a running server with demo data.

    python tests/e2e/screenshots.py http://127.0.0.1:8069

``make test`` does not run this. One task of the demo plan is set in progress here, so
that the picture of an import has a conflict.
"""

import io
import os
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).parents[2] / "docs" / "images"
DESKTOP, PHONE = (1440, 900), (390, 844)
PLAN = ".o_kanban_record:has-text('Shop Relaunch')"
START_TASK = """async () => {
    const call = async (method, args) => {
        const params = { model: "project.task", method, args, kwargs: {} };
        const response = await fetch("/web/dataset/call_kw", {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify({ jsonrpc: "2.0", method: "call", params }),
        });
        return (await response.json()).result;
    };
    const domain = [["plan_id.slug", "=", "shop-relaunch"], ["plan_ref", "=", "P2.5"]];
    const ids = await call("search", [domain]);
    await call("write", [ids, { plan_status: "in_progress" }]);
}"""
EXPORT = """async () => {
    const id = window.location.pathname.split("/").pop();
    return (await fetch(`/implementation/plan/${id}/document`)).text();
}"""
EDITS = (
    ("| P1.4 | In Progress |", "| P1.4 | Done |"),
    ("| P1.1 | In Progress |", "| P1.1 | In Review |"),
    ("| P2.1-P2.4 |", "| P2.1-P2.5 |"),
)


@contextmanager
def browser(url, size, login="admin"):
    """A page of that size, logged in; in the demo a login is its password too."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox"],
        )
        width, height = size
        page = chromium.new_page(viewport={"width": width, "height": height})
        page.goto(f"{url}/web/login")
        page.fill("#login", login)
        page.fill("#password", login)
        page.click("button[type=submit]")
        page.wait_for_selector(".o_web_client")
        yield page
        chromium.close()


def keep(page, name):
    """One picture, small enough for a README."""
    page.wait_for_timeout(1500)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    IMAGES.mkdir(parents=True, exist_ok=True)
    picture.quantize(128).save(IMAGES / f"{name}.png", optimize=True)


def open_plan(page, url):
    page.goto(f"{url}/odoo/implementation-plans")
    page.click(PLAN)
    page.wait_for_selector(".o_form_view .o_notebook")


def edited(text):
    """The plan's document with what a colleague changed meanwhile."""
    for old, new in EDITS:
        text = text.replace(old, new)
    return text


def take_desktop(page, url):
    page.goto(f"{url}/odoo/implementation-plans")
    page.wait_for_selector(PLAN)
    keep(page, "plans")
    page.goto(f"{url}/odoo/implementation-risk-matrix")
    page.wait_for_selector("[data-cell]")
    keep(page, "matrix")
    open_plan(page, url)
    keep(page, "plan")
    page.evaluate(START_TASK)
    document = edited(page.evaluate(EXPORT))
    page.click("button[name=action_import]")
    page.set_input_files(
        ".modal input[type=file]",
        files={
            "name": "plan.md",
            "mimeType": "text/markdown",
            "buffer": document.encode(),
        },
    )
    page.wait_for_selector(".modal .o_implementation_file_drop:has-text('plan.md')")
    page.click(".modal button[name=action_preview]")
    page.click(".modal button:has-text('Take File')")
    keep(page, "import")


def take_sign_off(page, url):
    """What a signer sees after an edit: the demo's SRE, on a phone."""
    page.goto(f"{url}/my/sign-offs")
    page.click("a[href^='/my/sign-offs/']:has-text('SRE')")
    page.wait_for_selector("form[action$='/sign']")
    keep(page, "sign")


def main(url):
    with browser(url, DESKTOP) as page:
        take_desktop(page, url)
    with browser(url, PHONE) as page:
        open_plan(page, url)
        keep(page, "phone")
    with browser(url, PHONE, "chidi") as page:
        take_sign_off(page, url)


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8069")
