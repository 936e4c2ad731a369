# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import hashlib

import pytest

from plankit.migration import Claims, checksum, claims


def test_checksum_is_sha256_of_up_nul_down():
    expected = hashlib.sha256("CREATE é;\0DROP;".encode()).hexdigest()
    assert checksum("CREATE é;", "DROP;") == expected


def test_checksum_tells_up_from_down():
    assert checksum("ab", "") != checksum("a", "b") != checksum("", "ab")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Claims()),
        (
            "zero_downtime: true\nrollback_tested: true",
            Claims(zero_downtime=True, rollback_tested=True),
        ),
        ("approach: 'x'\r\nzero_downtime: yes\r\n", Claims(zero_downtime=True)),
        ('rollback_tested: "true"  # in staging', Claims(rollback_tested=True)),
        ("  rollback_tested: True", Claims(rollback_tested=True)),
        ("rollback_tested: {answer}", Claims()),
        ("rollback_tested: false", Claims()),
        ("rollback_tested: true\nrollback_tested: false", Claims()),
        ("# rollback_tested: true", Claims()),
        ("we say rollback_tested: true", Claims()),
        ("not_rollback_tested: true", Claims()),
    ],
)
def test_claims_of_a_strategy(text, expected):
    assert claims(text) == expected


def test_claims_read_a_hostile_text_in_linear_time():
    assert claims("rollback_tested:" + " " * 200_000 + "\n" * 1000) == Claims()
    assert claims((" " * 500 + "\n") * 2000) == Claims()
