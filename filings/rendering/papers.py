"""The papers behind signatures as PDF: the authentication document, and the attestation that is signed by hand."""

import datetime as dt

from django.template.loader import render_to_string

from filings.ownership import authentication, canonical
from filings.ownership.authentication import (
    AuthenticationDocument,
    ByHand,
    attestation_words,
    basis_in_words,
    instant_in_words,
)
from filings.ownership.wording import day, listed
from filings.rendering.html import LANGUAGE
from filings.rendering.pdf import attach, draw, own_stylesheet

DOCUMENT_INSIDE = "authentication.json"


def draw_authentication(document: AuthenticationDocument) -> bytes:
    """The PDF of a document, with its canonical JSON inside. On one to be signed by hand there is room to do so.

    Equal documents give equal bytes.
    """
    content = authentication.encode(document)
    at = document.signed_at or dt.datetime.combine(document.dated, dt.time(), dt.UTC)
    return _draw(
        "filings/papers/authentication.html",
        {
            "title": f"Authentication document: Form {document.report.form}, {document.owner}",
            "day": at.date(),
            "facts": authentication_facts(document),
            "words": document.words,
            "line": document.line,
            "dated": day(document.dated),
            "by_hand": isinstance(document.manner, ByHand),
            "name": document.signatory.name,
            "sha256": canonical.sha256(content),
        },
        content=content,
        at=at,
    )


def authentication_facts(document: AuthenticationDocument) -> list[tuple[str, str]]:
    """What a document says, as label and value, in the order in which it is read."""
    report, manner = document.report, document.manner
    facts = [
        ("Signatory", f"{document.signatory.name} (login {document.signatory.login})"),
        ("Signs for", f"{document.owner}, CIK {document.owner_cik}"),
        ("Authority", _sentence(basis_in_words(document.basis))),
        *([("Power of attorney", _on_file(document))] if document.basis.executed_on else []),
        ("Report", f"Form {report.form}, filing {report.filing} of this desk"),
        ("Issuer", f"{report.issuer}, CIK {report.issuer_cik}"),
        ("Reporting owner" if len(report.owners) == 1 else "Reporting owners", listed(report.owners)),
        ("Period of report", day(report.period) if report.period else "none"),
        ("SHA-256 of the report", report.sha256),
    ]
    if isinstance(manner, ByHand):
        if manner.signed_on:
            facts += [("Signed by hand on", day(manner.signed_on)), ("SHA-256 of the paper", manner.paper)]
    else:
        facts += [
            ("Shown to the signatory", instant_in_words(manner.shown_at)),
            ("Identity proved", f"{instant_in_words(manner.proven_at)}, by {manner.proof}"),
            ("Attested by hand on", day(manner.attested_on)),
            ("SHA-256 of that paper", manner.attestation),
        ]
    if document.signed_at:
        facts.append(
            (
                "Signed" if not isinstance(manner, ByHand) else "Filed here",
                instant_in_words(document.signed_at),
            )
        )
    return facts


def draw_attestation(*, name: str, login: str, printed_on: dt.date) -> bytes:
    """The attestation for one person, to be printed and signed by hand."""
    return _draw(
        "filings/papers/attestation.html",
        {
            "title": f"Attestation of electronic signatures: {name}",
            "day": printed_on,
            "name": name,
            "login": login,
            "words": attestation_words(name),
        },
    )


def _draw(
    template: str, context: dict[str, object], *, content: bytes = b"", at: dt.datetime | None = None
) -> bytes:
    page = render_to_string(template, {"language": LANGUAGE, **context})
    inside = (
        [attach(content, name=DOCUMENT_INSIDE, description="This document as data", at=at)]
        if content and at
        else []
    )
    return draw(
        page,
        sheets=[own_stylesheet("papers.css")],
        attachments=inside,
        identifier=canonical.sha256(page.encode() + content)[:32].encode(),
    )


def _on_file(document: AuthenticationDocument) -> str:
    number = document.basis.filed_with
    return f"filed with {number}" if number else "goes along as Exhibit 24"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
