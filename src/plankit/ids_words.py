# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Words and shapes of the dependency notation, in one place."""

from __future__ import annotations

import re

#: Ways to write "nothing", case folded, without marks around them.
NONE_WORDS = frozenset(
    (
        "",
        "-",
        "--",
        "---",
        "‐",
        "‑",
        "‒",
        "–",
        "—",
        "―",
        "−",
        "_",
        "/",
        "∅",
        "none",
        "no",
        "nothing",
        "nil",
        "n/a",
        "na",
        "n.a.",
        "not applicable",
        "independent",
        "no dependencies",
        "no dependency",
        "无",
        "無",
        "没有",
        "なし",
        "無し",
        "없음",
        "keine",
        "kein",
        "entfällt",
        "aucun",
        "aucune",
        "néant",
        "ninguno",
        "ninguna",
        "nenhum",
        "nenhuma",
        "nessuno",
        "nessuna",
        "yok",
        "нет",
    )
)

#: Follows a name and says it must be finished, which every dependency does.
COMPLETION = (
    "complete|completed|completion|done|finished|ready|merged|approved|deployed"
    "|완료|已完成|完成|完了|済み|済|fertig|abgeschlossen|erledigt|terminé|terminée"
    "|completo|completado|completada|concluído|concluída|listo|lista|готово|выполнено"
    "|tamamlandı"
)
#: Stands before the names: "Depends on: T001".
LABEL = (
    "depends on|dependent on|depend on|dependencies|dependency|blocked by|requires"
    "|required|needs|after|waits for|follows|abhängig von|benötigt|nach|depende de"
    "|después de|dépend de|après|依赖|依存|의존"
)
#: Words before a task's number, and before the number of a phase or the like.
TASK_WORD = (
    "tasks?|tickets?|issues?|items?|steps?|stor(?:y|ies)|rows?|aufgaben?|任务|작업"
)
PHASE_WORD = (
    "phases?|weeks?|sprints?|stages?|milestones?|sections?|parts?|slices?|days?"
    "|semanas?|etapas?|fases?|phasen|wochen?|阶段|フェーズ|단계"
)
#: Signs between the ends of a range; a bare hyphen is looked at apart.
RANGE_SIGN = (
    r"\s*(?:\.{2,3}|[–—―−~〜～…至])\s*"
    r"|\s+(?:-|to|thru|through|until|till|bis|até|hasta|à)\s+"
)

ALL_WORD = (
    "all|every|any|alle|sämtliche|tous|toutes|todas|todos|tutti|tutte"
    "|全部|所有|すべて|全て|全|모두|모든|전체|все|hepsi|tüm"
)
ABOVE_WORDS = (
    "above|previous|prior|preceding|earlier|before|anteriores|anterior|acima"
    "|vorherigen|vorigen|obigen|précédents|précédentes|precedenti|以上|上記|上述|前述|之前"
    "|이전|предыдущие|выше|önceki"
)
THINGS = (
    "tasks?|items?|rows?|tickets?|issues?|stories|steps?|work|others?|the|of|as|os|las|los"
    "|weeks|phases|sprints|stages|milestones|tarefas|tareas|aufgaben|tâches|les|任务|的"
    "|タスク|の|작업|задачи"
)

_LETTER = "A-Za-zÀ-ÖØ-öø-ɏΑ-ωА-я"
_TOKEN = rf"[{_LETTER}0-9]+(?:[-._][{_LETTER}0-9]+)*"
#: A name of a task: has a digit, may start with a number sign.
REF = rf"\#?(?=[{_LETTER}._-]*\d){_TOKEN}"
IS_REF = re.compile(REF)
MENTION = re.compile(rf"(?<![\w.-])(?=[\w.-]*[{_LETTER}]){REF}(?![\w-]|\.\w)")
WILDCARD = re.compile(rf"\#?({_TOKEN})[-._]\*|(?<!\*)\#?({_TOKEN})\*(?!\*)")
LINK = re.compile(rf"\[({REF})\]\([^()]*\)")
RANGE = re.compile(rf"({REF})(?:{RANGE_SIGN})({REF})", re.IGNORECASE)
ABOVE = re.compile(
    rf"(?:(?:{ALL_WORD}|{THINGS}|{ABOVE_WORDS})\s*)*(?:{ABOVE_WORDS})"
    rf"(?:\s*(?:{ALL_WORD}|{THINGS}))*",
    re.IGNORECASE,
)
ABOVE_PHASES = re.compile(
    rf"(?:(?:{ALL_WORD}|the)\s*)*(?:{ABOVE_WORDS})\s+(?:{PHASE_WORD})", re.IGNORECASE
)
ALL = re.compile(rf"(?:{ALL_WORD})(?:\s*(?:{THINGS}))*", re.IGNORECASE)
ALL_GROUPS = re.compile(
    rf"(?:{ALL_WORD})\s+(?:of\s+)?({REF}(?:\s*[/&+]\s*{REF})*)(?:\s+(?:{THINGS}))?",
    re.IGNORECASE,
)
TASK_NUMBER = re.compile(rf"(?:{TASK_WORD})\s*({REF})", re.IGNORECASE)
BRACKETED = re.compile(rf"\[(?:(?:{TASK_WORD})\s*)?({REF})\]", re.IGNORECASE)
PHASE_NUMBER = re.compile(
    rf"(?:(?:{ALL_WORD})\s+)?({PHASE_WORD})\s*(\d+(?:\.\d+)*)(?:\s*[-–]\s*(\d+))?"
    rf"(?:\s+(?:{THINGS}))?",
    re.IGNORECASE,
)

_MARK = r"\*\*|__|~~|`|[*_]"
_SIGN = "[✅☑✔❌⏳🔄⚪⬜☐⚠🟡🔴🟢🚧⏸🔵🟠🟣⭐❗✓✗✘\\N{VARIATION SELECTOR-16}]|\\[[ xX]\\]"
#: Around a name and without meaning for it.
BEFORE = re.compile(rf"(?:\s|{_MARK}|{_SIGN}|(?:{LABEL})(?:\s*:|\s))*", re.IGNORECASE)
AFTER = re.compile(
    rf"(?:\s|{_MARK}|{_SIGN}|[.:](?!\w)|(?:is|are)\b|(?:{COMPLETION})(?!\w)|\([^()]*\))*",
    re.IGNORECASE,
)
