# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Plans to measure with: the same random ones for the same size."""

import random

PHASE_SIZE = 100
REACH = 50
ROW = "| {ref} | {title} | {owner} | {depends} | Not Started |"


def edges(count):
    """Predecessors of each task by position: two of the ``REACH`` before it."""
    chance = random.Random(count)
    found = [[] for _ in range(count)]
    for place in range(1, count):
        first = max(0, place - REACH)
        found[place] = sorted(chance.sample(range(first, place), min(2, place - first)))
    return found


def ref(place):
    """The task's reference: ``P3.7``."""
    return f"P{place // PHASE_SIZE + 1}.{place % PHASE_SIZE + 1}"


def document(count, slug):
    """A plan of ``count`` tasks in phases of a hundred."""
    lines = [f"# Bench {count}", "", f"**Slug**: `{slug}`", "", "## Phases"]
    for place, others in enumerate(edges(count)):
        if place % PHASE_SIZE == 0:
            number = place // PHASE_SIZE + 1
            lines += ["", f"### Phase {number}: Part {number}", "", "#### Tasks", ""]
            lines += [
                "| ID | Task | Owner | Dependencies | Status |",
                "|----|------|-------|--------------|--------|",
            ]
        depends = ", ".join(map(ref, others)) or "-"
        values = {"title": f"Task {place}", "owner": f"role{place % 5}"}
        lines.append(ROW.format(ref=ref(place), depends=depends, **values))
    return "\n".join(lines) + "\n"
