# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The tables of words: what the survey lists is known, and no row contradicts one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plankit.markdown import (
    synonyms,
    synonyms_columns,
    synonyms_headings,
    synonyms_labels,
    synonyms_words,
)
from plankit.markdown.durations import is_duration
from plankit.markdown.phaseheading import phase_heading
from plankit.markdown.synonyms_words import Rows
from plankit.markdown.taskheading import task_heading
from plankit.plan import LEVELS, TASK_STATUSES, item_fields
from tests.plankit.growth import growth

#: Field to the names the survey found for it, separated by bars.
TASK_COLUMNS = {
    "ref": "ID|Task ID|#|Ticket|任务ID|Maßnahme-ID|任务编号",
    "title": "Task|Title|Task Name|Description|Module|描述|Activity|実施内容|Tâche"
    "|Tarea|Tarefa|Título|任务|任务名称|내용|Delivers|Issue / Task|Issue|Файл"
    "|Beschreibung|Sub-feature|Feature|Maßnahme",
    "owner": "Owner|Assignee|负责人|Agent|Responsible|Responsable|責任者|By|Owner Role"
    "|Owner / branch / PR|Владелец|Исполнитель|Assigned|담당|Verantwortlich",
    "depends": "Dependencies|Dependency|Depends On|Blocked by|依赖|Depends on"
    "|Blocked By|Depends|Blocker|Dependências|Abhängigkeiten|Dep|Deps|Dependencia"
    "|선행 작업|Зависимости|Predecessors|依赖/下一步|Waiting on",
    "blocks": "Blocks|후행 작업|Блокирует",
    "status": "Status|状态|Statut|Статус|Status Target|Estado",
    "estimate": "Est.|Effort|Estimate|Duration|Est. Hours|Hours|Est. Time|估时(h)"
    "|工作量|Esforço|Esforço-H/IA|Aufwand (PT)|기간|Esfuerzo",
    "": "P|US#|Priority|Notes|Risk|Start|End|Deadline|Acceptance Criteria|File|Rank",
}
RISK_COLUMNS = {
    "name": "Risk|リスク|Risiko",
    "impact": "Impact|影響度|Auswirkung|Severity",
    "probability": "Probability|Likelihood|Prob|発生確率|Wahrscheinlichkeit",
    "mitigation": "Mitigation|Mitigation Strategy|軽減策",
    "owner": "Owner|責任者",
    "": "ID|#|Score|Domain|Status|Task|Due Date",
}
TABLES: dict[str, Rows] = {
    **{f"columns.{name}": rows for name, rows in synonyms_columns.COLUMNS.items()},
    "headings": synonyms_headings.HEADINGS,
    "task_labels": synonyms_labels.TASK_LABELS,
    "phase_labels": synonyms_labels.PHASE_LABELS,
    **{
        name: getattr(synonyms_words, name)
        for name in (
            *("TASK_STATUSES", "DEPENDENCY_STATUSES", "APPROVAL_STATUSES", "LEVELS"),
            *("YES_NO", "DURATION_UNITS", "DELIVERED"),
        )
    },
}
LANGUAGES = ("en", "zh", "ja", "ko", "pt", "de", "fr", "es", "tr", "ru")


def pairs(table: dict[str, str]) -> list[tuple[str, str]]:
    return [
        (name, field) for field, names in table.items() for name in names.split("|")
    ]


@pytest.mark.parametrize(("header", "field"), pairs(TASK_COLUMNS))
def test_task_column_of_the_survey(header: str, field: str) -> None:
    assert (synonyms.column_field("tasks", header) or "") == field
    assert (synonyms.column_field("tasks", f"**{header.upper()}**") or "") == field


@pytest.mark.parametrize(("header", "field"), pairs(RISK_COLUMNS))
def test_risk_column_of_the_survey(header: str, field: str) -> None:
    assert (synonyms.column_field("risks", header) or "") == field


@pytest.mark.parametrize(
    ("text", "level"),
    [
        *(("High", "high"), ("MEDIUM", "medium"), ("low", "low"), ("H", "high")),
        *(("M", "medium"), ("L", "low"), ("C", "critical"), ("Critical", "critical")),
        *(("Very Low", "very_low"), ("中", "medium"), ("低", "low"), ("高", "high")),
        *(("Hoch", "high"), ("Mittel", "medium"), ("**High**", "high")),
        *(
            ("🔴 High", "high"),
            ("Élevé", "high"),
            ("Düşük", "low"),
            ("Средняя", "medium"),
        ),
        *(("3", None), ("W8 blocked", None), ("H/M/L", None), ("", None)),
        *(("Verzögerung", None), ("Medium-High", None), ("[TODO]", None)),
    ],
)
def test_level_of_the_survey(text: str, level: str | None) -> None:
    assert synonyms.level(text) == level


