"""The pages from the review to EDGAR's acceptance, as each person sees them."""

import datetime as dt
import logging
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from compliance.audit.log import history
from compliance.models import Membership
from compliance.secrets import Secret
from filings.models import Filing, RenderJob
from filings.ownership.deadlines import EASTERN
from filings.ownership.package import verify
from filings.services import render
from filings.services.review import examine
from tests.filings.harborwell import (
    ACCESSION,
    NOW,
    PASSWORD,
    Desk,
    draft,
    filed,
    fresh,
    line,
    login,
    reviewed,
    sale,
    signed,
    signed_sale,
    under_powers,
)
from tests.filings.views.pages import as_person, errors, filled, form_on, page, proven, submit, typed, words

THURSDAY = dt.datetime(2026, 11, 26, 9, 0, tzinfo=EASTERN)


def at(name: str, filing: Filing, *more: int) -> str:
    return reverse(f"filing-{name}", args=[filing.pk, *more])


def home(filing: Filing) -> str:
    return reverse("filing", args=[filing.pk])


def sale_draft(desk: Desk) -> Filing:
    filing = draft(desk)
    line(desk, filing, sale())
    return fresh(filing)


def draft_of_mira(desk: Desk) -> Filing:
    filing = draft(desk, desk.mira)
    line(desk, filing, sale())
    return fresh(filing)


def to_sign(desk: Desk) -> Filing:
    """Waits for Dana's signature under Anil's power."""
    return reviewed(desk, under_powers(desk, sale_draft(desk)))


# Review


def test_a_clean_report_is_passed_on_by_its_button(desk):
    filing = sale_draft(desk)
    kemi = as_person(desk.kemi)
    response = submit(kemi, at("review", filing))
    assert response.headers["Location"] == at("sign", filing)
    assert fresh(filing).state == "reviewed"


def test_a_report_with_an_error_is_not_passed_on(desk):
    filing = draft(desk)
    line(desk, filing, sale(price=None))
    kemi = as_person(desk.kemi)
    assert page(kemi.get(at("review", filing))).xpath("//button[contains(., 'ready to sign')]/@disabled")
    response = submit(kemi, at("review", filing))
    assert "Mend the errors" in words(kemi.get(response.headers["Location"]))
    assert fresh(filing).state == "draft"


def test_a_report_that_changed_under_the_reviewers_eyes_is_not_passed_on(desk):
    filing = sale_draft(desk)
    kemi = as_person(desk.kemi)
    opened = form_on(kemi.get(at("review", filing)), "")
    filing.rows.update(price=1)
    response = kemi.post(at("review", filing), typed(opened))
    assert "Read it again" in words(kemi.get(response.headers["Location"]))
    assert fresh(filing).state == "draft"


def test_a_warning_is_acknowledged_beside_its_finding(desk, clock):
    clock.set(THURSDAY)
    filing = sale_draft(desk)
    kemi = as_person(desk.kemi)
    refused = submit(kemi, at("review", filing), at("acknowledge", filing), reason="  ")
    assert refused.status_code == 422
    assert "reason" in errors(refused)
    refused = submit(kemi, at("review", filing), at("acknowledge", filing), reason="The broker was late 😕")
    assert "confused face" in errors(refused)
    assert form_on(refused, at("acknowledge", filing)).inputs["reason"].value == "The broker was late 😕"
    submit(kemi, at("review", filing), at("acknowledge", filing), reason="The broker's report came late.")
    assert filing.acknowledgements.get().reason == "The broker's report came late."
    assert "The broker's report came late." in words(kemi.get(at("review", filing)))
    submit(kemi, at("review", filing))
    assert fresh(filing).state == "reviewed"


def test_a_reason_is_text_and_not_markup(desk, clock):
    clock.set(THURSDAY)
    filing = sale_draft(desk)
    kemi = as_person(desk.kemi)
    submit(kemi, at("review", filing), at("acknowledge", filing), reason="<script>alert(1)</script>")
    for address in (at("review", filing), home(filing)):
        assert "<script>alert(1)" not in kemi.get(address).content.decode()


# Signature


def test_the_attorney_signs_after_proving_who_it_is(desk):
    filing = to_sign(desk)
    dana = as_person(desk.dana)
    sent_on = submit(dana, at("sign", filing))
    assert sent_on.headers["Location"] == f"{reverse('prove')}?{urlencode({'next': at('sign', filing)})}"
    assert not filing.signatures.exists()
    back = submit(dana, sent_on.headers["Location"], reverse("prove"), password=PASSWORD)
    assert back.headers["Location"] == at("sign", filing)
    assert "by your password" in words(dana.get(at("sign", filing)))
    assert submit(dana, at("sign", filing)).headers["Location"] == home(filing)
    assert fresh(filing).state == "signed"
    assert "/s/ Dana Okafor, attorney-in-fact for Anil Ramaswamy" in words(dana.get(home(filing)))


