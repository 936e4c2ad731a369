# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The form of every refusal."""


def coded(code, message):
    """A message for a person behind its stable code, which is never translated."""
    return f"[{code}] {message}"
