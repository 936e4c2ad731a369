# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""What a signer sends. Unknown keys are ignored; a wrong kind counts as absent."""

import base64
import binascii
from dataclasses import dataclass

from odoo.exceptions import UserError

from odoo.addons.implementation_base.refusal import coded

LONGEST_TEXT = 4000
#: A drawn name is a small picture.
LARGEST_DRAWING = 200_000
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class SignValues:
    """``drawing`` is a PNG in base64; texts are empty where nothing was sent."""

    content_hash: str = ""
    meaning: str = ""
    comment: str = ""
    typed_name: str = ""
    drawing: str = ""
    password: str = ""
    code: str = ""

    @classmethod
    def from_wire(cls, env, given):
        given = given if isinstance(given, dict) else {}
        texts = {
            name: value.strip() if name != "password" else value
            for name in cls.__dataclass_fields__
            for value in [given.get(name)]
            if isinstance(value, str)
        }
        for name in ("meaning", "comment", "typed_name"):
            _check_text(env, texts.get(name, ""))
        _check_drawing(env, texts.get("drawing", ""))
        return cls(**texts)


def check_meaning(env, values, user):
    """The signer says what the signature means, and types their own name."""
    if not values.meaning:
        raise UserError(
            coded("meaning_required", env._("Say what your signature means."))
        )
    if _folded(values.typed_name) != _folded(user.name):
        raise UserError(
            coded(
                "name_mismatch",
                env._("Type your name as it is known here: %(name)s.", name=user.name),
            )
        )


def _folded(name):
    return " ".join((name or "").split()).casefold()


def _check_text(env, text):
    if len(text) > LONGEST_TEXT or "\x00" in text:
        raise UserError(
            coded(
                "text_too_long",
                env._(
                    "A text has at most %(limit)s characters. Shorten it.",
                    limit=LONGEST_TEXT,
                ),
            )
        )


def _check_drawing(env, drawing):
    if not drawing:
        return
    try:
        data = base64.b64decode(drawing, validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if not data.startswith(_PNG) or len(data) > LARGEST_DRAWING:
        raise UserError(
            coded(
                "broken_drawing",
                env._("The drawing is no small PNG. Draw again, or leave it out."),
            )
        )