def test_each_signature_takes_its_own_proof(desk):
    first, second = to_sign(desk), to_sign(desk)
    dana = proven(as_person(desk.dana))
    submit(dana, at("sign", first))
    assert submit(dana, at("sign", second)).headers["Location"].startswith(reverse("prove"))
    assert not second.signatures.exists()


def test_a_desk_may_let_one_proof_serve_for_some_minutes(desk, settings):
    settings.SIGNING_PROOF_MINUTES = 5
    first, second = to_sign(desk), reviewed(desk, under_powers(desk, draft_of_mira(desk)))
    dana = proven(as_person(desk.dana))
    for filing in (first, second):
        assert submit(dana, at("sign", filing)).headers["Location"] == home(filing)


def test_the_insider_signs_in_person(desk):
    filing = reviewed(desk, sale_draft(desk))
    submit(proven(as_person(desk.anil_login)), at("sign", filing))
    assert fresh(filing).state == "signed"


@pytest.mark.parametrize("password", ["harbour lights at seven", "", " " + PASSWORD, PASSWORD.upper()])
def test_with_another_password_nothing_is_signed_and_it_is_not_shown_again(desk, password, caplog):
    caplog.set_level(logging.DEBUG)
    filing = to_sign(desk)
    dana = as_person(desk.dana)
    response = dana.post(reverse("prove"), {"password": password, "next": at("sign", filing)})
    assert response.status_code == 422
    assert errors(response)
    submit(dana, at("sign", filing))
    assert not filing.signatures.exists()
    assert page(response).xpath("//input[@name='password']/@value") == []
    if password:
        assert password not in response.content.decode()
        assert password not in caplog.text


def test_after_many_wrong_passwords_the_right_one_has_to_wait(desk):
    filing = to_sign(desk)
    dana = as_person(desk.dana)
    for _ in range(5):
        dana.post(reverse("prove"), {"password": "a guess"})
    response = dana.post(reverse("prove"), {"password": PASSWORD})
    assert response.status_code == 429
    assert "Wait 15 minutes" in words(response)
    submit(dana, at("sign", filing))
    assert not filing.signatures.exists()


def test_the_same_click_twice_signs_once(desk):
    filing = to_sign(desk)
    dana = proven(as_person(desk.dana))
    sent = filled(form_on(dana.get(at("sign", filing)), ""))
    dana.post(at("sign", filing), sent)
    response = proven(dana).post(at("sign", filing), sent)
    assert "signed already" in words(dana.get(response.headers["Location"]))
    assert filing.signatures.count() == 1
    assert RenderJob.objects.count() == 2


def test_a_report_that_changed_since_it_was_opened_is_not_signed(desk):
    filing = to_sign(desk)
    dana = proven(as_person(desk.dana))
    sent = filled(form_on(dana.get(at("sign", filing)), ""))
    line(desk, filing, sale(price=39, owned_after=None))
    dana.post(at("sign", filing), sent)
    reviewed(desk, filing)
    response = dana.post(at("sign", filing), sent)
    assert "no longer the one" in words(dana.get(response.headers["Location"]))
    assert not filing.signatures.exists()


def test_an_attorney_who_lost_the_role_meanwhile_signs_nothing(desk):
    filing = to_sign(desk)
    dana = proven(as_person(desk.dana))
    sent = filled(form_on(dana.get(at("sign", filing)), ""))
    Membership.objects.filter(user=desk.dana).delete()
    assert dana.post(at("sign", filing), sent).status_code == 403
    assert not filing.signatures.exists()


def test_who_may_not_sign_has_no_form_for_it_and_is_refused(desk):
    filing = to_sign(desk)
    for person in (desk.kemi, desk.ruth, login("otto", "Otto", "Lind")):
        client = as_person(person)
        opened = client.get(at("sign", filing))
        assert opened.status_code in {200, 403}
        assert not page(opened).xpath("//input[@name='sha256']")
        sent = {"sha256": filing.reviewed_sha256}
        assert client.post(at("sign", filing), sent).status_code == 403
    assert not filing.signatures.exists()


def test_a_power_that_was_revoked_this_morning_is_told_of(desk):
    filing = to_sign(desk)
    dana = proven(as_person(desk.dana))
    sent = filled(form_on(dana.get(at("sign", filing)), ""))
    type(desk.anil_power).objects.update(revoked_on=NOW.date())
    response = dana.post(at("sign", filing), sent)
    assert "was revoked on 23 November 2026" in words(dana.get(response.headers["Location"]))
    assert not filing.signatures.exists()


