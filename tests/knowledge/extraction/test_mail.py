from email.message import EmailMessage

import pytest

from knowledge.extraction import Status
from knowledge.extraction.media_types import EMAIL, MSG

from .builders import write_msg


def message(subject, body):
    mail = EmailMessage()
    mail["From"] = "Unit <unit@example.org>"
    mail["To"] = "office@example.org"
    mail["Subject"] = subject
    mail["Date"] = "Mon, 29 Feb 2016 10:00:00 +0500"
    mail.set_content(body)
    return mail


def test_headers_text_and_names_of_attachments_are_read(tmp_path, read):
    mail = message("سڑکیں", "The roads are open.")
    mail.add_alternative("<p>The roads are open.</p>", subtype="html")
    mail.add_attachment(b"%PDF", "application", "pdf", filename="تفصیل.pdf")
    path = tmp_path / "mail"
    path.write_bytes(bytes(mail))
    extraction = read(path)
    assert extraction.media_type == EMAIL
    page = extraction.pages[0]
    assert page.title == "سڑکیں"
    assert "From: Unit <unit@example.org>" in page.text
    assert page.text.count("The roads are open.") == 1
    assert "تفصیل.pdf" in page.text
    assert extraction.metadata.created.isoformat() == "2016-02-29"


def test_a_message_only_in_html_is_read(tmp_path, read):
    mail = message("Roads", "")
    mail.set_content("<p>Only <b>here</b></p>", subtype="html")
    path = tmp_path / "a.eml"
    path.write_bytes(bytes(mail))
    assert "Only here" in read(path).pages[0].text


def test_a_forwarded_message_is_a_section_of_its_own(tmp_path, read):
    mail = message("Forward", "See below.")
    mail.add_attachment(message("Original", "From the field."))
    path = tmp_path / "a.eml"
    path.write_bytes(bytes(mail))
    sections = read(path).pages
    assert [section.title for section in sections] == ["Forward", "Original"]
    assert "From the field." in sections[1].text


def test_messages_nested_without_end_are_read_to_a_depth(tmp_path, read):
    mail = message("0", "bottom")
    for level in range(1, 30):
        outer = message(str(level), "next")
        outer.add_attachment(mail)
        mail = outer
    path = tmp_path / "a.eml"
    path.write_bytes(bytes(mail))
    assert len(read(path).pages) == 11


def test_headers_that_break_the_rules_do_no_harm(tmp_path, read):
    path = tmp_path / "a.eml"
    path.write_bytes(
        b"Subject: =?nonsense?B?////?=\r\nFrom: \xff\xfe\r\nDate: never\r\n"
        b"Content-Type: text/plain; charset=no-such\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!not base64"
    )
    extraction = read(path)
    assert extraction.status is Status.READY
    assert extraction.metadata.created is None


def test_encrypted_mail_is_told(tmp_path, read):
    path = tmp_path / "a.eml"
    path.write_bytes(
        b"From: a@example.org\nTo: b@example.org\nSubject: sealed\n"
        b"Content-Type: multipart/encrypted; boundary=x\n\n--x\n\nVersion: 1\n--x--\n"
    )
    assert read(path).status is Status.ENCRYPTED


def test_an_outlook_message_is_read(tmp_path, read):
    path = write_msg(
        tmp_path / "a.msg",
        {
            "0037": "سڑکیں",
            "0C1A": "Unit",
            "0E04": "Office",
            "1000": "The roads are open.",
            "__attach_version1.0_#00000000/3707": "تفصیل.pdf",
        },
    )
    extraction = read(path)
    assert extraction.media_type == MSG
    assert extraction.pages[0].title == "سڑکیں"
    assert extraction.pages[0].text == (
        "From: Unit\nTo: Office\nSubject: سڑکیں\n\nThe roads are open.\n\nتفصیل.pdf"
    )


def test_an_outlook_message_only_in_html_is_read(tmp_path, read):
    path = write_msg(tmp_path / "a.msg", {"1013": b"<p>Only <b>here</b></p>"})
    assert read(path).pages[0].text == "Only here"


@pytest.mark.parametrize(
    "properties",
    [
        {"001A": "IPM.Note.SMIME", "0037": "sealed"},
        {"__attach_version1.0_#00000000/370E": "application/pgp-encrypted"},
    ],
)
def test_encrypted_outlook_messages_are_told(tmp_path, read, properties):
    path = write_msg(tmp_path / "a.msg", properties)
    assert read(path).status is Status.ENCRYPTED
