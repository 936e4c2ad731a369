# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Inherent risk: a score and a calm tone from impact and probability."""

from __future__ import annotations

from plankit.plan import LEVELS

LOW = "low"
MODERATE = "moderate"
SEVERE = "severe"

#: Tones of the matrix, calmest first.
TONES = [(LOW, "Low"), (MODERATE, "Moderate"), (SEVERE, "Severe")]

#: Least score of a tone, sternest first.
_BOUNDS = ((12, SEVERE), (5, MODERATE), (1, LOW))

_RANKS = {level: rank for rank, (level, _label) in enumerate(LEVELS, 1)}


def rank(level: str) -> int:
    """Position on the scale, from 1; 0 for the author's own words.

    >>> rank("very_low"), rank("critical"), rank("W8 blocked")
    (1, 5, 0)
    """
    return _RANKS.get(level, 0)


def score(impact: str, probability: str) -> int:
    """Impact times probability, 1 to 25; 0 while either is unknown.

    >>> score("high", "low"), score("high", "")
    (8, 0)
    """
    return rank(impact) * rank(probability)


def tone(value: int) -> str:
    """Tone of a score; an unknown risk has none, so it never looks calm.

    >>> tone(4), tone(5), tone(12), tone(0)
    ('low', 'moderate', 'severe', '')
    """
    return next((name for least, name in _BOUNDS if value >= least), "")


def cells() -> list[tuple[str, str, int, str]]:
    """Every cell ``(impact, probability, score, tone)``, lowest levels first."""
    return [
        (
            impact,
            probability,
            score(impact, probability),
            tone(score(impact, probability)),
        )
        for impact, _label in LEVELS
        for probability, _other in LEVELS
    ]
