"""EDGAR-101 to EDGAR-212: the grammar of a document, and the submission around it."""

from msgspec import structs

from filings.ownership.package import Contact, EdgarDocument, Envelope, envelope_for, write_envelope
from filings.ownership.writer import write
from tests.filings.ownership.checks.field.asking import Cases, reads, sends
from tests.reports import typical_report, typical_submission

_SENT = write(typical_report()).decode()
_RIGHT = reads(_SENT)


def _changed(old: str, new: str, document: str = _SENT) -> str:
    assert old in document
    return document.replace(old, new, 1)


def _enveloped(**changes: object) -> Envelope:
    contact = Contact(name="Pat Doe", phone="415 555 0100", email="pat@harborwell.example")
    made = envelope_for(typical_submission(), contact=contact, cccs={"7654321": "abcd#123"})
    return structs.replace(made, **changes)


def _with(name: str, kind: str, content: bytes) -> Envelope:
    document = EdgarDocument(name=name, type=kind, content=content)
    return _enveloped(documents=(*_enveloped().documents, document))


def _reached(**contact: object) -> Envelope:
    return _enveloped(contact=structs.replace(_enveloped().contact, **contact))


_POWER = b"Power of attorney\n"
_GIF = b"GIF89a\x01\x00\x01\x00"
_WHOLE = sends(_enveloped())

CASES: Cases = {
    "EDGAR-101": (reads(_changed("<footnotes>", "<footnotesAndMore/><footnotes>")), _RIGHT),
    "EDGAR-102": (
        reads(_SENT[: _SENT.index("  <ownerSignature>")] + "</ownershipDocument>"),
        _RIGHT,
    ),
    "EDGAR-103": (reads(_changed("<periodOfReport>2026-11-20", "<periodOfReport>11/20/2026")), _RIGHT),
    "EDGAR-104": (reads(_changed("<value>1250</value>", "<value>1,250</value>")), _RIGHT),
    "EDGAR-105": (reads(_changed("<aff10b5One>1<", "<aff10b5One>yes<")), _RIGHT),
    "EDGAR-106": (
        reads(_changed("</rptOwnerCik>", "</rptOwnerCik><rptOwnerCcc>short</rptOwnerCcc>")),
        reads(_changed("</rptOwnerCik>", "</rptOwnerCik><rptOwnerCcc>abcd#123</rptOwnerCcc>")),
    ),
    "EDGAR-107": (
        reads(_changed("<transactionCode>M</transactionCode>", "<transactionCode>M\n</transactionCode>")),
        _RIGHT,
    ),
    "EDGAR-108": (reads(_changed("<footnotes>", "as follows <footnotes>")), _RIGHT),
    "EDGAR-109": (
        reads(_changed("</issuerCik>", "</issuerCik><issuerName>HARBORWELL INC.</issuerName>")),
        _RIGHT,
    ),
    "EDGAR-110": (
        reads(_changed("<periodOfReport>2026-11-20", "<periodOfReport>2026-11-20-05:00")),
        _RIGHT,
    ),
    "EDGAR-111": (
        reads(
            _changed(
                "<documentType>",
                "<script>void 0</script><schemaVersion>X0609</schemaVersion><documentType>",
            )
        ),
        reads(_changed("<documentType>", "<schemaVersion>X0609</schemaVersion><documentType>")),
    ),
    "EDGAR-112": (sends(envelope_for(typical_submission())), _WHOLE),
    "EDGAR-201": (sends(_enveloped(test_or_live="MAYBE")), _WHOLE),
    "EDGAR-202": (sends(_enveloped(submission_type="4/A")), _WHOLE),
    "EDGAR-203": (sends(_with("Power of Attorney.txt", "EX-24.1", _POWER)), _WHOLE),
    "EDGAR-204": (sends(_with("ex10.txt", "EX-10", _POWER)), sends(_with("ex99.txt", "EX-99", _POWER))),
    "EDGAR-205": (
        sends(_reached(email="pat at harborwell")),
        sends(_reached(email="p.doe@harborwell.example")),
    ),
    "EDGAR-206": (
        sends(_reached(notified=("Pat@harborwell.example",))),
        sends(_reached(notified=("desk@harborwell.example",))),
    ),
    "EDGAR-207": (sends(_with("scan.gif", "GRAPHIC", _GIF)), _WHOLE),
    "EDGAR-208": (
        sends(_with("ex99.txt", "EX-99", "“Power”\n".encode())),
        sends(_with("ex99.txt", "EX-99", b'"Power"\n')),
    ),
    "EDGAR-209": (sends(_with("form4.pdf", "EX-99", b"%PDF-1.7")), _WHOLE),
    "EDGAR-210": (sends(_reached(phone="4" * 21)), sends(_reached(phone="4" * 20))),
    "EDGAR-211": (
        reads(write_envelope(_enveloped()).replace(b"</testOrLive>", b"</testOrLive><returnCopy/>").decode()),
        _WHOLE,
    ),
    "EDGAR-212": (
        sends(_with("ex99.txt", "EX-99", b"word " * 20)),
        sends(_with("ex99.txt", "EX-99", b"word " * 10)),
    ),
}
