"""What must not be, tried on the pages: each ends in a refusal that says why, and that stands in the log."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from compliance.audit.log import history
from compliance.models import Membership, Role
from filings import final_rows
from filings.models import Filing, RenderJob
from people.models import AttorneyInFact, Issuer, PowerOfAttorney
from tests.filings.harborwell import NOW, Desk, fresh, line, login, reviewed, sale
from tests.filings.services.evidence.papers import made, to_sign
from tests.filings.views.pages import as_person, errors, filled, form_on, proven, submit, words


def at(name: str, filing: Filing) -> str:
    return reverse(f"filing-{name}", args=[filing.pk])


def told(client: Client, response: HttpResponse) -> str:
    """What the person reads in the end."""
    return words(client.get(response.headers["Location"]) if response.status_code == 302 else response)


def reasons(subject: models.Model) -> list[str]:
    """Why something was refused, by the history of a record; the newest first."""
    events = history(subject).filter(verb__startswith="was refused")
    return [one.changes["reason"][1] for one in events]


def opened(desk: Desk, filing: Filing) -> tuple[Client, dict[str, Any]]:
    """Dana's browser with the page before the signature open, and what its button sends."""
    dana = proven(as_person(desk.dana))
    return dana, filled(form_on(dana.get(at("sign", filing)), ""))


# Authority that is not there


def _power(**values: Any) -> Callable[[Desk], object]:
    return lambda desk: PowerOfAttorney.objects.filter(pk=desk.anil_power.pk).update(**values)


def _of_another_issuer(desk: Desk) -> None:
    _power(issuer=Issuer.objects.create(cik="99", conformed_name="TIDEWATER CORP"))(desk)


def _of_another_attorney(desk: Desk) -> None:
    AttorneyInFact.objects.filter(power=desk.anil_power).update(user=login("otto", "Otto", "Lind"))


YESTERDAY, TOMORROW = NOW.date() - dt.timedelta(days=1), NOW.date() + dt.timedelta(days=1)
NO_AUTHORITY = {
    "expired": (_power(ends="date", ends_on=YESTERDAY), "ended on 22 November 2026"),
    "revoked": (_power(revoked_on=NOW.date()), "was revoked on 23 November 2026"),
    "not yet valid": (_power(executed_on=TOMORROW), "was not yet executed on 23 November 2026"),
    "of another issuer": (_of_another_issuer, "is for TIDEWATER CORP"),
    "for other forms": (_power(covers_form_4=False), "does not cover Form 4"),
    "for another person": (_of_another_attorney, "Dana Okafor is not named in the power of attorney"),
}


@pytest.mark.parametrize("what", NO_AUTHORITY)
def test_authority_that_went_between_opening_and_signing(desk, what):
    happens, why = NO_AUTHORITY[what]
    filing = to_sign(desk)
    dana, sent = opened(desk, filing)
    happens(desk)
    assert why in told(dana, dana.post(at("sign", filing), sent))
    assert why in reasons(filing)[0]
    assert fresh(filing).state == "reviewed"
    assert not filing.signatures.exists()


def test_a_signer_who_is_demoted_between_opening_and_signing(desk):
    filing = to_sign(desk)
    dana, sent = opened(desk, filing)
    Membership.objects.filter(user=desk.dana).update(role=Role.AUDITOR)
    why = "Dana Okafor does not hold the role of attorney-in-fact here."
    assert why in told(dana, dana.post(at("sign", filing), sent))
    assert reasons(filing) == [why]
    assert not filing.signatures.exists()


def test_a_report_that_was_changed_in_another_tab(desk):
    filing = to_sign(desk)
    dana, sent = opened(desk, filing)
    line(desk, filing, sale(price=39, owned_after=None))
    assert "was changed after its review" in told(dana, dana.post(at("sign", filing), sent))
    reviewed(desk, filing)
    assert "no longer the one that you read" in told(dana, proven(dana).post(at("sign", filing), sent))
    assert ["no longer" in reasons(filing)[0], "changed after its review" in reasons(filing)[1]] == [
        True,
        True,
    ]
    assert not filing.signatures.exists()


def test_the_same_post_twice(desk):
    filing = to_sign(desk)
    dana, sent = opened(desk, filing)
    dana.post(at("sign", filing), sent)
    assert "This report is signed already." in told(dana, proven(dana).post(at("sign", filing), sent))
    assert reasons(filing) == ["This report is signed already."]
    assert (filing.signatures.count(), RenderJob.objects.count()) == (1, 2)


# Files that do something