def test_a_report_is_sent_back_with_a_comment(desk):
    filing = to_sign(desk)
    dana = as_person(desk.dana)
    submit(dana, at("sign", filing), at("send-back", filing), comment="Column 7 is blank")
    assert fresh(filing).state == "draft"
    assert "Column 7 is blank" in words(dana.get(home(filing)))


def test_sending_back_takes_a_comment(desk):
    filing = to_sign(desk)
    as_person(desk.dana).post(at("send-back", filing), {"comment": ""})
    assert fresh(filing).state == "reviewed"


# Documents and the copy for EDGAR


def test_documents_are_handed_out_once_they_are_made(desk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    filing = signed_sale(desk)
    kemi = as_person(desk.kemi)
    for job in RenderJob.objects.all():
        assert kemi.get(at("download", filing, job.pk)).status_code == 404
        assert render.render(job.pk)
        response = kemi.get(at("download", filing, job.pk))
        content = b"".join(response.streaming_content)
        assert content.startswith(b"%PDF" if job.kind == "pdf" else b"<?xml")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "attachment" in response["Content-Disposition"]


def test_a_document_that_is_gone_from_the_archive_is_missed_in_a_sentence(desk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    filing = signed_sale(desk)
    job = RenderJob.objects.get(kind=RenderJob.Kind.XML)
    assert render.render(job.pk)
    job.refresh_from_db()
    (tmp_path / job.file.name).unlink()
    answer = as_person(desk.kemi).get(at("download", filing, job.pk))
    assert answer.status_code == 404
    assert "The file is missing from the archive." in words(answer)


def test_documents_of_another_filing_are_not_found(desk):
    theirs, mine = signed_sale(desk), draft(desk)
    job = RenderJob.objects.filter(snapshot__filing=theirs).first()
    kemi = as_person(desk.kemi)
    assert kemi.get(at("download", mine, job.pk)).status_code == 404
    assert kemi.post(at("retry", mine, job.pk)).status_code == 404


def test_the_attorney_takes_the_edgar_copy_and_no_cache_keeps_it(desk):
    filing = signed_sale(desk)
    response = submit(as_person(desk.dana), home(filing), at("edgar-copy", filing))
    assert b"<rptOwnerCcc>anil#12A</rptOwnerCcc>" in response.content
    assert response["Cache-Control"] == "private, no-store"
    assert "attachment" in response["Content-Disposition"]


def test_the_preparer_and_the_insider_do_not_get_the_edgar_copy(desk):
    filing = signed_sale(desk)
    for person in (desk.kemi, desk.anil_login):
        client = as_person(person)
        assert at("edgar-copy", filing) not in client.get(home(filing)).content.decode()
        assert client.post(at("edgar-copy", filing)).status_code == 403
    assert as_person(desk.dana).get(at("edgar-copy", filing)).status_code == 405


def test_without_a_ccc_the_page_says_whose_is_missing(desk):
    filing = signed_sale(desk)
    desk.anil.ccc = Secret("")
    desk.anil.save()
    dana = as_person(desk.dana)
    response = submit(dana, home(filing), at("edgar-copy", filing))
    assert "No CCC is on file for Ramaswamy Anil" in words(dana.get(response.headers["Location"]))


def test_there_is_no_edgar_copy_of_a_draft(desk):
    assert as_person(desk.dana).post(at("edgar-copy", sale_draft(desk))).status_code == 404


def test_the_ccc_stands_on_no_page(desk):
    filing = signed_sale(desk)
    amendment = sale_draft(desk)
    names = [
        "who", "report", "table-1", "table-2", "notes", "exhibits", "review", "sign", "documents",
    ]  # fmt: skip
    addresses = [at(name, one) for name in names for one in (filing, amendment)]
    addresses += [home(filing), reverse("queue"), reverse("filings"), reverse("owner", args=[desk.anil.pk])]
    addresses += [
        reverse("people"),
        reverse("search") + "?q=Ramaswamy",
        reverse("owner-ccc", args=[desk.anil.pk]),
    ]
    addresses += [reverse("owner-edit", args=[desk.anil.pk])]
    for address in addresses:
        response = as_person(desk.ruth).get(address)
        if response.status_code == 403:
            response = as_person(desk.kemi).get(address)
        assert response.status_code == 200, address
        assert "anil#12A" not in response.content.decode(), address


# Acceptance


def record(client, filing, **values):
    given = {"accepted_on": "11/23/2026", "accepted_time": "4:31 PM", "accession_number": ACCESSION} | values
    return submit(client, home(filing), at("accepted", filing), **given)


def test_the_acceptance_is_recorded(desk, clock):
    filing = signed_sale(desk)
    clock.set(NOW + dt.timedelta(days=1))
    kemi = as_person(desk.kemi)
    record(kemi, filing)
    kept = fresh(filing)
    assert (kept.state, kept.accession_number, kept.filed_on) == ("filed", ACCESSION, dt.date(2026, 11, 23))
    assert kept.accepted_at == dt.datetime(2026, 11, 23, 16, 31, tzinfo=EASTERN)
    assert "Filed in time" in words(kemi.get(home(filing)))


@pytest.mark.parametrize("time", ["22:30", "10:30 PM", "22:30:15"])
def test_after_ten_at_night_it_is_the_next_business_days(desk, clock, time):
    filing = signed_sale(desk)
    clock.set(NOW + dt.timedelta(days=1))
    record(as_person(desk.kemi), filing, accepted_time=time)
    assert fresh(filing).filed_on == dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"accepted_on": "11/20/2026"}, "before the signature"),
        ({"accepted_on": "11/23/2062"}, "not come yet"),
        ({"accepted_on": "11/23/0026"}, "1934"),
        ({"accepted_time": "noonish"}, "16:31"),
        ({"accession_number": "1234"}, "0001234567-26-000123"),
        ({"accession_number": "٠٠٠١٢٣٤٥٦٧-٢٦-٠٠٠١٢٣"}, "0001234567-26-000123"),
    ],
)
def test_an_acceptance_that_cannot_be_is_refused_and_kept(desk, clock, values, said):
    filing = signed_sale(desk)
    clock.set(NOW + dt.timedelta(days=1))
    response = record(as_person(desk.kemi), filing, **values)
    assert response.status_code == 422
    assert said in errors(response)
    inputs = form_on(response, at("accepted", filing)).inputs
    for name, value in values.items():
        assert inputs[name].value == value
    assert fresh(filing).state == "signed"


