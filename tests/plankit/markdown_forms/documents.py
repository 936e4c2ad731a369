# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the hand-made documents in ``tests/data/documents`` must read as."""

from __future__ import annotations

from .corpus import Expected, Fields

#: Document name to what it must read as; a count that is not named is 0.
DOCUMENTS: dict[str, Expected] = {
    "approvals": Expected(
        {"approvals": 4},
        (
            ("approvals", "Tech Lead", {"name": "", "date": "", "status": "pending"}),
            ("approvals", "SRE", {"date": "2026-01-02", "status": "approved"}),
            ("approvals", "Legal", {"name": "Ben", "status": "rejected"}),
            ("approvals", "Security", {"name": "Cyd", "status": "pending"}),
        ),
    ),
    "bom": Expected(
        {"phases": 1, "tasks": 1},
        (("tasks", "P1.1", {"title": "First", "depends": "", "phase": "P1"}),),
    ),
    "cells": Expected(
        {"phases": 1, "tasks": 6},
        (
            (
                "tasks",
                "P1.1",
                {"title": "Missing the rest", "owner": "", "depends": ""},
            ),
            ("tasks", "P1.2", {"depends": "P1.1", "status": "not_started"}),
            ("tasks", "P1.3", {"status": "done"}),
            ("tasks", "P1.5", {"owner": "cyd", "status": "blocked"}),
            ("tasks", "P1.6", {"title": "Escaped a|b", "depends": "P1.5"}),
        ),
    ),
    "crlf": Expected(
        {"phases": 1, "tasks": 2, "deliverables": 2},
        (
            (
                "phases",
                "P1",
                {"name": "Prepare", "duration_text": "2 weeks", "goal": "Be ready"},
            ),
            ("tasks", "P1.2", {"depends": "P1.1", "status": "in_progress"}),
            ("deliverables", "Stock list", {"done": True, "phase": "P1"}),
            ("deliverables", "Order form", {"done": False}),
        ),
    ),
    "cycle": Expected(
        {"phases": 1, "tasks": 4},
        (
            ("tasks", "P1.1", {"depends": "P1.3"}),
            ("tasks", "P1.4", {"depends": "P1.4"}),
        ),
    ),
    "dependencies": Expected(
        {"phases": 3, "tasks": 26},
        (
            *((("tasks", f"P1.{n}", {"depends": ""})) for n in range(1, 10)),
            ("tasks", "P2.1", {"depends": "P1.1"}),
            ("tasks", "P2.3", {"depends": "P1.1,P1.2"}),
            ("tasks", "P2.4", {"depends": "P1.1-P1.4"}),
            ("tasks", "P2.6", {"depends": "P1.1..4"}),
            ("tasks", "P2.9", {"depends": "P1.1"}),
            ("tasks", "P3.1", {"depends": "P2.*"}),
            ("tasks", "P3.2", {"depends": "All above"}),
            ("tasks", "P3.5", {"depends": "P1.1 ✅"}),
            ("tasks", "P3.8", {"depends": "the vendor's reply"}),
        ),
    ),
    "headings": Expected(
        {"phases": 2, "tasks": 5, "checklist": 4},
        (
            (
                "tasks",
                "T-1",
                {
                    "title": "Dig",
                    "owner": "ann",
                    "estimate": "4 hours",
                    "status": "done",
                    "extra": (("Start", "Monday"),),
                },
            ),
            (
                "tasks",
                "T-2",
                {"owner": "ben", "depends": "T-1", "estimate": "2 days"},
            ),
            ("tasks", "T-3", {"owner": "", "status": "not_started"}),
            ("tasks", "7", {"title": "Sow the grass", "status": "done", "phase": "P2"}),
            ("tasks", "2.2", {"title": "Numbered, with an owner", "owner": "dan"}),
            (
                "checklist",
                "deep",
                {"task": "T-1", "done": True, "group": "Acceptance Criteria"},
            ),
            ("checklist", "flat", {"task": "T-2", "group": "Definition of Done"}),
        ),
    ),
    "hostile": Expected(
        {"phases": 1, "tasks": 2, "deliverables": 2, "risks": 1},
        (
            ("phases", "P1", {"name": "<b onmouseover=alert(4)>bold</b>"}),
            (
                "tasks",
                "P1.1",
                {
                    "title": "<script>alert(6)</script>",
                    "owner": "<b>ann</b>",
                    "depends": "<i>P1.2</i>",
                    "extra": (("<script>x</script>", "${7*7}"),),
                },
            ),
            ("tasks", "P1.2", {"title": "=cmd|' /C calc'!A0"}),
            ("deliverables", "[click]", {"name": "[click](javascript:alert(8))"}),
            ("risks", "<script>", {"impact": "<b>High</b>"}),
        ),
    ),
    "ids": Expected(
        {"phases": 3, "tasks": 6},
        (
            ("tasks", "S1-01", {"title": "Dig", "depends": ""}),
            ("tasks", "S1-02", {"title": "Fill", "depends": "S1-01"}),
            ("tasks", "T-1", {"title": "~~Gone~~", "status": "done"}),
            ("tasks", "TD-02–TD-14", {"title": "Several at once"}),
            ("tasks", "S3 bucket", {"title": "S3 bucket created", "ref": ""}),
        ),
    ),
    "kiro": Expected(
        {"tasks": 4},
        (
            ("tasks", "1", {"title": "Set up the project", "status": "done"}),
            ("tasks", "1.1", {"title": "Write the model", "depends": ""}),
            ("tasks", "1.2", {"status": "not_started"}),
        ),
    ),
    "lookalikes": Expected(
        {"phases": 1, "tasks": 1}, (("tasks", "P1.1", {"title": "The only task"}),)
    ),
    "matrix": Expected(
        {"phases": 1, "tasks": 3},
        (
            ("tasks", "A-1", {"depends": "", "owner": "ann"}),
            ("tasks", "A-3", {"depends": "A-1, A-2"}),
        ),
    ),
    "nbsp": Expected(
        {"phases": 1, "tasks": 2},
        (
            ("phases", "P1", {"name": "Start"}),
            ("tasks", "P1.1", {"title": "Dig\u00a0deep", "status": "in_progress"}),
            ("tasks", "P1.2", {"depends": "P1.1", "owner": "ann"}),
        ),
    ),
    "nested": Expected(
        {"tasks": 3, "checklist": 4},
        (
            ("tasks", "Top two", {"status": "done"}),
            ("tasks", "Group without a box", {"status": "not_started"}),
            ("checklist", "child a", {"task": "Top one", "done": True, "depth": 1}),
            ("checklist", "grandchild", {"depth": 2, "done": False}),
            ("checklist", "child c", {"task": "Group without a box", "depth": 1}),
        ),
    ),
    "phases": Expected(
        {"phases": 7, "tasks": 7},
        (
            ("phases", "P0", {"name": "Prepare", "duration_text": "2 days"}),
            ("phases", "P1", {"name": "Build", "status": "done"}),
            (
                "phases",
                "P2",
                {
                    "name": "Test",
                    "duration_text": "Weeks 3-4",
                    "status": "in_progress",
                },
            ),
            (
                "phases",
                "S5",
                {"name": "Polish", "duration_text": "Nov 16-22, 2025"},
            ),
            ("phases", "SEC1", {"name": "WITH WORK", "status": ""}),
            ("phases", "P7", {"name": "With Weeks"}),
            ("tasks", "A-4", {"phase": "P2#2"}),
            ("tasks", "A-6", {"phase": "SEC1"}),
            ("tasks", "A-7", {"phase": "P7"}),
        ),
    ),
    "placeholders": Expected(
        {"phases": 1, "tasks": 3},
        (
            ("phases", "P1", {"duration_text": "{estimated_duration}"}),
            (
                "tasks",
                "P1.1",
                {
                    "title": "Implement {feature_1}",
                    "owner": "{owner}",
                    "status": "not_started",
                },
            ),
            ("tasks", "P1.2", {"title": "<Short title>", "owner": ""}),
            ("tasks", "P1.3", {"title": "{{ task }}", "owner": "", "depends": ""}),
        ),
    ),
    "rtl": Expected(
        {"phases": 1, "tasks": 2},
        (
            ("phases", "P1", {"name": "الأساس"}),
            ("tasks", "P1.1", {"title": "إنشاء قاعدة البيانات", "owner": "ליאור"}),
            ("tasks", "P1.2", {"title": "\u202bבדיקה\u202c עם English"}),
        ),
    ),
    "scores": Expected(
        {"risks": 5},
        (
            (
                "risks",
                "Flood",
                {"probability": "2", "impact": "5", "owner": "ann"},
            ),
            ("risks", "Fire", {"probability": "1", "impact": "9", "owner": ""}),
            ("risks", "Frost", {"probability": "high", "impact": "high"}),
            ("risks", "Fog", {"probability": "very_low", "impact": "critical"}),
            ("risks", "Fuss", {"probability": "Medium-High", "impact": "W8 blocked"}),
        ),
    ),
    "sentences": Expected(
        {"tasks": 7},
        (
            ("tasks", "1", {"title": "Draw", "depends": ""}),
            ("tasks", "2", {"depends": "1"}),
            ("tasks", "4", {"depends": "2, 3"}),
            ("tasks", "T011", {"title": "Ship", "depends": "T010"}),
            ("tasks", "T012", {"depends": "T011"}),
        ),
    ),
    "speckit": Expected(
        {"phases": 2, "tasks": 5, "checklist": 3},
        (
            ("tasks", "T001", {"title": "Create the project", "depends": ""}),
            (
                "tasks",
                "T002",
                {
                    "title": "Add linting in `setup.cfg`",
                    "extra": (("Parallel", "P"),),
                },
            ),
            ("tasks", "T003", {"depends": "T002, T005", "phase": "P2"}),
            ("tasks", "T004", {"title": "Build it", "depends": "T001, T002"}),
            ("tasks", "T005", {"title": "Wire it", "estimate": "2h"}),
            ("checklist", "its end", {"task": "T005", "depth": 2}),
        ),
    ),
    "statuses": Expected({"phases": 1, "tasks": 68}),
    "tabs": Expected(
        {"phases": 1, "tasks": 2},
        (
            ("tasks", "P1.1", {"title": "Dig\there", "status": "done"}),
            ("tasks", "P1.2", {"owner": "", "depends": "P1.1"}),
        ),
    ),
    "task-as-id": Expected(
        {"phases": 4, "tasks": 7},
        (
            ("tasks", "A-2", {"title": "Raise the walls", "depends": "A-1"}),
            ("tasks", "B-1", {"title": "Hang the doors", "owner": "ann"}),
            ("tasks", "Paint", {"ref": "", "extra": (("Description", "Two coats"),)}),
            ("tasks", "C-2", {"title": "", "depends": "C-1"}),
        ),
    ),
}

