# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Alignment: the same item gets the same key in two plans."""

from __future__ import annotations

from plankit.keys import KeyMaker, natural_key, natural_keys

__all__ = ["KeyMaker", "natural_key", "natural_keys"]