def test_an_accession_number_belongs_to_one_filing(desk, clock):
    filed(signed_sale(desk), by=desk.kemi)
    second = draft(desk, desk.mira)
    line(desk, second, sale())
    second = signed(desk, under_powers(desk, second), desk.dana)
    clock.set(NOW + dt.timedelta(days=1))
    for written in (ACCESSION, ACCESSION.replace("-", "")):
        response = record(as_person(desk.kemi), second, accession_number=written)
        assert response.status_code == 422
        assert "Another filing" in errors(response)


# Late, and what the reader sees


def test_a_late_filing_says_how_late_and_is_filed_all_the_same(desk, clock):
    clock.set(THURSDAY)
    filing = signed_sale(desk)
    clock.set(dt.datetime(2026, 11, 30, 12, 0, tzinfo=EASTERN))
    kemi = as_person(desk.kemi)
    record(kemi, filing, accepted_on="11/30/2026", accepted_time="9:00 AM")
    # Due on Tuesday; Wednesday, Friday and Monday are business days, Thanksgiving is not.
    assert "3 business days late" in words(kemi.get(home(filing)))


def test_the_page_of_a_signed_report_does_not_find_fault_with_what_came_after(desk, clock):
    """The next report's balance is no reason to doubt this one's."""
    first = filed(signed_sale(desk), by=desk.kemi)
    clock.set(NOW + dt.timedelta(minutes=5))
    second = draft(desk)
    line(desk, second, sale(price=39, owned_after=None))
    signed(desk, second)
    assert not [one.check for one in examine(fresh(first)).findings if one.place.field == "owned_after"]


def test_the_desks_own_note_is_not_for_the_insider(desk):
    filing = signed_sale(desk)
    Filing.objects.filter(pk=filing.pk).update(desk_note="Counsel still looks at the trust.")
    address = reverse("filing", args=[filing.pk])
    assert "Counsel still looks" in words(as_person(desk.kemi).get(address))
    assert "Counsel still looks" not in words(as_person(desk.anil.user).get(address))
    notes = reverse("filing-notes", args=[filing.pk])
    assert "Counsel still looks" not in words(as_person(desk.anil.user).get(notes))


def test_the_package_is_a_zip_that_proves_itself_and_holds_ccc_only_for_the_allowed(desk):
    filing = signed_sale(desk)
    address = at("package", filing)
    taken = as_person(desk.kemi).post(address, {"live": "test"})
    assert (taken.status_code, taken["Content-Type"], taken["Cache-Control"]) == (
        200,
        "application/zip",
        "private, no-store",
    )
    assert verify(taken.content).agrees
    assert as_person(desk.kemi).post(address, {"live": "live", "with_ccc": "on"}).status_code == 403
    ready = as_person(desk.dana).post(address, {"live": "live", "with_ccc": "on"})
    assert ready.status_code == 200
    assert verify(ready.content).agrees
    assert "took the live package, CCC included" in [event.verb for event in history(filing)]
    assert as_person(desk.kemi).post(at("package", draft(desk)), {"live": "test"}).status_code == 404
