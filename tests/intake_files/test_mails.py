"""Mails: own words and quoted ones, answers between the lines, signatures, attachments."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.intake_files.files import apart, mail_file, read, texts, word_file
from toolkit.errors import BrokenInput, MissingExtra
from toolkit.intake.html_body import html_lines
from toolkit.intake.quoted_mail import Line, lines_of

OWN = "Sur la fiche 13, le délai est trop court."


def test_headers_say_who_when_and_about_what(tmp_path: Path) -> None:
    found = read(
        mail_file(tmp_path, f"Bonjour,\n\n{OWN}\n\nCordialement,\nMarie Durand\nRSSI\n", subject="MFA")
    )
    assert (found.author, found.role, found.date) == ("Marie Durand", "RSSI", "2026-11-03T10:12:00+01:00")
    (remark,) = found.remarks
    assert (remark.form, remark.clues.subject, remark.clues.clause) == ("mail", "MFA", "fiche 13")


QUOTED = {
    "marks": "Le lun. 2 nov. 2026 à 09:00, Jean <jean@x.example> a\nécrit :\n> Merci de relire la fiche 2.\n> Jean\n",
    "english": "On Mon, 2 Nov 2026 at 09:00, John wrote:\n> Please read section 2.\n",
    "dashes": "-----Message d'origine-----\nDe : Jean\nEnvoyé : lundi\nObjet : x\n\nMerci de relire la fiche 2.\n",
    "outlook": "De : Jean <jean@x.example>\nEnvoyé : lundi 2 novembre 2026 09:00\nÀ : Marie\nObjet : x\n\nMerci de relire.\n",
    "rule": "________________________________\nFrom: John\nSent: Monday\nTo: Mary\nSubject: x\n\nPlease read section 2.\n",
    "no marks": "Le 2 nov. 2026 à 09:00, Jean a écrit :\n\nMerci de relire la fiche 2.\n",
}


@pytest.mark.parametrize("quoted", QUOTED.values(), ids=QUOTED.keys())
def test_an_older_mail_below_is_no_remark(tmp_path: Path, quoted: str) -> None:
    found = read(mail_file(tmp_path, f"{OWN}\n\n{quoted}"))
    assert texts(found) == [OWN]
    assert apart(found, "quoted_mail")


def test_answers_between_the_lines_keep_what_they_answer(tmp_path: Path) -> None:
    body = (
        "Bonjour,\n\nMes réponses dans le texte.\n\n"
        "> Bonjour,\n>\n> Les comptes sont revus tous les ans.\n\n"
        "Tous les six mois serait mieux.\n\n"
        "> Le MFA est obligatoire.\nOK pour nous.\n\nCordialement,\nMarie Durand\n"
    )
    found = read(mail_file(tmp_path, body))
    assert [(remark.clues.quote, remark.text) for remark in found.remarks] == [
        ("Les comptes sont revus tous les ans.", "Tous les six mois serait mieux."),
        ("Le MFA est obligatoire.", "OK pour nous."),
    ]
    assert apart(found, "quoted_mail") == ["Bonjour,"]


@pytest.mark.parametrize(
    "ending",
    [
        "-- \nMarie Durand\n06 12 34 56 78\n",
        "Envoyé de mon iPhone\n",
        "Sent from my phone\n",
        "Ce message est confidentiel. Si vous l'avez reçu par erreur, détruisez-le.\n",
    ],
)
def test_what_ends_a_mail_is_no_remark(tmp_path: Path, ending: str) -> None:
    assert texts(read(mail_file(tmp_path, f"{OWN}\n\n{ending}"))) == [OWN]


def test_attachments_are_read_by_their_own_kind(tmp_path: Path) -> None:
    word = word_file(tmp_path, OWN).read_bytes()
    files = [
        ("table.csv", "text/csv", b"Fiche;Commentaire\n3;Trop court\n"),
        ("note.docx", "application/octet-stream", word),
        ("photo.png", "image/png", b"\x89PNG\r\n"),
    ]
    found = read(mail_file(tmp_path, "Bonjour,\n\nCi-joint nos remarques.\n", files=files))
    assert [(item.name, item.forms, texts(item)) for item in found.attachments] == [
        ("table.csv", ("table",), ["Trop court"]),
        ("note.docx", ("prose",), [OWN]),
    ]
    assert apart(found, "unreadable") == ["photo.png"]
    assert found.remarks == ()


def test_a_mail_within_a_mail_is_read(tmp_path: Path) -> None:
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "Paul <paul@x.example>", "Avis"
    inner.set_content(OWN)
    outer = EmailMessage()
    outer["From"], outer["Subject"] = "marie@x.example", "TR"
    outer.set_content("Pour information.")
    outer.add_attachment(inner)
    (tmp_path / "outer.eml").write_bytes(outer.as_bytes())
    (attached,) = read(tmp_path / "outer.eml").attachments
    assert (attached.author, texts(attached)) == ("Paul", [OWN])


def test_mails_are_not_read_without_end(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "a@x.example", "0"
    message.set_content(OWN)
    for number in range(8):
        outer = EmailMessage()
        outer["From"], outer["Subject"] = "a@x.example", str(number)
        outer.set_content("Voir plus bas.")
        outer.add_attachment(message)
        message = outer
    (tmp_path / "deep.eml").write_bytes(message.as_bytes())
    found = read(tmp_path / "deep.eml")
    while found.attachments:
        found = found.attachments[0]
    assert any("too deeply" in issue.message for issue in found.issues)


def test_a_body_in_html_alone_is_read(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "a@x.example", "Avis"
    message.set_content(
        f"<style>p {{color: red}}</style><p>Bonjour,</p><p>{OWN}</p><blockquote><p>Vieux texte.</p></blockquote>",
        subtype="html",
    )
    (tmp_path / "html.eml").write_bytes(message.as_bytes())
    found = read(tmp_path / "html.eml")
    assert texts(found) == [OWN]
    assert apart(found, "quoted_mail") == ["Vieux texte."]


def test_a_plain_version_that_only_points_to_the_other_is_passed_over(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "a@x.example", "Avis"
    message.set_content("See HTML.")
    message.add_alternative(f"<p>{OWN}</p>", subtype="html")
    (tmp_path / "both.eml").write_bytes(message.as_bytes())
    assert texts(read(tmp_path / "both.eml")) == [OWN]


def test_flowed_lines_are_joined() -> None:
    assert lines_of("> le délai \n> est court\n-- \nMarie", is_flowed=True) == [
        Line("le délai est court", 1),
        Line("-- "),
        Line("Marie"),
    ]


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "utf-8", "no-such-charset"])
def test_odd_encodings_lose_no_letters(tmp_path: Path, charset: str) -> None:
    used = "utf-8" if charset == "no-such-charset" else charset
    head = f"From: a@x.example\nSubject: =?{used}?q?=C3?= x\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n"
    (tmp_path / "odd.eml").write_bytes(head.encode() + OWN.encode(used))
    assert texts(read(tmp_path / "odd.eml")) == [OWN]


def test_deeply_nested_html_is_read() -> None:
    said = [line.text for line in html_lines("<div>" * 5000 + "mot" + "</div>" * 5000)]
    assert "mot" in said


def test_a_message_of_outlook_needs_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "oxmsg", None)
    with pytest.raises(MissingExtra, match=r"consultation-toolkit\[msg\]"):
        read(_outlook_file(tmp_path))


def test_a_damaged_message_of_outlook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenInput, match="damaged"):
        read(_outlook_file(tmp_path))


def test_a_message_of_outlook_is_read_as_a_mail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    attachment = SimpleNamespace(
        file_name="r.csv", mime_type="text/csv", file_bytes=b"Fiche;Commentaire\n3;Court\n"
    )
    message = SimpleNamespace(
        sender='"Marie Durand" <m@x.example>',
        sent_date=datetime(2026, 11, 3, 10, tzinfo=UTC),
        subject="Avis",
        body=f"Bonjour,\r\n\r\n{OWN}\r\n\r\nCordialement,\r\nMarie Durand",
        html_body=None,
        attachments=[attachment, SimpleNamespace(file_name="", mime_type="", file_bytes=None)],
    )
    library = SimpleNamespace(Message=SimpleNamespace(load=lambda _stream: message))
    monkeypatch.setitem(sys.modules, "oxmsg", library)
    found = read(_outlook_file(tmp_path))
    assert (found.author, found.date, texts(found)) == ("Marie Durand", "2026-11-03T10:00:00+00:00", [OWN])
    assert [texts(item) for item in found.attachments] == [["Court"]]
    assert apart(found, "unreadable") == ["attachment 2"]


def _outlook_file(folder: Path) -> Path:
    path = folder / "message.msg"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "__properties_version1.0".encode("utf-16-le")
    )
    return path
