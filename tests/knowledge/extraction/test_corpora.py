"""Real files that cannot be made in a test: old formats and files found by fuzzers."""

import os
from pathlib import Path

import pytest

from benchmarks.extraction import folded, whole_text
from knowledge.extraction import Reason, Status, extract

SHARED = Path(os.environ.get("SABAQ_SHARED", Path(__file__).parents[4] / "shared"))
FILES = SHARED / "corpora" / "files"

pytestmark = [
    pytest.mark.corpora,
    pytest.mark.skipif(
        not FILES.is_dir(), reason="no test collections (set SABAQ_SHARED)"
    ),
]


@pytest.mark.parametrize(
    ("name", "phrase"),
    [
        ("docling/right_to_left_01.pdf", "تحسين الإنتاجية وحل المشكلات من خلال"),
        ("tabula-java/indictb1h_14.pdf", "תוצר מקומי גולמי"),
        ("poi/styles-3563.xls", "Оңтүстік Қазақстан облысы бойынша"),
        ("tika/testEXCEL_5.xls", "Written and saved in Microsoft"),
        ("docling/Strict.docx", "Some text"),
        ("unstructured/fake-email-attachment.msg", "fake-attachment.txt"),
        ("tika/testArabicMisleadingCharset.html", "في قرية من القرى كان"),
        ("UQA/Voter_7.xlsx", "فنکشنل نیوروانیٹومی طبی امیجنگ تکنیکوں"),
    ],
)
def test_text_is_found(name, phrase):
    assert phrase in folded(whole_text(extract(FILES / name)))


@pytest.mark.parametrize(
    ("name", "status", "reason"),
    [
        ("tika/testEXCEL_protected_passtika.xls", Status.ENCRYPTED, Reason.ENCRYPTED),
        ("tika/testWORD_protected_passtika.doc", Status.ENCRYPTED, Reason.ENCRYPTED),
        ("tika/testPPT_protected_passtika.ppt", Status.ENCRYPTED, Reason.ENCRYPTED),
        ("poi/60320-protected.xlsx", Status.ENCRYPTED, Reason.ENCRYPTED),
        ("tika/testZipEncrypted.zip", Status.ENCRYPTED, Reason.ENCRYPTED),
        ("unstructured/fake-encrypted.msg", Status.ENCRYPTED, Reason.ENCRYPTED),
        ("pypdf/r6-user-password.pdf", Status.ENCRYPTED, Reason.ENCRYPTED),
        ("poi/54764-2.xlsx", Status.FAILED, Reason.CORRUPT),
        ("poi/poc-shared-strings.xlsx", Status.FAILED, Reason.MEMORY),
        ("tika/droste.zip", Status.NO_TEXT, Reason.UNSUPPORTED),
        ("OCRmyPDF/skew.pdf", Status.NO_TEXT, Reason.NO_TEXT_LAYER),
    ],
)
def test_what_cannot_be_read_says_why(name, status, reason):
    extraction = extract(FILES / name)
    assert (extraction.status, extraction.reason) == (status, reason)