#: Language to name, duration and goal of the phase, title and owner of the first
#: task, and the risk; the plans say the same in every language.
LANGUAGES: dict[str, tuple[str, str, str, str, str, str]] = {
    "zh": ("基础", "2周", "准备环境", "建库", "张伟", "延期"),
    "ja": ("準備", "2週間", "環境を整える", "設計", "佐藤", "遅延"),
    "ko": ("기반", "2주", "환경 준비", "설계", "김민수", "지연"),
    "pt": ("Fundação", "2 semanas", "Preparar o ambiente", "Projetar", "Ana", "Atraso"),
    "de": (
        "Grundlage",
        "2 Wochen",
        "Umgebung bereitstellen",
        "Entwurf",
        "Anna Schmidt",
        "Verzug",
    ),
    "fr": (
        "Fondations",
        "2 semaines",
        "Préparer l’environnement",
        "Concevoir",
        "Léa",
        "Retard",
    ),
    "es": (
        "Cimientos",
        "2 semanas",
        "Preparar el entorno",
        "Diseñar",
        "Lucía",
        "Retraso",
    ),
    "tr": ("Hazırlık", "2 hafta", "Ortamı hazırlamak", "İnceleme", "Ayşe", "Gecikme"),
    "ru": ("Подготовка", "2 недели", "Подготовить среду", "Проект", "Анна", "Задержка"),
}


def language(words: tuple[str, str, str, str, str, str]) -> Expected:
    name, duration, goal, title, owner, risk = words
    phase: Fields = {"name": name, "duration_text": duration, "goal": goal}
    first: Fields = {"title": title, "owner": owner, "depends": "", "status": "done"}
    second: Fields = {"owner": "", "depends": "T-1", "status": "in_progress"}
    return Expected(
        {"phases": 1, "tasks": 2, "deliverables": 1, "risks": 1},
        (
            ("phases", "P1", phase),
            ("tasks", "T-1", first),
            ("tasks", "T-2", second),
            ("risks", risk, {"impact": "high", "probability": "medium"}),
        ),
    )


DOCUMENTS |= {f"lang-{name}": language(words) for name, words in LANGUAGES.items()}
