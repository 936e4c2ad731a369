# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Labels of the document's header. A row: field, language, spellings (folded)."""

from __future__ import annotations

from plankit.markdown.synonyms_words import Rows

HEADER_LABELS: Rows = (
    ("slug", "en", ("slug", "plan id", "plan slug")),
    ("version", "en", ("version", "document version", "doc version", "plan version")),
    ("version", "zh", ("版本",)),
    ("version", "ja", ("バージョン", "版")),
    ("version", "ko", ("버전",)),
    ("version", "pt", ("versão",)),
    ("version", "es", ("versión",)),
    ("version", "tr", ("sürüm",)),
    ("version", "ru", ("версия",)),
    ("prd_url", "en", ("prd", "prd link", "prd url")),
    ("owner", "en", ("owner", "plan owner", "author", "product manager", "owners")),
    ("owner", "en", ("project manager", "lead", "project lead", "authors")),
    ("owner", "zh", ("负责人", "作者")),
    ("owner", "ja", ("責任者", "作成者", "担当者")),
    ("owner", "ko", ("담당자", "작성자")),
    ("owner", "pt", ("responsável", "autor")),
    ("owner", "de", ("verantwortlich", "autor", "autorin", "projektleitung")),
    ("owner", "fr", ("responsable", "auteur")),
    ("owner", "tr", ("sorumlu", "yazar")),
    ("owner", "ru", ("ответственный", "автор", "владелец")),
    ("date_updated", "en", ("last updated", "updated", "date updated", "date")),
    ("date_updated", "en", ("last update", "last modified", "modified")),
    ("date_updated", "zh", ("最后更新", "更新日期", "更新时间", "日期")),
    ("date_updated", "ja", ("最終更新", "更新日", "最終更新日", "日付")),
    ("date_updated", "ko", ("최종 업데이트", "수정일", "업데이트")),
    ("date_updated", "pt", ("última atualização", "data")),
    ("date_updated", "de", ("stand", "zuletzt aktualisiert", "datum", "aktualisiert")),
    ("date_updated", "fr", ("dernière mise à jour", "mise à jour")),
    ("date_updated", "es", ("última actualización", "actualizado", "fecha")),
    ("date_updated", "tr", ("son güncelleme", "tarih")),
    ("date_updated", "ru", ("обновлено", "последнее обновление", "дата")),
)

#: Words behind the number when a heading speaks about a phase and opens none.
ABOUT_A_PHASE: Rows = (
    ("about", "en", ("exit", "success", "completion", "criteria", "checklist")),
    ("about", "en", ("detailed", "schedule", "dependencies", "summary", "rollback")),
    ("about", "en", ("deliverables", "tasks", "verification", "gate", "review", "and")),
    ("about", "en", ("overview", "timeline", "risks", "status", "progress", "entry")),
    ("about", "en", ("complete", "is", "depends", "to", "acceptance", "definition")),
)
