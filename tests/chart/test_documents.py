import base64

import pytest

from portal_app.chart import ccda, rtf
from portal_app.chart.documents import content
from portal_app.chart.files import binaries_needed, files, filled
from portal_app.chart.record import Context
from portal_app.chart.sheets import sheet
from portal_app.models.kinds import Group

HERE = Context("America/New_York")


def document(*attachments: dict, **members: object) -> dict:
    return {
        "resourceType": "DocumentReference",
        "status": "current",
        "type": {"text": "Progress note"},
        "content": [{"attachment": one} for one in attachments],
        **members,
    }


def packed(written: str | bytes, kind: str = "", **members: object) -> dict:
    raw = written.encode() if isinstance(written, str) else written
    return {"contentType": kind, "data": base64.b64encode(raw).decode(), **members}


def page(resource: dict) -> str:
    found = sheet(resource, Group.DOCUMENTS, HERE)
    return " ".join(part for one in found.passages for part in (*one.sentences, one.html) if part)


@pytest.mark.parametrize("data", ["not base64!", "", 5, None, {}, "AAA"])
def test_a_file_that_is_none_says_so_and_cannot_be_opened(data):
    broken = document({"contentType": "application/pdf", "data": data})
    assert content(broken, 0) is None
    assert "did not reach us whole" in page(broken)
    assert sheet(broken, Group.DOCUMENTS, HERE).attachments == ()


@pytest.mark.parametrize("place", [-1, 1, 99])
def test_a_place_without_a_file_gives_nothing(place):
    assert content(document(packed("%PDF-1.4", "application/pdf")), place) is None


def test_a_file_in_another_system_is_named_and_no_address_is_shown():
    said = page(document({"contentType": "application/pdf", "url": "https://ehr.example/x"}))
    assert said == "This document is kept in another system. Ask your care team for a copy."


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("<html><script>1</script></html>", "text/html"),
        ("<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
        ("<?xml version='1.0'?><x/>", "application/xml"),
        ("<html><script>1</script></html>", "image/png"),
        ("<html><script>1</script></html>", "application/pdf"),
    ],
)
def test_what_a_browser_would_run_is_only_saved(written, kind):
    _, media, _ = content(document(packed(written, kind)), 0)
    assert media in {"application/octet-stream", "text/plain"}


def test_a_pdf_is_handed_out_under_a_name_that_harms_nobody():
    found = document(packed("%PDF-1.4 x", "application/pdf", title='../../Dr. Osei\'s "note"\r\nX: 1'))
    raw, media, name = content(found, 0)
    assert (raw, media) == (b"%PDF-1.4 x", "application/pdf")
    assert name.endswith(".pdf")
    assert not set(name) & set('/\\"\r\n:')


def test_a_binary_that_stands_apart_is_put_back():
    apart = document({"contentType": "text/plain", "url": "https://x/Binary/b1"})
    assert binaries_needed(apart) == {"b1"}
    whole = filled(apart, {"b1": {"resourceType": "Binary", "data": base64.b64encode(b"Rest well").decode()}})
    assert "Rest well" in page(whole)
    assert binaries_needed(whole) == set()


def test_one_document_in_two_forms_is_shown_once():
    found = document(packed("Rest", "text/plain"), packed("<p>Rest</p>", "text/html"))
    assert page(found) == "<p>Rest</p>"


def test_a_simple_rich_text_becomes_its_words_and_one_with_pictures_does_not():
    simple = rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\f0 Caf\'e9 \u8212?ok\par Next {\*\generator X;}line}"
    assert rtf.as_text(simple) == "Caf\u00e9 \u2014ok\nNext line"
    assert rtf.as_text(rb"{\rtf1 {\pict 00ff}x}") == ""
    assert rtf.as_text(b"plain") == ""
    assert "Next line" in page(document(packed(simple, "application/rtf")))


CCDA = (
    '<ClinicalDocument xmlns="urn:hl7-org:v3"><title>Visit</title><effectiveTime value="20260304"/>'
    "<component>{body}</component></ClinicalDocument>"
)


def test_a_ccda_with_entities_is_not_read():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + CCDA.format(body="&b;")
    assert ccda.read(bomb.encode()) is None
    assert ccda.read(b"<ClinicalDocument") is None
    assert ccda.read(b"<x/>") is None


def test_a_ccda_nested_without_end_is_read_without_end_of_the_portal():
    deep = "<section><text>" + "<content>" * 5_000 + "x" + "</content>" * 5_000 + "</text></section>"
    assert ccda.read(CCDA.format(body=deep).encode()) is not None


def test_a_ccda_that_wraps_a_pdf_is_that_pdf():
    inside = base64.b64encode(b"%PDF-1.4 y").decode()
    body = f'<nonXMLBody><text mediaType="application/pdf" representation="B64">{inside}</text></nonXMLBody>'
    wrapped = document(packed(CCDA.format(body=body), "application/xml"))
    assert files(wrapped)[0].kind == "pdf"
    assert content(wrapped, 0)[0] == b"%PDF-1.4 y"
