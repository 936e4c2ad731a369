# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import TransactionCase, new_test_user

SHOP = """# Shop relaunch - Implementation Plan

**Slug**: `shop-test`
**Version**: 1.0.0
**Owner**: Ana
**Last Updated**: 2026-11-02

---

## Overview

A new shop.

## Phases

### Phase 1: Foundation

**Goal**: Ground to stand on

**Duration**: 2 weeks

#### Tasks

| ID | Task | Owner | Dependencies | Status | Notes |
|----|------|-------|--------------|--------|-------|
| P1.1 | Create schema | dba | - | Not Started | keep me |
| P1.2 | Write API | dev | P1.1 | Not Started |  |
| P1.3 | Write docs | dev | P1.1-P1.2 | Not Started |  |

#### Deliverables

- [ ] Schema on staging
- [x] Kick-off held

### Phase 2: Release

#### Tasks

| ID | Task | Owner | Dependencies | Status | Notes |
|----|------|-------|--------------|--------|-------|
| P2.1 | Roll out | sre | P1.* | Not Started |  |

## A section nobody knows

Some text that stays.
"""


class MarkdownCase(TransactionCase):
    """A planner without Odoo's project manager rights, and a small plan."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.planner = new_test_user(
            cls.env, "md_planner", groups="implementation_base.group_planner"
        )
        cls.viewer = new_test_user(
            cls.env, "md_viewer", groups="implementation_base.group_viewer"
        )
        cls.plans = cls.env["implementation.plan"].with_user(cls.planner)

    def import_text(self, text=SHOP, **options):
        """Import and give the plan, as the planner."""
        answer = self.plans.import_markdown(text, options)
        self.assertFalse(answer["conflicts"])
        return self.plans.browse(answer["plan_id"])

    def task(self, plan, ref):
        return plan.task_ids.filtered(lambda task: task.plan_ref == ref)

    def assertUnchanged(self, answer):
        counts = {name: answer[name] for name in ("created", "updated", "deleted")}
        self.assertEqual(counts, {"created": 0, "updated": 0, "deleted": 0})
