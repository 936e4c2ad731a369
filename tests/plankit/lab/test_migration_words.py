# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the words of a statement tell."""

import pytest

from plankit import migration_words as words


def statement(text):
    spaced = text.replace("(", " ( ").replace(")", " ) ").replace(",", " , ")
    split = tuple(w if w.startswith('"') else w.upper() for w in spaced.split())
    return words.Statement(text=text, line=1, words=split)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("create index concurrently i on t (a)", True),
        ("drop index concurrently i", True),
        ("reindex table concurrently t", True),
        ("reindex database d", True),
        ("reindex table t", False),
        ("refresh materialized view concurrently v", False),
        ("vacuum full t", True),
        ("alter table t detach partition p concurrently", True),
        ("alter type m add value x", False),
        ("create table concurrent (a)", False),
    ],
)
def test_statements_that_want_no_transaction(text, expected):
    assert words.needs_no_transaction(statement(text)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("alter role r login", True),
        ("drop user r", True),
        ("create user mapping for r server s", False),
        ("grant r to s", True),
        ("grant select on t to r", False),
        ("comment on role r is x", True),
        ("comment on table role is x", False),
        ("alter default privileges grant select on tables to r", False),
        ("create subscription s connection x publication p", True),
        ("alter table system add a", False),
    ],
)
def test_statements_that_reach_beyond_the_database(text, expected):
    assert words.cluster_wide(statement(text)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("alter table t drop a", True),
        ("alter table t add b int , drop column a", True),
        ("alter table t drop constraint c", False),
        ("alter table t alter a drop default", False),
        ("alter table t alter a drop not null", False),
        ("alter table t alter a drop identity", False),
        ("alter table t add check ( f ( drop ) )", False),
        ("drop table t", False),
    ],
)
def test_drop_of_a_column_is_told_from_others(text, expected):
    assert words.drops_column(statement(text)) is expected


@pytest.mark.parametrize("text", ["BEGIN", "start transaction", "commit", "end"])
def test_transaction_words(text):
    assert words.control(statement(text))
    assert not words.control(statement("prepare p as select 1"))
    assert not words.control(statement("start x"))


def test_one_begin_and_commit_around_all_are_the_runners():
    whole = [statement(text) for text in ("begin", "select 1", "commit")]
    assert words.body(whole) == whole[1:2]
    assert words.body(whole[:2]) == whole[:2]
    assert words.body(whole[:1]) == whole[:1]
