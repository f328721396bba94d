"""From a draft to a power that is on file: what each step needs, what it tells the log, what it refuses."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from compliance.audit.log import history
from people.authority import Occasion
from people.drafting import power_text
from people.models import PowerOfAttorney, PowerStage, PowerState
from people.selectors.powers import signing_authority
from people.services.powers import (
    ChangedMeanwhile,
    NotAScan,
    NotThere,
    ReasonMissing,
    TermsFixed,
    attorney_end,
    authority_used,
    poa_discard,
    poa_execute,
    poa_filed_with,
    poa_note,
    poa_revoke,
    poa_save,
    poa_scan_replace,
    poa_send,
    poa_take_back,
    poa_text_confirm,
    what_is_read,
)
from tests.people.conftest import EXECUTED

TODAY = dt.date(2026, 11, 24)
SCAN = b"\x89PNG\r\n\x1a\n the signed paper"
OTHER_SCAN = b"\x89PNG\r\n\x1a\n a better scan"


@pytest.fixture(autouse=True)
def _archive(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def draft(administrator, locke, tecogen, attorney):
    """A draft for Forms 3, 4 and 5 about Tecogen, naming Kemi Adeyemi."""
    power = PowerOfAttorney(stage=PowerStage.DRAFTED, grantor=locke, issuer=tecogen)
    power.text = power_text(power, [attorney.signing_name])
    return poa_save(actor=administrator, power=power, attorneys=[attorney])


def kept(power: PowerOfAttorney) -> PowerOfAttorney:
    return PowerOfAttorney.objects.get(pk=power.pk)


def executed(administrator, draft, on: dt.date = EXECUTED, **values) -> PowerOfAttorney:
    return poa_execute(
        actor=administrator,
        power=draft,
        executed_on=on,
        signed_by="Benjamin M. Locke",
        scan=ContentFile(SCAN, "paper.png"),
        **values,
    )


def form_4(tecogen, on: dt.date = TODAY) -> Occasion:
    return Occasion("4", is_amendment=False, issuer=tecogen, on=on)


def corrected(administrator, power, reason="The paper says otherwise.", **terms) -> PowerOfAttorney:
    changed = kept(power)
    for name, value in terms.items():
        setattr(changed, name, value)
    return poa_save(
        actor=administrator, power=changed, attorneys=list(changed.attorneys.all()), reason=reason
    )


# Drafted, sent, executed


def test_neither_a_draft_nor_a_paper_that_was_sent_lets_anybody_sign(
    administrator, draft, locke, attorney, tecogen
):
    answer = signing_authority(attorney, locke, form_4(tecogen))
    assert answer.reason == "The drafted power of attorney is not signed: a draft gives no authority."
    poa_send(actor=administrator, power=draft, sent_on=TODAY)
    answer = signing_authority(attorney, locke, form_4(tecogen))
    assert (
        answer.reason == "The drafted power of attorney was sent for signature and has not come back signed."
    )
    executed(administrator, draft)
    assert signing_authority(attorney, locke, form_4(tecogen)).granted


def test_the_way_of_a_paper_stands_in_the_log(administrator, draft):
    poa_send(actor=administrator, power=draft, sent_on=TODAY)
    power = executed(administrator, draft)
    poa_text_confirm(actor=administrator, power=power, seen=what_is_read(power))
    assert [event.verb for event in history(power)] == [
        "confirmed the text against the scan",
        "kept the executed power of attorney",
        "sent this power of attorney for signature",
        "named Kemi Adeyemi as attorney-in-fact",
        "added this power of attorney",
    ]
    at_execution = history(power)[1].changes
    assert at_execution["stage"] == ["Sent for signature", "Executed"]
    assert at_execution["executed_on"] == ["", "2025-03-12"]
    assert len(at_execution["sha256"][1]) == 64


def test_the_blanks_of_the_text_are_filled_when_it_comes_back(administrator, draft):
    assert "Signed on ____" in draft.text
    power = executed(administrator, draft)
    assert power.text.endswith("Signed on March 12, 2025\n\n/s/ Benjamin M. Locke\nBenjamin M. Locke")
    assert kept(power).state_on(EXECUTED) is PowerState.IN_FORCE


def test_a_paper_that_is_out_is_not_changed_before_it_is_taken_back(administrator, draft):
    poa_send(actor=administrator, power=draft, sent_on=TODAY)
    with pytest.raises(TermsFixed, match="Take it back"):
        corrected(administrator, draft, covers_form_5=False, reason="")
    poa_take_back(actor=administrator, power=draft)
    assert corrected(administrator, draft, covers_form_5=False, reason="").stage == PowerStage.DRAFTED
    assert kept(draft).sent_on is None


def test_what_is_done_in_the_wrong_place_is_refused_in_a_sentence(administrator, draft):
    with pytest.raises(NotThere, match="Only what was sent"):
        poa_take_back(actor=administrator, power=draft)
    with pytest.raises(NotThere, match="enter the execution first"):
        poa_scan_replace(actor=administrator, power=draft, scan=ContentFile(SCAN, "x"))
    power = executed(administrator, draft)
    with pytest.raises(NotThere, match="executed already"):
        executed(administrator, draft)
    with pytest.raises(NotThere, match="Only a draft is sent"):
        poa_send(actor=administrator, power=power, sent_on=TODAY)
    with pytest.raises(NotThere, match="is kept"):
        poa_discard(actor=administrator, power=power)


def test_a_draft_is_thrown_away_and_the_log_keeps_that_it_was_there(administrator, draft):
    poa_send(actor=administrator, power=draft, sent_on=TODAY)
    poa_discard(actor=administrator, power=draft)
    assert not PowerOfAttorney.objects.exists()
    assert history(draft)[0].verb == "discarded this draft of a power of attorney"


def test_what_is_no_scan_executes_nothing(administrator, draft):
    with pytest.raises(NotAScan):
        poa_execute(
            actor=administrator,
            power=draft,
            executed_on=TODAY,
            signed_by="Benjamin M. Locke",
            scan=ContentFile(b"<html>", "paper.pdf"),
        )
    assert kept(draft).stage == PowerStage.DRAFTED


def test_a_power_that_would_end_before_it_began_is_not_executed(administrator, draft):
    ends = {"ends": "date", "ends_on": EXECUTED - dt.timedelta(days=1)}
    corrected(administrator, draft, reason="", **ends)
    with pytest.raises(ValidationError, match="cannot end before it was executed"):
        executed(administrator, draft)


@pytest.mark.parametrize(
    "values",
    [
        {"stage": "executed", "executed_on": None},
        {"stage": "drafted", "executed_on": EXECUTED},
        {"stage": "sent", "executed_on": None, "sent_on": None},
        {"stage": "sent", "executed_on": None, "sent_on": TODAY, "filed_with": "0001234567-26-000123"},
        {"joint_signers": 2},
        {"signs_jointly": True, "joint_signers": 1},
        {"revokes_replaced": True},
        {"revocation": "x.pdf"},
        {"text_confirmed_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)},
    ],
)
def test_the_database_itself_refuses_what_no_paper_can_be(locke, values):
    given = {"grantor": locke, "executed_on": EXECUTED, "text": "Know all", **values}
    with pytest.raises(IntegrityError), transaction.atomic():
        PowerOfAttorney.objects.create(**given)


def test_a_text_cannot_be_confirmed_without_a_scan(administrator, power):
    with pytest.raises(NotThere, match="no scan"):
        poa_text_confirm(actor=administrator, power=power, seen=what_is_read(power))
    with pytest.raises(IntegrityError), transaction.atomic():
        PowerOfAttorney.objects.filter(pk=power.pk).update(
            text_confirmed_by=administrator, text_confirmed_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        )


# The text beside the scan


def test_who_read_the_text_beside_the_scan_is_kept(administrator, draft):
    power = executed(administrator, draft)
    poa_text_confirm(actor=administrator, power=power, seen=what_is_read(power))
    assert kept(power).text_confirmed_by == administrator
    assert kept(power).text_confirmed_at is not None


def test_a_text_that_was_changed_while_somebody_read_is_not_confirmed(administrator, draft):
    power = executed(administrator, draft)
    seen = what_is_read(power)
    corrected(administrator, power, text="Another text.")
    with pytest.raises(ChangedMeanwhile):
        poa_text_confirm(actor=administrator, power=power, seen=seen)


def test_another_text_or_another_scan_has_to_be_read_again(administrator, draft):
    power = executed(administrator, draft)
    for change in (
        lambda: corrected(administrator, power, text="Another text."),
        lambda: poa_scan_replace(actor=administrator, power=power, scan=ContentFile(OTHER_SCAN, "x")),
    ):
        now = kept(power)
        poa_text_confirm(actor=administrator, power=now, seen=what_is_read(now))
        change()
        assert kept(power).text_confirmed_by is None


# Corrections, and what is fixed


def test_an_executed_power_is_corrected_with_a_reason(administrator, power):
    with pytest.raises(ReasonMissing):
        corrected(administrator, power, reason="", covers_form_5=False)
    corrected(administrator, power, covers_form_5=False)
    event = history(power)[0]
    assert event.verb == "corrected what this power of attorney says"
    assert event.changes == {
        "covers_form_5": ["yes", "no"],
        "reason": ["", "The paper says otherwise."],
    }


def test_a_draft_is_changed_without_a_reason(administrator, draft):
    corrected(administrator, draft, reason="", covers_form_5=False)
    assert history(draft)[0].verb == "changed this power of attorney"


@pytest.mark.parametrize(
    "terms",
    [
        {"covers_form_144": True},
        {"covers_amendments": False},
        {"issuer": None},
        {"executed_on": EXECUTED - dt.timedelta(days=3)},
        {"ends": "date", "ends_on": TODAY},
        {"text": "Other words."},
        {"allows_substitution": True},
        {"is_durable": True},
    ],
)
def test_once_somebody_signed_under_it_its_terms_are_fixed(administrator, power, terms):
    authority_used(power=power, substitution=None, on=TODAY)
    with pytest.raises(TermsFixed, match="somebody signed under this power on 24 Nov 2026"):
        corrected(administrator, power, **terms)
    assert not history(power).exists()


def test_once_somebody_signed_under_it_nobody_is_put_on_it_or_taken_off(administrator, power, garrison):
    authority_used(power=power, substitution=None, on=TODAY)
    with pytest.raises(TermsFixed):
        poa_save(
            actor=administrator, power=kept(power), attorneys=[garrison], reason="It names David Garrison."
        )


@pytest.mark.parametrize(
    "terms", [{"covers_form_144": True}, {"text": "Other words."}, {"used_on": None}, {"executed_on": TODAY}]
)
def test_the_database_itself_refuses_to_change_the_terms_of_a_used_power(power, terms):
    authority_used(power=power, substitution=None, on=TODAY)
    with pytest.raises(IntegrityError, match="its terms are fixed"), transaction.atomic():
        PowerOfAttorney.objects.filter(pk=power.pk).update(**terms)


def test_what_happens_to_a_used_power_is_still_kept(administrator, power):
    authority_used(power=power, substitution=None, on=TODAY)
    poa_scan_replace(actor=administrator, power=power, scan=ContentFile(SCAN, "x"))
    now = kept(power)
    poa_text_confirm(actor=administrator, power=now, seen=what_is_read(now))
    poa_filed_with(actor=administrator, power=power, accession_number="0001234567-26-000123")
    attorney_end(actor=administrator, attorney=power.named_attorneys.get(), ended_on=TODAY)
    poa_revoke(actor=administrator, power=power, revoked_on=TODAY)
    note = poa_note(actor=administrator, power=power, text="The paper names Form 144 too.")
    now = kept(power)
    assert (now.filed_with, now.revoked_on, now.text_confirmed_by) == (
        "0001234567-26-000123", TODAY, administrator,
    )  # fmt: skip
    assert list(now.notes.all()) == [note]
    assert history(power)[0].changes == {"note": ["", "The paper names Form 144 too."]}


def test_the_first_signature_and_the_last_are_kept(power):
    for day in (TODAY, TODAY + dt.timedelta(days=3)):
        authority_used(power=power, substitution=None, on=day)
    assert (kept(power).used_on, kept(power).last_used_on) == (TODAY, TODAY + dt.timedelta(days=3))


def test_a_correction_does_not_take_back_a_revocation_that_came_meanwhile(administrator, power):
    open_on_the_screen = kept(power)
    poa_revoke(actor=administrator, power=power, revoked_on=TODAY)
    open_on_the_screen.covers_form_5 = False
    poa_save(
        actor=administrator,
        power=open_on_the_screen,
        attorneys=list(power.attorneys.all()),
        reason="The paper is silent on Form 5.",
    )
    assert (kept(power).revoked_on, kept(power).covers_form_5) == (TODAY, False)


# Replacing


def successor(administrator, power, attorney, *, revokes: bool) -> PowerOfAttorney:
    new = PowerOfAttorney(
        stage=PowerStage.DRAFTED,
        grantor=power.grantor,
        issuer=power.issuer,
        replaces=power,
        revokes_replaced=revokes,
    )
    new.text = power_text(new, [attorney.signing_name])
    return poa_save(actor=administrator, power=new, attorneys=[attorney])


def test_a_new_power_revokes_the_one_it_replaces_where_it_says_so(administrator, power, attorney):
    new = successor(administrator, power, attorney, revokes=True)
    assert "I revoke the power of attorney that I signed on March 12, 2025." in new.text.replace("\n", " ")
    assert kept(power).revoked_on is None, "a draft revokes nothing"
    executed(administrator, new, on=TODAY)
    assert kept(power).revoked_on == TODAY
    assert history(power)[0].verb == "revoked this power by the power of attorney of 24 November 2026"


def test_a_new_power_that_does_not_say_so_revokes_nothing(administrator, power, attorney):
    executed(administrator, successor(administrator, power, attorney, revokes=False), on=TODAY)
    assert kept(power).revoked_on is None


def test_the_day_of_a_new_power_is_corrected_and_the_end_of_the_old_one_moves_along(
    administrator, power, attorney
):
    new = executed(administrator, successor(administrator, power, attorney, revokes=True), on=TODAY)
    day_before = TODAY - dt.timedelta(days=1)
    corrected(administrator, new, executed_on=day_before)
    assert kept(power).revoked_on == day_before


def test_a_revocation_of_its_own_stays_where_the_new_power_came_later(administrator, power, attorney):
    poa_revoke(actor=administrator, power=power, revoked_on=dt.date(2026, 5, 1))
    executed(administrator, successor(administrator, power, attorney, revokes=True), on=TODAY)
    assert kept(power).revoked_on == dt.date(2026, 5, 1)


def test_only_a_power_of_the_same_grantor_is_replaced(power, ramaswamy):
    stranger = PowerOfAttorney(grantor=ramaswamy, executed_on=TODAY, text="Know all", replaces=power)
    with pytest.raises(ValidationError, match="same grantor"):
        stranger.clean()
