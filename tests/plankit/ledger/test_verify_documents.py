# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Documents as signed are read again where the reader is installed."""

import importlib

from plankit import assigned, markdown, snapshot, verify
from plankit.errors import PlanError
from plankit.snapshot import Subject
from tests.plankit.ledger.bundles import approval, build, sha, signed

TEXT = """# Shop - Implementation Plan

**Slug**: `shop`

## Risk Register

| Risk | Impact | Probability | Mitigation | Owner |
|------|--------|-------------|------------|-------|
| Data loss | High | Low | Backups | SRE |
"""


def reader(text):
    """The content of these bundles' texts: ``# first`` says ``{"text":"first"}``."""
    return sha('{"text":"' + text[2:-1] + '"}')


def test_documents_that_say_the_content_hold():
    report = verify.verify(build(), digest_of=reader)
    assert (report.faults, report.documents) == ((), 2)


def test_a_document_that_says_something_else_is_named():
    report = verify.verify(build(), digest_of=lambda _text: "0")
    assert [(fault.code, fault.number) for fault in report.faults] == [
        ("document_differs", 4),
        ("document_differs", 12),
    ]


def test_a_document_that_cannot_be_read_is_a_fault():
    def refuse(_text):
        raise PlanError("no appendix")

    faults = verify.verify(build(), digest_of=refuse).faults
    assert {fault.code for fault in faults} == {"malformed"}
    assert "no appendix" in faults[0].message


def test_without_a_reader_nothing_is_read_again(monkeypatch):
    def missing(name):
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    assert verify.document_reader() is None
    assert verify.verify(build()).documents == -1


def test_the_reader_is_that_of_assigned_documents():
    assert verify.document_reader() is assigned.digest_of


def as_signed():
    """Content and document of a plan, as a signature keeps them."""
    plan, subject = markdown.read(TEXT).plan, Subject(plan="shop")
    content = snapshot.content(plan, subject)
    document = assigned.write(TEXT, content, assigned.beyond_of(plan), subject)
    return snapshot.text(content), document


def bundle_of(content, document):
    bundle = build()
    bundle |= {"events": [], "signatures": [], "contents": {}}
    row = signed(bundle, 1, 1, "", "approved", user=4, texts=(content, document))
    bundle["approvals"] = [approval(1, "approved", 1, row["content"])]
    return bundle


def test_a_document_as_signed_proves_its_content():
    report = verify.verify(bundle_of(*as_signed()), (), verify.document_reader())
    assert (report.faults, report.documents) == ((), 1)


def test_an_edited_document_is_found_though_every_hash_fits():
    content, document = as_signed()
    edited = document.replace("Backups", "None", 1)
    report = verify.verify(bundle_of(content, edited), (), verify.document_reader())
    assert [fault.code for fault in report.faults] == ["document_differs"]
