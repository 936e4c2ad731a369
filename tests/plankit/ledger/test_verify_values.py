# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""No value, of whatever kind, is an error of the verifier."""

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plankit.bundle import BundleUnreadable, load, load_lines
from plankit.verify import Report, lines, verify
from tests.plankit.ledger.bundles import COMPANY, build, changed, head, say

BUNDLE = build()
END = len(BUNDLE["events"])
HEAD = head(BUNDLE, END)

junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["\ud800", 2**60, -(2**60), "approval.signed"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)


def paths(value, here=()):
    """Every place in a JSON value."""
    yield here
    parts = value.items() if isinstance(value, dict) else ()
    parts = enumerate(value) if isinstance(value, list) else parts
    for key, part in parts:
        yield from paths(part, (*here, key))


def placed(value, path, new):
    if not path:
        return new
    found = copy.deepcopy(value)
    inner = found
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = new
    return found


BUNDLE_PATHS = list(paths(BUNDLE))
HEAD_PATHS = list(paths(HEAD))


@settings(deadline=None, max_examples=200)
@given(junk, st.lists(junk, max_size=2))
def test_any_value_gives_a_report(value, heads):
    report = verify(value, heads)
    assert isinstance(report, Report)
    assert report.exit_code == 2


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(BUNDLE_PATHS), junk)
def test_any_value_at_any_place_gives_a_report(path, value):
    assert lines(verify(placed(BUNDLE, path, value), [HEAD]))


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(HEAD_PATHS), junk)
def test_any_value_in_a_head_gives_a_report(path, value):
    assert lines(verify(BUNDLE, [placed(HEAD, path, value)]))


@pytest.mark.parametrize("name", ["", "implementation-bundle/2", None, 1])
def test_an_unknown_format_is_not_believed(name):
    report = verify({**BUNDLE, "format": name})
    assert [fault.code for fault in report.faults] == ["unknown_format"]
    assert report.exit_code == 2
    report = verify(BUNDLE, [{**HEAD, "format": name}])
    assert (report.faults[0].code, report.exit_code) == ("unknown_format", 2)


@pytest.mark.parametrize("part", ["events", "signatures", "contents", "approvals"])
def test_a_part_that_is_missing_is_a_fault(part):
    bundle = {key: value for key, value in BUNDLE.items() if key != part}
    fault = verify(bundle).faults[0]
    assert (fault.code, fault.where) == ("malformed", "bundle")


@pytest.mark.parametrize(
    ("part", "key", "value"),
    [
        ("signatures", "id", "1"),
        ("signatures", "approval", True),
        ("signatures", "round", None),
        ("signatures", "content", []),
        ("signatures", "document", {}),
        ("signatures", "digest", 1),
        ("signatures", "comment", 1.5),
        ("signatures", "comment", "\ud800"),
        ("signatures", "subject_id", 2**53),
        ("approvals", "id", None),
        ("approvals", "status", 1),
        ("approvals", "round", "2"),
        ("events", "number", "1"),
        ("events", "number", True),
        ("events", "message", 1.5),
        ("events", "message", "\ud800"),
        ("events", "res_id", 2**53),
    ],
)
def test_a_value_of_another_kind_is_a_fault(part, key, value):
    report = verify(changed(BUNDLE, part, 0, key, value))
    assert "malformed" in {fault.code for fault in report.faults}


@pytest.mark.parametrize("text", [None, 1, [], "\ud800"])
def test_a_content_that_is_no_text_is_a_fault(text):
    name = next(iter(BUNDLE["contents"]))
    report = verify(placed(BUNDLE, ("contents", name), text))
    assert "malformed" in {fault.code for fault in report.faults}


def test_a_row_that_is_none_is_named_by_its_place():
    bundle = copy.deepcopy(BUNDLE)
    bundle["signatures"][1] = None
    found = {(fault.code, fault.where) for fault in verify(bundle).faults}
    assert ("malformed", "signatures 2") in found
    bundle["events"][2] = None
    fault = verify(bundle).faults[0]
    assert (fault.code, fault.where, fault.number) == ("malformed", "event 3", 3)


@pytest.mark.parametrize(
    "data",
    [{"number": 99, "digest": "0"}, {"number": END + 1, "digest": "0"}]
    + [{"number": -1, "digest": "0"}, {"digest": "0"}],
)
def test_an_event_publishes_none_but_those_before_it(data):
    bundle = build()
    say(bundle, "head.published", data)
    found = [(fault.code, fault.number) for fault in verify(bundle).faults]
    assert found == [("malformed", END + 1)]


def test_a_company_without_its_id_is_a_fault():
    report = verify({**BUNDLE, "company": {"name": "Shop"}})
    assert report.faults[0].code == "malformed"


@pytest.mark.parametrize(
    "change",
    [
        {"number": "4"},
        {"number": -1, "digests": []},
        {"digest": None},
        {"company": None},
        {"from": 2},
        {"from": 0},
        {"from": None},
        {"from": 0, "digests": ["0" * 64, *HEAD["digests"]]},
        {"from": -1, "digests": ["0" * 64, "0" * 64, *HEAD["digests"]]},
        {"digests": "abc"},
        {"digests": HEAD["digests"][:-1]},
        {"digests": [*HEAD["digests"][:-1], "0"]},
    ],
)
def test_a_head_that_contradicts_itself_is_a_fault(change):
    report = verify(BUNDLE, [{**HEAD, **change}])
    assert [(f.code, f.where) for f in report.faults] == [("malformed", "head 1")]


def test_heads_of_other_companies_are_passed_over():
    foreign = {**HEAD, "company": {"id": 2}, "digest": "0", "digests": ["0"] * END}
    report = verify(BUNDLE, [foreign, HEAD])
    assert (report.faults, report.heads) == ((), 1)
    (fault,) = verify(BUNDLE, [foreign]).faults
    assert fault.code == "no_head"


def test_a_head_may_name_its_company_by_number():
    assert verify(BUNDLE, [{**HEAD, "company": COMPANY["id"]}]).heads == 1


def test_a_head_of_an_empty_chain_holds_for_every_chain():
    empty = {**HEAD, "number": 0, "digest": "0" * 64, "digests": []}
    assert verify(BUNDLE, [empty]).faults == ()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[NaN]",
        b"[-Infinity]",
        b'{"a": 1, "a": 1}',
        b"[" * 100_000,
        b"1" * 10_000,
    ],
)
def test_a_text_that_readers_disagree_on_is_not_read(data):
    with pytest.raises(BundleUnreadable):
        load(data)


def test_heads_are_one_a_line():
    data = b"\n".join([json.dumps(HEAD).encode(), b"", b"[]", b""])
    assert load_lines(data) == [HEAD, []]
