# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Headers of values that report how the work goes: nobody signs those.

A header is unsigned as a whole, never for a word somewhere in it: what no table
here knows is signed. A test holds these tables against the reader's own words.
"""

from __future__ import annotations

import re
import unicodedata

#: Headers of a status, a share of progress or a tick, folded.
PROGRESS = frozenset(
    {
        *("status", "state", "status target", "current status", "progress"),
        *("done", "complete", "completed", "completion", "finished", "accepted"),
        *("% done", "% complete", "%", "percent complete", "percent done", "ticked"),
        *("checked", "delivered", "✓", "✔", "☑", "✅", "[x]", "[ ]", "x"),
        *("last updated", "updated", "last update", "date updated", "last modified"),
        *("modified", "updated on", "updated at", "updated by", "last changed"),
        *("状态", "狀態", "进度", "進度", "完成", "已完成", "完成度", "更新时间"),
        *("更新日期", "最后更新", "最後更新", "実績", "ステータス", "状態", "状況"),
        *("進捗", "進捗率", "完了", "更新日", "最終更新", "最終更新日", "상태"),
        *("진행 상태", "진행상태", "진행률", "진척", "완료", "최종 업데이트", "수정일"),
        *("estado", "situação", "progresso", "concluído", "concluída", "feito"),
        *("última atualização", "estado actual", "progreso", "avance", "hecho"),
        *("completado", "última actualización", "actualizado", "stand", "zustand"),
        *("fortschritt", "erledigt", "fertig", "zuletzt aktualisiert", "aktualisiert"),
        *("statut", "état", "avancement", "progression", "fait", "terminé"),
        *("dernière mise à jour", "mise à jour", "durum", "durumu", "ilerleme"),
        *("tamamlandı", "son güncelleme", "статус", "состояние", "прогресс"),
        *("готово", "выполнено", "обновлено", "последнее обновление"),
    }
)
#: Labels above a document that say when it was last touched, folded.
UPDATED = frozenset(
    {
        *("date", "日期", "日付", "업데이트", "data", "datum", "fecha", "tarih"),
        "дата",
    }
)
#: Words that end the name of a status: "Review Status".
_LAST = ("status", "statut", "статус", "durumu", "ステータス", "状态", "狀態", "상태")
_DATES = (
    "start|begin|end|finish|completion|delivery|date|duration|days|hours|effort|time"
)
#: Names of what really happened, and when: "Actual Start", "Ende (Ist)".
_ACTUAL = re.compile(
    rf"actuals?$|actual (?:{_DATES})\b|.*\((?:actual|ist|real|réelle?)\)$|"
    r"(?:ist-|tatsächliche[rsn]? )(?:beginn|ende|start|termin|datum|dauer|aufwand)$|"
    r"(?:实际|實際|実際の?|実績|실제 ?)(?:开始|開始|结束|結束|终了|終了|完成|完了|日期|"
    r"日|时间|工时|工数|시작|종료|완료)|"
    r"(?:data|fecha|date|início|inicio|début|fim|fin) (?:real|réelle?)$|"
    r"фактическ(?:ая|ий|ое|ие) (?:дата|начало|конец|срок)|"
    r"gerçek(?:leşen)? (?:başlangıç|bitiş|tarih)"
)
_MARKS = re.compile(r"\*\*|__|~~|`|[\ufe0e\ufe0f\u200b-\u200f]")


def fold(header: str) -> str:
    """A header as the tables write it: small, one blank, no marks, no colon.

    >>> fold(" **Last\\u00a0Updated:** ")
    'last updated'
    """
    text = unicodedata.normalize("NFKC", _MARKS.sub("", header[:200]))
    return " ".join(text.casefold().split()).strip(":;,.!? ").strip("*_")


def reports(header: str, document: bool = False) -> bool:
    """Whether a header names a report of progress; ``document``: a label above it.

    >>> [reports(header) for header in ("Status", "% Complete", "Actual Start")]
    [True, True, True]
    >>> [reports(header) for header in ("Actual Behaviour", "Notes", "Date")]
    [False, False, False]
    """
    folded = fold(header)
    if folded in PROGRESS or (document and folded in UPDATED):
        return True
    last = folded.rpartition(" ")[2]
    return last in _LAST or _ACTUAL.match(folded) is not None
