"""The ownership form as HTML: the page that becomes the PDF, and the sheet that web pages show.

One template serves both. It holds no style attribute, no script and no identifier, so that a page may show it
under a strict content security policy and more than once; ``static/filings/form4.css`` gives it its looks.
"""

import datetime as dt
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from filings.ownership.report import Owner, OwnershipReport, Submission
from filings.rendering import shown
from filings.rendering.captions import captions
from filings.rendering.columns import grids

LANGUAGE = "en-US"


def render_html(submission: Submission, *, draft: bool = False) -> str:
    """A whole HTML document: the form, then each exhibit on pages of its own.

    ``draft`` puts the mark DRAFT on every page.
    """
    context = _form(submission.report, draft=draft) | {
        "language": LANGUAGE,
        "day": document_day(submission.report),
        "exhibits": submission.exhibits,
    }
    return render_to_string("filings/form4/document.html", context)


def render_fragment(submission: Submission, *, draft: bool = False) -> SafeString:
    """The form alone, without its exhibits, to be put into a web page that links ``filings/form4.css``."""
    return render_to_string("filings/form4/form.html", _form(submission.report, draft=draft))


def document_title(report: OwnershipReport) -> str:
    """``Form 4 — Benjamin Locke M. — TECOGEN INC. — 2020-07-15``; joint filers are counted."""
    names = [owner_name(owner) for owner in report.owners]
    who = f"{names[0]} and {len(names) - 1} more" if len(names) > 1 else "".join(names)
    period = report.period_of_report.isoformat() if report.period_of_report else ""
    parts = (f"Form {report.document_type.value}", who, issuer_name(report), period)
    return " — ".join(part for part in parts if part)


def document_day(report: OwnershipReport) -> dt.date | None:
    """The day that dates a rendering: of the last signature, else the period of the report."""
    signed = [signature.date for signature in report.signatures if signature.date]
    return max(signed, default=report.period_of_report)


def owner_name(owner: Owner) -> str:
    return owner.name or (f"CIK {owner.cik}" if owner.cik else "")


def issuer_name(report: OwnershipReport) -> str:
    issuer = report.issuer
    return issuer.name or (f"CIK {issuer.cik}" if issuer.cik else "")


def _form(report: OwnershipReport, *, draft: bool) -> dict[str, Any]:
    table_i, table_ii = grids(report.document_type)
    first = report.owners[0] if report.owners else Owner(cik="")
    return {
        "draft": draft,
        "title": document_title(report),
        "report": report,
        "captions": captions(report.document_type),
        "issuer_name": issuer_name(report),
        "period": shown.day(report.period_of_report),
        "original": shown.day(report.date_of_original_submission),
        "name": owner_name(first),
        "address": first.address,
        "streets": _streets(first),
        "state": shown.state_name(first.address) if first.address else "",
        "country": shown.country_name(first.address) if first.address else "",
        "relationship": first.relationship,
        "role": _role(first),
        "joint": len(report.owners) > 1,
        "form3_reported": _form3_reported(report),
        "form4_reported": _form4_reported(report),
        "nothing_owned": _nothing_owned(report),
        "table_i": table_i,
        "table_ii": table_ii,
        "lines_i": table_i.lines(report.non_derivative),
        "lines_ii": table_ii.lines(report.derivative),
        "owners": [
            ("\n".join((owner_name(owner), *shown.address_lines(owner.address))), owner.relationship)
            for owner in report.owners
        ],
        "signatures": [(signature.name, shown.day(signature.date)) for signature in report.signatures],
    }


def _streets(owner: Owner) -> str:
    lines = (owner.address.street1, owner.address.street2) if owner.address else ()
    return "\n".join(line for line in lines if line)


def _role(owner: Owner) -> str:
    relationship = owner.relationship
    return " / ".join(text for text in (relationship.officer_title, relationship.other_text) if text)


def _nothing_owned(report: OwnershipReport) -> bool:
    """EDGAR sets the flag of Form 3 itself; before that, a Form 3 without a line says the same."""
    if report.no_securities_owned is not None:
        return report.no_securities_owned
    return report.document_type.form == "3" and not any(report.rows())


def _form3_reported(report: OwnershipReport) -> bool:
    """EDGAR ticks "Form 3 Holdings Reported" itself; before that, the lines with form type 3 say it."""
    if report.form3_holdings_reported is not None:
        return report.form3_holdings_reported
    return any(row.coding is not None and row.coding.form_type == "3" for row in report.rows())


def _form4_reported(report: OwnershipReport) -> bool:
    """EDGAR ticks "Form 4 Transactions Reported" itself; before that, the lines with form type 4 say it."""
    if report.form4_transactions_reported is not None:
        return report.form4_transactions_reported
    return any(row.coding is not None and row.coding.form_type == "4" for row in report.rows())
