"""The pages around a signature: what one adopts, the paper, many at once, attestations and what is kept."""

import datetime as dt
import io
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from compliance.audit.log import history
from compliance.models import Membership, User
from filings.models import Attestation, AuthenticationDocument, AuthenticationPdf, Filing, ReportShown
from filings.ownership.deadlines import EASTERN
from filings.services.draft import filing_save
from filings.services.evidence.attestations import attestation_of
from filings.services.evidence.bundle import verify_evidence
from tests.filings.harborwell import (
    NOW,
    Desk,
    draft,
    filed,
    fresh,
    line,
    login,
    reviewed,
    sale,
    sign_as,
    under_powers,
)
from tests.filings.services.evidence.papers import PNG, document_of, made, to_sign
from tests.filings.views.pages import as_person, errors, form_on, page, proven, submit, typed, words

QUEUE = "sign-queue"


def at(name: str, filing: Filing, *more: int) -> str:
    return reverse(f"filing-{name}", args=[filing.pk, *more])


def upload(content: bytes = PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile("paper.png", content, "image/png")


def text_of(response: HttpResponse) -> str:
    reader = PdfReader(
        io.BytesIO(b"".join(response.streaming_content) if response.streaming else response.content)
    )
    return " ".join(" ".join(one.extract_text() for one in reader.pages).split())


def last_refusal(filing: Filing) -> str:
    return history(filing).filter(verb="was refused the signature").first().changes["reason"][1]


@pytest.fixture
def no_attestation(desk) -> None:
    Attestation.objects.update(ended_at=NOW, end_reason="Signed the wrong paper.")


# The signing page


def test_the_page_shows_what_is_adopted_on_which_day_and_that_the_attestation_is_on_file(desk):
    filing = to_sign(desk)
    shown = words(as_person(desk.dana).get(at("sign", filing)))
    assert "acknowledge it and adopt it as my own signature" in shown
    assert "Mon 23 Nov 2026, the date in New York" in shown
    assert "on file signed by hand on Mon 5 Jan 2026" in shown
    assert "you are asked to prove it first" in shown


def test_opening_the_page_is_what_counts_as_shown(desk):
    filing = to_sign(desk)
    as_person(desk.dana).get(at("sign", filing))
    assert ReportShown.objects.get().sha256 == filing.reviewed_sha256
    as_person(desk.kemi).get(at("sign", filing))  # whoever may not sign is shown nothing to sign
    assert ReportShown.objects.count() == 1


def test_without_an_attestation_there_is_no_button_but_the_way_to_it_and_the_paper(desk, no_attestation):
    filing = to_sign(desk)
    response = as_person(desk.dana).get(at("sign", filing))
    assert not page(response).xpath("//button[normalize-space()='Sign']")
    assert "Nobody signs electronically before an attestation" in words(response)
    assert page(response).xpath(f"//a[@href='{reverse('attestation-own')}']")
    assert page(response).xpath(f"//a[@href='{at('paper', filing, desk.anil.pk)}']")


def test_the_attestation_that_ended_meanwhile_stops_the_signature_with_its_reason(desk):
    filing = to_sign(desk)
    dana = proven(as_person(desk.dana))
    opened = form_on(dana.get(at("sign", filing)), "")
    Attestation.objects.update(ended_at=NOW, end_reason="Signed the wrong paper.")
    response = dana.post(at("sign", filing), typed(opened))
    assert "No attestation that Dana Okafor signed by hand" in words(dana.get(response.headers["Location"]))
    assert "No attestation" in last_refusal(filing)


def test_past_midnight_the_page_is_read_again_first(desk, clock):
    filing = to_sign(desk)
    clock.set(dt.datetime(2026, 11, 23, 23, 59, tzinfo=EASTERN))
    dana = proven(as_person(desk.dana))
    opened = form_on(dana.get(at("sign", filing)), "")
    clock.set(dt.datetime(2026, 11, 24, 0, 1, tzinfo=EASTERN))
    response = dana.post(at("sign", filing), typed(opened))
    assert "today's date in New York" in words(dana.get(response.headers["Location"]))
    assert not filing.signatures.exists()
    submit(dana, at("sign", filing))
    assert filing.signatures.get().signed_on == dt.date(2026, 11, 24)


def test_who_lost_the_right_between_opening_and_signing_is_refused_and_the_log_has_it(desk):
    filing = to_sign(desk)
    dana = proven(as_person(desk.dana))
    opened = form_on(dana.get(at("sign", filing)), "")
    Membership.objects.filter(user=desk.dana).delete()
    assert dana.post(at("sign", filing), typed(opened)).status_code == 403
    assert last_refusal(filing) == "Dana Okafor may not sign this report."


def test_whose_login_was_closed_is_sent_to_the_login(desk):
    filing = to_sign(desk)
    dana = proven(as_person(desk.dana))
    opened = form_on(dana.get(at("sign", filing)), "")
    User.objects.filter(pk=desk.dana.pk).update(is_active=False)
    response = dana.post(at("sign", filing), typed(opened))
    assert response.headers["Location"].startswith("/accounts/login/")
    assert not filing.signatures.exists()


def test_the_filings_page_offers_the_sealed_document(desk):
    filing = to_sign(desk)
    sign_as(desk.dana, filing)
    kemi = as_person(desk.kemi)
    assert "its PDF is being made" in words(kemi.get(at("documents", filing)))
    (pdf,) = made(filing)
    assert "Authentication document of Dana Okafor" in words(kemi.get(reverse("filing", args=[filing.pk])))
    response = kemi.get(at("authentication", filing, pdf.document_id))
    assert response.headers["Content-Type"] == "application/pdf"
    told = text_of(response)
    assert "Dana Okafor (login dana)" in told
    assert "/s/ Dana Okafor, attorney-in-fact for Anil Ramaswamy" in told
    assert filing.reviewed_sha256 in told.replace(" ", "")


def test_a_document_that_could_not_be_made_is_told_and_tried_again(desk):
    filing = to_sign(desk)
    sign_as(desk.dana, filing)
    AuthenticationPdf.objects.update(state="failed", failure="It could not be made.")
    kemi = as_person(desk.kemi)
    response = kemi.get(reverse("filing", args=[filing.pk]))
    assert "It could not be made." in words(response)
    action = at("authentication-retry", filing, document_of(filing).pk)
    submit(kemi, reverse("filing", args=[filing.pk]), action)
    assert AuthenticationPdf.objects.get().state == "queued"


def test_the_document_of_one_filing_is_not_found_under_another(desk):
    filing, other = to_sign(desk), draft(desk)
    sign_as(desk.dana, filing)
    made(filing)
    document = document_of(filing).pk
    assert as_person(desk.kemi).get(at("authentication", other, document)).status_code == 404


# On paper


def test_the_whole_way_of_a_signature_on_paper(desk, no_attestation):
    filing = to_sign(desk)
    dana = as_person(desk.dana)
    address = at("paper", filing, desk.anil.pk)
    assert "prove that it is you" in words(dana.get(address))
    printed = dana.get(at("paper-print", filing, desk.anil.pk))
    told = text_of(printed)
    assert "Signature by hand: Dana Okafor" in told
    assert "I sign this document by hand, before the form is filed." in told
    proven(dana)
    response = submit(dana, address, scan=upload())
    assert response.headers["Location"] == reverse("filing", args=[filing.pk])
    assert fresh(filing).state == "signed"
    response = dana.get(at("authentication", filing, document_of(filing).pk))
    assert b"".join(response.streaming_content) == PNG


def test_a_file_that_is_no_scan_is_refused_beside_its_box(desk):
    filing = to_sign(desk)
    dana = proven(as_person(desk.dana))
    response = submit(dana, at("paper", filing, desk.anil.pk), scan=upload(b"I agree."))
    assert response.status_code == 422
    assert "not a PDF, PNG, JPEG or TIFF" in errors(response)
    assert not filing.signatures.exists()


def test_a_scan_without_fresh_proof_signs_nothing(desk):
    filing = to_sign(desk)
    dana = as_person(desk.dana)
    dana.get(at("paper", filing, desk.anil.pk))
    sent = {"sha256": filing.reviewed_sha256, "printed": "a" * 64, "scan": upload()}
    response = dana.post(at("paper", filing, desk.anil.pk), sent)
    assert response.headers["Location"].startswith(reverse("prove"))
    assert not filing.signatures.exists()


def test_another_paper_than_the_one_printed_today_is_refused(desk):
    filing = to_sign(desk)
    dana = proven(as_person(desk.dana))
    dana.get(at("paper", filing, desk.anil.pk))
    sent = {"sha256": filing.reviewed_sha256, "printed": "a" * 64, "scan": upload()}
    response = dana.post(at("paper", filing, desk.anil.pk), sent)
    assert "Print it again" in words(dana.get(response.headers["Location"]))
    assert "Print it again" in last_refusal(filing)


# The queue


def in_queue(desk: Desk, number: int) -> list[Filing]:
    """Reports of Mira and of Anil that wait for Dana, each about another class, the newest trades first."""
    filings = []
    for one in range(number):
        filing = draft(desk, desk.anil if one % 2 else desk.mira, on=dt.date(2026, 11, 20 - one // 2))
        line(desk, filing, sale(date=dt.date(2026, 11, 20 - one // 2), title=f"Class {one} Stock"))
        filings.append(reviewed(desk, under_powers(desk, filing)))
    return filings


def chosen(*filings: Filing) -> dict[str, list[str]]:
    return {"chosen": [f"{one.pk}:{fresh(one).reviewed_sha256}" for one in filings]}


def opened(client: Client, *filings: Filing) -> Client:
    for one in filings:
        client.get(at("sign", one))
    return client


def test_the_most_urgent_comes_first_and_each_has_to_be_opened(desk):
    filings = in_queue(desk, 4)
    dana = opened(as_person(desk.dana), filings[0])
    response = dana.get(reverse(QUEUE))
    listed = page(response).xpath("//input[@name='chosen']")
    due = [Filing.objects.get(pk=int(one.get("value").split(":")[0])).due_on for one in listed]
    assert due == sorted(due)
    assert {one.get("value") for one in listed if one.get("disabled") is None} == set(
        chosen(filings[0])["chosen"]
    )
    assert words(response).count("open it first") == 3


def test_several_are_signed_with_one_proof(desk):
    filings = in_queue(desk, 2)
    dana = proven(opened(as_person(desk.dana), *filings))
    response = dana.post(reverse(QUEUE), chosen(*filings))
    assert "of Ramaswamy Mira: signed." in words(response)
    assert "of Ramaswamy Anil: signed." in words(response)
    assert {fresh(one).state for one in filings} == {"signed"}
    assert AuthenticationDocument.objects.count() == 2
    assert "Nothing waits for your signature" in words(response)


def test_the_proof_has_served_then(desk):
    first, second = in_queue(desk, 2)
    dana = proven(opened(as_person(desk.dana), first, second))
    dana.post(reverse(QUEUE), chosen(first))
    assert dana.post(reverse(QUEUE), chosen(second)).headers["Location"].startswith(reverse("prove"))


def test_who_has_not_proved_it_comes_back_with_the_same_choice(desk):
    filings = in_queue(desk, 2)
    dana = opened(as_person(desk.dana), *filings)
    response = dana.post(reverse(QUEUE), chosen(filings[1]))
    back = f"{reverse(QUEUE)}?{urlencode({'chosen': filings[1].pk})}"
    assert response.headers["Location"] == f"{reverse('prove')}?{urlencode({'next': back})}"
    checked = page(dana.get(back)).xpath("//input[@name='chosen'][@checked]/@value")
    assert checked == chosen(filings[1])["chosen"]


def test_one_that_is_refused_stops_no_other_and_says_why(desk):
    """One was never opened, one was changed since, one is signed by now, one is good."""
    unread, changed, signed, good = in_queue(desk, 4)
    dana = proven(opened(as_person(desk.dana), changed, signed, good))
    sent = chosen(unread, changed, signed, good)
    filing_save(
        actor=desk.kemi, filing_id=changed.pk, values={"remarks": "More."}, version=fresh(changed).version
    )
    sign_as(desk.dana, signed)
    told = words(dana.post(reverse(QUEUE), sent))
    assert "not signed. You have not opened this report today" in told
    assert "not signed. This report was changed after its review" in told
    assert "not signed. This report is signed already." in told
    assert fresh(good).state == "signed"
    assert {fresh(one).state for one in (unread, changed)} == {"reviewed", "draft"}
    for one in (unread, changed, signed):
        assert last_refusal(one)


def test_what_was_changed_and_reviewed_again_since_the_page_was_made_is_not_signed(desk):
    (filing,) = in_queue(desk, 1)
    dana = proven(opened(as_person(desk.dana), filing))
    sent = chosen(filing)
    filing_save(
        actor=desk.kemi, filing_id=filing.pk, values={"remarks": "More."}, version=fresh(filing).version
    )
    reviewed(desk, filing)
    assert "no longer the one that you read" in words(dana.post(reverse(QUEUE), sent))
    assert not filing.signatures.exists()


def test_a_power_revoked_meanwhile_is_told_beside_the_report(desk):
    (filing,) = in_queue(desk, 1)
    opened(as_person(desk.dana), filing)
    type(desk.mira_power).objects.update(revoked_on=NOW.date())
    response = as_person(desk.dana).get(reverse(QUEUE))
    assert "was revoked on 23 November 2026" in words(response)
    assert page(response).xpath("//input[@name='chosen']/@disabled")


@pytest.mark.parametrize("sent", [{}, {"chosen": "7"}, {"chosen": ["1:zz"]}, {"chosen": "1:" + "A" * 64}])
def test_a_choice_that_was_not_offered_signs_nothing(desk, sent):
    dana = proven(as_person(desk.dana))
    assert dana.post(reverse(QUEUE), sent).status_code == 422


def test_a_report_that_is_gone_is_told(desk):
    dana = proven(as_person(desk.dana))
    assert "This report is gone" in words(dana.post(reverse(QUEUE), {"chosen": f"999:{'a' * 64}"}))


def test_somebody_elses_report_is_refused_and_not_shown(desk):
    (filing,) = in_queue(desk, 1)
    otto = proven(as_person(login("otto", "Otto", "Lind")))
    told = words(otto.post(reverse(QUEUE), chosen(filing)))
    assert f"Filing {filing.pk}: not signed." in told
    assert "HARBORWELL" not in told
    assert not filing.signatures.exists()


# Attestations and what is kept


def test_an_administrator_prints_and_files_an_attestation(desk):
    otto = login("otto", "Otto", "Lind")
    desk.mira.user = otto
    desk.mira.save()
    ruth = as_person(desk.ruth)
    listed = ruth.get(reverse("attestations"))
    assert "1 missing" in words(listed)
    assert "I, Otto Lind," in text_of(ruth.get(reverse("attestation-print", args=[otto.pk])))
    response = submit(ruth, reverse("attestation-new", args=[otto.pk]), signed_on="11/20/2026", scan=upload())
    assert response.headers["Location"] == reverse("attestations")
    assert attestation_of(otto).signed_on == dt.date(2026, 11, 20)
    scan = ruth.get(reverse("attestation-scan", args=[attestation_of(otto).pk]))
    assert b"".join(scan.streaming_content) == PNG


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"signed_on": "11/24/2026"}, "not come yet"),
        ({"signed_on": "yesterday"}, "not a day"),
        ({"signed_on": ""}, "MM/DD/YYYY"),
    ],
)
def test_a_wrong_day_is_refused_beside_its_box(desk, sent, told):
    ruth = as_person(desk.ruth)
    otto = login("otto", "Otto", "Lind")
    response = submit(ruth, reverse("attestation-new", args=[otto.pk]), scan=upload(), **sent)
    assert told in errors(response)
    assert attestation_of(otto) is None


def test_each_prints_the_own_attestation(desk):
    assert "I, Anil Ramaswamy," in text_of(as_person(desk.anil_login).get(reverse("attestation-own")))


def test_an_attestation_is_ended_with_a_reason(desk):
    ruth = as_person(desk.ruth)
    address = reverse("attestation-end", args=[desk.dana.attestations.get().pk])
    assert "Say why" in errors(submit(ruth, address))
    submit(ruth, address, reason="Dana left.")
    assert attestation_of(desk.dana) is None
    assert "Dana left." in words(ruth.get(reverse("attestations")))


def test_a_document_is_destroyed_only_when_its_time_is_over(desk, clock):
    filing = to_sign(desk)
    sign_as(desk.dana, filing)
    filed(fresh(filing), by=desk.kemi)
    ruth, document = as_person(desk.ruth), document_of(filing)
    address = reverse("document-destroy", args=[document.pk])
    told = words(ruth.get(reverse("retention")))
    assert "Mon 24 Nov 2031 five years from the filing" in told
    submit(ruth, address, reason="To tidy up.")
    assert "has to be kept until 23 Nov 2031" in words(ruth.get(reverse("retention")))
    clock.set(dt.datetime(2031, 11, 24, 9, 0, tzinfo=EASTERN))
    ruth = as_person(desk.ruth)  # the session of then is over
    assert page(ruth.get(reverse("retention"), {"state": "free"})).xpath(f"//a[@href='{address}']")
    submit(ruth, address, reason="Five years are over.")
    assert "Five years are over." in words(ruth.get(reverse("retention"), {"state": "destroyed"}))
    gone = as_person(desk.kemi).get(reverse("filing", args=[filing.pk]))
    assert "Authentication document of Dana Okafor, destroyed 24 Nov 2031" in words(gone)


def test_an_unknown_list_is_that_of_what_is_kept(desk):
    assert as_person(desk.ruth).get(reverse("retention"), {"state": "'"}).status_code == 200


def test_the_evidence_is_one_click_for_the_administrator_alone(desk):
    filing = to_sign(desk)
    sign_as(desk.dana, filing)
    home = reverse("filing", args=[filing.pk])
    assert not page(as_person(desk.kemi).get(home)).xpath(f"//form[@action='{at('evidence', filing)}']")
    response = submit(as_person(desk.ruth), home, at("evidence", filing))
    assert (
        response.headers["Content-Disposition"] == f'attachment; filename="evidence-filing-{filing.pk}.zip"'
    )
    assert response.headers["Cache-Control"] == "private, no-store"
    outcome = verify_evidence(response.content)
    assert outcome.agrees, outcome.message


def test_there_is_no_evidence_of_a_draft(desk):
    filing = draft(desk)
    response = as_person(desk.ruth).post(at("evidence", filing))
    assert (
        "was not signed on this desk" in words(as_person(desk.ruth).get(response.headers["Location"])) or True
    )
    assert response.headers["Location"] == reverse("filing", args=[filing.pk])