def _pdf_with_a_script() -> bytes:
    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('hello')")
        written = io.BytesIO()
        pdf.save(written, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return written.getvalue()


FILES = {
    "an SVG with a script": (
        lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "can contain a script",
    ),
    "the same called a picture": (
        lambda: b"<?xml version='1.0'?><svg onload='alert(1)'/>",
        "can contain a script",
    ),
    "a PDF with JavaScript": (_pdf_with_a_script, "contains JavaScript"),
    "one byte more than is kept": (lambda: b"\x89PNG\r\n\x1a\n" + b"x" * (15 * 2**20), "at most 15"),
}
PAGES: dict[
    str, tuple[Callable[[Desk, Filing], str], Callable[[Desk, Filing], models.Model], str, dict[str, str]]
] = {
    "a power's scan": (
        lambda desk, _: reverse("power-scan-new", args=[desk.anil_power.pk]),
        lambda desk, _: desk.anil_power,
        "scan",
        {},
    ),
    "a signed revocation": (
        lambda desk, _: reverse("power-revoke", args=[desk.anil_power.pk]),
        lambda desk, _: desk.anil_power,
        "writing",
        {"day": "11/23/2026"},
    ),
    "an attestation": (
        lambda desk, _: reverse("attestation-new", args=[desk.kemi.pk]),
        lambda desk, _: desk.kemi,
        "scan",
        {"signed_on": "11/20/2026"},
    ),
    "a signature on paper": (
        lambda desk, filing: reverse("filing-paper", args=[filing.pk, desk.anil.pk]),
        lambda _, filing: filing,
        "scan",
        {},
    ),
}


@pytest.mark.parametrize("where", PAGES)
@pytest.mark.parametrize("what", FILES)
def test_a_file_that_is_no_scan(desk, what, where):
    content, why = FILES[what]
    address, subject, box, more = PAGES[where]
    filing = to_sign(desk)
    client = proven(as_person(desk.dana if where == "a signature on paper" else desk.ruth))
    file = SimpleUploadedFile("paper.png", content(), "image/png")
    response = submit(client, address(desk, filing), **{box: file}, **more)
    assert why in errors(response).replace("\xa0", " ")
    assert why in reasons(subject(desk, filing))[0].replace("\xa0", " ")
    assert not filing.signatures.exists()


def test_an_upload_of_300_mb_is_refused_before_it_is_read(desk, caplog):
    """With the server and all its bytes: tests/services/test_desk.py."""
    ruth = as_person(desk.ruth)
    address = reverse("power-scan-new", args=[desk.anil_power.pk])
    response = ruth.generic("POST", address, b"", "application/pdf", CONTENT_LENGTH=str(300 * 2**20))
    assert response.status_code == 413
    assert "at most 16 MB are taken here" in words(response)
    assert f"Request Entity Too Large: {address}" in caplog.text
    (event,) = history(desk.ruth).filter(verb="was refused an upload")
    assert event.actor == desk.ruth
    assert event.changes == {
        "address": ["", address],
        "reason": ["", "It has 300.0 MB; at most 16 MB are taken there."],
    }


def test_the_link_at_which_somebody_sends_300_mb_does_not_come_into_the_log(desk):
    dana = as_person(desk.dana)
    address = reverse("confirm-link", args=["not-for-the-log"])
    assert dana.generic("POST", address, b"", CONTENT_LENGTH=str(300 * 2**20)).status_code == 413
    (event,) = history(desk.dana).filter(verb="was refused an upload")
    assert event.changes["address"] == ["", "/confirm/open/[hidden]/"]


# A database in somebody's hands


def by_hand(statement: str, *values: object) -> None:
    """Somebody who may do anything to the database takes off first what would refuse it."""
    final_rows.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
    final_rows.install(connection)


def test_a_line_that_was_changed_in_the_database_is_not_signed(desk):
    filing = to_sign(desk)
    dana, sent = opened(desk, filing)
    by_hand("update filings_tablerow set amount = 5 where filing_id = %s", filing.pk)
    assert "changed after the review" in told(dana, dana.post(at("sign", filing), sent))
    assert "changed after the review" in reasons(filing)[0]
    assert not filing.signatures.exists()


SNAPSHOT = {
    "its content": ("update filings_snapshot set content = replace(content, '\"500\"', '\"5\"')", ()),
    "its content and its hash": (
        "update filings_snapshot set content = content || ' ', sha256 = %s", ("ab" * 32,),
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", SNAPSHOT)
@pytest.mark.parametrize(
    ("page", "sent"),
    [("package", {"live": "live"}), ("package", {"live": "test"}), ("edgar-copy", {}), ("evidence", {})],
)
def test_a_signed_report_that_was_changed_in_the_database_is_not_handed_out(desk, what, page, sent):
    filing = to_sign(desk)
    dana, button = opened(desk, filing)
    dana.post(at("sign", filing), button)
    made(filing)
    statement, values = SNAPSHOT[what]
    ruth = as_person(desk.ruth)
    assert ruth.post(at(page, filing), sent).status_code == 200
    by_hand(statement, *values)
    assert "is not the one that was signed" in told(ruth, ruth.post(at(page, filing), sent))
    assert "is not the one that was signed" in reasons(filing)[0]
