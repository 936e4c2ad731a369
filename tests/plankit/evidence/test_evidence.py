# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which proof counts: only a pass, until it expires, of what is there now."""

from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from plankit.evidence import STANDINGS, VERDICTS, Proof, standing, verdict_of
from plankit.job import OUTCOMES

NOON = datetime(2026, 1, 1, 12, tzinfo=timezone.utc)
PROOFS = st.builds(
    Proof,
    verdict=st.sampled_from([key for key, _label in VERDICTS]),
    content_hash=st.sampled_from(["", "a", "b"]),
    expires_at=st.none() | st.integers(-3, 3).map(lambda h: NOON + timedelta(hours=h)),
)


@given(PROOFS, st.sampled_from(["", "a", "b"]))
def test_it_passes_only_with_a_fresh_pass_of_the_same_content(proof, content):
    found = standing(proof, content, NOON)
    fresh = proof.expires_at is None or proof.expires_at > NOON
    wanted = proof.verdict == "pass" and proof.content_hash == content and fresh
    assert (found == "pass") == wanted
    assert found in dict(STANDINGS)


@given(PROOFS, st.sampled_from(["", "a"]))
def test_time_never_turns_anything_into_a_pass(proof, content):
    later = standing(proof, content, NOON + timedelta(hours=5))
    assert later != "pass" or standing(proof, content, NOON) == "pass"


def test_nothing_is_no_proof():
    assert standing(None, "", NOON) == "none"


def test_only_a_success_is_a_pass():
    passes = [name for name in (*OUTCOMES, "lost") if verdict_of(name) == "pass"]
    assert passes == ["succeeded"]
    assert verdict_of("refused") == verdict_of("lost") == "error"
