# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a caller may ask of an import. Unknown keys are ignored."""

import json
from dataclasses import dataclass, field

SIDES = ("ours", "theirs")


def path_of(collection, key, name):
    """A value's path as one text, for answers and resolutions."""
    return json.dumps([collection, key, name], ensure_ascii=False)


@dataclass(frozen=True)
class Options:
    """Options of one import; texts are empty where the caller said nothing."""

    slug: str = ""
    filename: str = ""
    template: bool = False
    on_conflict: str = "refuse"
    base_sha256: str = ""
    plan_id: int = 0
    resolutions: dict = field(default_factory=dict)

    @classmethod
    def from_wire(cls, given):
        """A caller's options; what has the wrong type counts as absent."""
        given = given if isinstance(given, dict) else {}

        def text(name):
            value = given.get(name)
            # NUL and half characters are no text for a database.
            known = isinstance(value, str) and value.isprintable()
            return value.strip() if known else ""

        on_conflict = text("on_conflict")
        plan_id = given.get("plan_id")
        return cls(
            slug=text("slug"),
            filename=text("filename"),
            template=bool(given.get("template")),
            on_conflict=on_conflict if on_conflict in SIDES else "refuse",
            base_sha256=text("base_sha256"),
            plan_id=plan_id if type(plan_id) is int and _is_id(plan_id) else 0,
            resolutions=_resolutions(given.get("resolutions")),
        )


def _is_id(number):
    return 0 < number < 2**31


def _resolutions(given):
    """``{path: side}`` as the merge wants it; a broken path is no path."""
    found = {}
    for path, side in (given or {}).items() if isinstance(given, dict) else ():
        try:
            parts = json.loads(path)
        except (ValueError, RecursionError):
            continue
        if side in SIDES and isinstance(parts, list) and len(parts) == 3:
            found[tuple(map(str, parts))] = side
    return found