@pytest.mark.parametrize(
    "text",
    ["-", "TBD", "—", "_______", "[TODO]", "", "tbd", "未定", "待定", "N/A", "`-`"],
)
def test_nobody_owns(text: str) -> None:
    assert synonyms.is_unassigned(text)


@pytest.mark.parametrize(
    "text", ["All", "System", "全チーム", "Viktor + ML", "'@dev'", "QA", "Stakeholders"]
)
def test_somebody_owns(text: str) -> None:
    assert not synonyms.is_unassigned(text)


@pytest.mark.parametrize(
    "text",
    ["None", "none", "无", "없음", "—", "-", "", "N/A", "Keine", "なし", "Aucune"],
)
def test_nothing_is_depended_on(text: str) -> None:
    assert synonyms.is_none_word(text)


@pytest.mark.parametrize("text", ["P1.1", "All above", "全部", "3", "#3", "None of P1"])
def test_something_is_depended_on(text: str) -> None:
    assert not synonyms.is_none_word(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("Yes", "yes"), ("no", "no"), ("✅", "yes"), ("Nein", "no"), ("是", "yes")),
        *(("On merge", None), ("Manual", None), ("Yes, on merge", None), ("", None)),
    ],
)
def test_yes_and_no_are_only_the_words(text: str, value: str | None) -> None:
    assert synonyms.yes_no(text) == value


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2. Risk Register", "risks"),
        ("📋 Deliverables", "deliverables"),
        ("Task List: Gateway Core", "tasks"),
        ("SECTION 8: RISK REGISTER", "risks"),
        ("Erfolgskriterien", "criteria"),
        ("CTO Phase 0 Exit Criteria (verbatim)", "criteria"),
        ("Merge Gates (CI-Enforced)", "criteria"),
        ("成果物", "deliverables"),
        ("Appendix B: Task Count Summary", "progress"),
        ("Rollback Triggers", "triggers"),
        ("Definition of Done", "done_definition"),
        ("Weather", None),
    ],
)
def test_kind_of_a_heading(text: str, kind: str | None) -> None:
    assert synonyms.heading_kind(text) == kind


@pytest.mark.parametrize("name", TABLES)
def test_no_spelling_has_two_meanings(name: str) -> None:
    meanings: dict[str, set[str]] = {}
    for canonical, _language, spellings in TABLES[name]:
        for spelling in spellings:
            meanings.setdefault(synonyms.fold(spelling) or spelling, set()).add(
                canonical
            )
    assert {word: found for word, found in meanings.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    "name", ["headings", "TASK_STATUSES", "LEVELS", "columns.tasks"]
)
def test_every_language_of_the_survey_is_there(name: str) -> None:
    assert set(LANGUAGES) <= {language for _value, language, _words in TABLES[name]}


def test_canonical_values_are_those_of_the_plan() -> None:
    assert {row[0] for row in synonyms_words.TASK_STATUSES} == {
        key for key, _label in TASK_STATUSES
    }
    assert {row[0] for row in synonyms_words.LEVELS} == {key for key, _label in LEVELS}
    for collection, rows in synonyms_columns.COLUMNS.items():
        allowed = {*item_fields(collection), "blocks", "phase"}
        assert {field for field, _language, _words in rows} <= allowed


@given(st.text(max_size=300))
def test_no_text_breaks_a_look_up(text: str) -> None:
    for look_up in synonyms.LOOKUPS.values():
        look_up(text)
    synonyms.column_field("tasks", text)
    phase_heading(text)
    task_heading(text)
    is_duration(text)


@pytest.mark.parametrize(
    "piece", ["!", "!a", "1.", "1 ", "**", "(", "[", " - ", "🚀 ", "\u00a0"]
)
@pytest.mark.parametrize("before", ["", "Phase 1", "T1"])
@pytest.mark.parametrize("after", ["", "x"])
def test_long_text_costs_as_much_a_character_as_a_short_one(
    before: str, piece: str, after: str
) -> None:
    """A pattern that tries every way through a long text would not return."""

    def look(text: str) -> None:
        for look_up in synonyms.LOOKUPS.values():
            look_up(text)
        phase_heading(text)
        task_heading(text)
        is_duration(text)

    small, large = (before + piece * times + after for times in (500, 5000))
    assert growth(look, small, large) < 40
