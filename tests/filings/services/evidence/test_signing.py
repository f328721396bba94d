"""Signing and its evidence are one stroke: there is no signature without its document, and none without the rest."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from compliance.audit.log import history
from compliance.models import Membership, Role, User
from filings.models import (
    Attestation,
    AuthenticationDocument,
    AuthenticationPdf,
    Filing,
    FilingState,
    ReportShown,
    Signature,
)
from filings.ownership import authentication, canonical
from filings.ownership.authentication import ByHand, Electronic
from filings.ownership.deadlines import EASTERN
from filings.services.draft import filing_discard, filing_save, filing_signer_choose
from filings.services.evidence import documents
from filings.services.evidence.attestations import attestation_end, attestation_of
from filings.services.evidence.documents import OnPaper
from filings.services.evidence.shown import report_show
from filings.services.review import ChangedSince, NotReady, examine, filing_send_back
from filings.services.sign import NoAuthority, NotAttested, NotShown, filing_sign, signatures_to_give
from people.models import Signatory
from tests.filings.harborwell import (
    NOW,
    draft,
    fresh,
    line,
    login,
    on_the_desk,
    only_owner,
    reporting_owner,
    reviewed,
    sale,
    sign_as,
    under_powers,
)
from tests.filings.services.evidence.papers import PNG, document_of, scan, sign_on_paper, to_sign

TOMORROW = NOW + dt.timedelta(days=1)


def show(filing: Filing, to: User) -> None:
    report_show(actor=to, filing=filing, sha256=fresh(filing).reviewed_sha256)


def sign(filing: Filing, by: User, sha256: str = "") -> tuple[Signature, ...]:
    """Only the signature itself: nothing is shown or attested on the way."""
    return filing_sign(
        actor=User.objects.get(pk=by.pk),
        filing_id=filing.pk,
        sha256=sha256 or fresh(filing).reviewed_sha256,
        manner=on_the_desk(),
    )


def last_refusal(filing: Filing) -> tuple[str, str]:
    """Who was refused last, and why, as the log has it."""
    event = history(filing).filter(verb="was refused the signature").first()
    return str(event.actor), event.changes["reason"][1]


def nothing_is_signed(filing: Filing) -> bool:
    return not filing.signatures.exists() and not AuthenticationDocument.objects.exists()


# The document


def test_the_attorneys_document_says_all_that_the_rule_asks_for(desk):
    filing = to_sign(desk)
    (signature,) = sign_as(desk.dana, filing)
    document = document_of(filing).document
    assert (document.signatory.name, document.signatory.login) == ("Dana Okafor", "dana")
    assert (document.owner, document.owner_cik) == ("Anil Ramaswamy", "7654321")
    assert document.report.sha256 == signature.report_sha256 == filing.reviewed_sha256
    assert (document.report.form, document.report.filing) == ("4", filing.pk)
    assert (document.report.issuer, document.report.period) == ("HARBORWELL INC.", dt.date(2026, 11, 20))
    assert document.basis.capacity == "attorney-in-fact"
    assert (document.basis.executed_on, document.basis.filed_with) == (dt.date(2025, 6, 1), "")
    assert (document.line, document.dated) == (signature.line, signature.signed_on)
    assert (document.signed_at, signature.signed_at) == (NOW, NOW)
    manner = document.manner
    assert isinstance(manner, Electronic)
    assert (manner.proof, manner.proven_at) == ("password", NOW - dt.timedelta(minutes=1))
    assert (manner.shown_at, manner.attested_on) == (NOW, dt.date(2026, 1, 5))
    assert f"“{signature.line}”" in document.words[0]


def test_the_insiders_document_says_in_person(desk):
    filing = to_sign(desk, under_power=False)
    sign_as(desk.anil_login, filing)
    document = document_of(filing).document
    assert document.basis == authentication.Basis(capacity="in person")
    assert document.line == "/s/ Anil Ramaswamy"


def test_the_managing_member_signs_for_the_fund_through_its_general_partner(desk):
    jane = login("jane", "Jane", "Roe")
    fund = reporting_owner("800", "", "ACME LP", kind="entity")
    Signatory.objects.create(
        owner=fund,
        user=jane,
        capacity="Managing Member",
        through="ACME GP LLC, its general partner",
        started_on=dt.date(2020, 1, 1),
    )
    filing = draft(desk, fund)
    one = only_owner(filing)
    one.is_ten_percent_owner = True
    one.save()
    line(desk, filing, sale())
    (signature,) = sign_as(jane, reviewed(desk, filing))
    assert (
        signature.line == "ACME LP, By: ACME GP LLC, its general partner, By: /s/ Jane Roe, Managing Member"
    )
    assert signature.signatory == Signatory.objects.get()
    basis = document_of(filing).document.basis
    assert (basis.capacity, basis.through) == ("Managing Member", "ACME GP LLC, its general partner")
    assert fresh(filing).state == FilingState.SIGNED


def test_a_line_that_edgar_would_cut_is_not_signed_and_the_page_says_why(desk):
    jane = login("jane", "Jane", "Roe")
    fund = reporting_owner("800", "", "A" * 100, kind="entity")
    Signatory.objects.create(
        owner=fund, user=jane, capacity="M" * 80, through="B" * 90, started_on=dt.date(2020, 1, 1)
    )
    filing = draft(desk, fund)
    one = only_owner(filing)
    one.is_ten_percent_owner = True
    one.save()
    line(desk, filing, sale())
    with pytest.raises(NoAuthority, match="EDGAR takes 255"):
        sign_as(jane, reviewed(desk, filing))


def test_each_owner_of_a_joint_filing_has_a_document_of_its_own(desk):
    filing = draft(desk, desk.anil, desk.mira)
    line(desk, filing, sale())
    filing = reviewed(desk, under_powers(desk, filing))
    sign_as(desk.dana, filing)
    said = [one.document.document for one in filing.signatures.all()]
    assert [one.owner for one in said] == ["Anil Ramaswamy", "Mira Ramaswamy"]
    assert {one.report.sha256 for one in said} == {filing.reviewed_sha256}
    assert all(one.report.owners == ("Ramaswamy Anil", "Ramaswamy Mira") for one in said)


def test_attorneys_who_sign_together_each_sign_a_document(desk):
    other = login("otto", "Otto", "Lind", Role.ATTORNEY)
    desk.anil_power.named_attorneys.create(user=other)
    type(desk.anil_power).objects.update(signs_jointly=True)
    filing = to_sign(desk)
    sign_as(desk.dana, filing)
    assert fresh(filing).state == FilingState.REVIEWED
    sign_as(other, filing)
    assert fresh(filing).state == FilingState.SIGNED
    names = [one.document.document.signatory.name for one in filing.signatures.all()]
    assert names == ["Dana Okafor", "Otto Lind"]


def test_ten_signatures_are_all_that_edgar_takes(desk):
    """Six owners whose two attorneys sign only together."""
    other = login("otto", "Otto", "Lind", Role.ATTORNEY)
    owners = [desk.anil, *(reporting_owner(f"55{number}", "Ann", f"Lee{number}") for number in range(5))]
    for one in owners[1:]:
        power = desk.anil_power
        power.pk, power.grantor, power._state.adding = None, one, True
        power.save()
        power.named_attorneys.create(user=desk.dana)
    type(desk.anil_power).objects.update(signs_jointly=True)
    for power in type(desk.anil_power).objects.all():
        power.named_attorneys.create(user=other)
    filing = draft(desk, *owners)
    filing.filing_owners.update(is_director=True)
    line(desk, filing, sale())
    with pytest.raises(NotReady, match="takes 12 signatures and EDGAR takes 10"):
        sign_as(desk.dana, reviewed(desk, under_powers(desk, filing)))


def test_the_log_has_the_documents_hash_and_the_frozen_report_has_nothing_of_it(desk):
    filing = to_sign(desk)
    sign_as(desk.dana, filing)
    document = document_of(filing)
    assert document.sha256 == canonical.sha256(document.content.encode())
    event = history(filing).get(verb__startswith="signed: ")
    assert event.changes == {"authentication document": ["", document.sha256]}
    frozen = filing.snapshots.get(kind="signed").content
    assert document.sha256 not in frozen
    assert "password" not in frozen


def test_the_pdf_is_asked_for_and_the_signature_does_not_wait_for_it(desk):
    filing = to_sign(desk)
    sign_as(desk.dana, filing)
    assert fresh(filing).state == FilingState.SIGNED
    assert AuthenticationPdf.objects.get().state == AuthenticationPdf.State.QUEUED


def test_a_signature_that_fails_leaves_no_document(desk, monkeypatch):
    filing = to_sign(desk)
    show(filing, desk.dana)

    def broken(*_args: object, **_named: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("filings.services.sign._freeze", broken)
    with pytest.raises(RuntimeError):
        sign(filing, desk.dana)
    assert nothing_is_signed(filing)
    assert not AuthenticationPdf.objects.exists()


# What a change does to a document


def test_a_change_voids_the_signature_and_its_document_stays(desk):
    filing = draft(desk, desk.anil, desk.mira)
    line(desk, filing, sale())
    filing_signer_choose(
        actor=desk.kemi, filing_owner=filing.filing_owners.get(owner=desk.mira), power=desk.mira_power
    )
    filing = reviewed(desk, filing)
    sign_as(desk.dana, filing)
    filing_send_back(actor=desk.kemi, filing_id=filing.pk, comment="The price is wrong.")
    document = AuthenticationDocument.objects.get()
    assert document.is_void
    assert document.document.signatory.name == "Dana Okafor"


def test_a_draft_that_was_signed_once_can_be_discarded_and_the_document_outlives_it(desk):
    filing = draft(desk, desk.anil, desk.mira)
    line(desk, filing, sale())
    filing_signer_choose(
        actor=desk.kemi, filing_owner=filing.filing_owners.get(owner=desk.mira), power=desk.mira_power
    )
    filing = reviewed(desk, filing)
    sign_as(desk.dana, filing)
    filing_send_back(actor=desk.kemi, filing_id=filing.pk, comment="No trade after all.")
    filing_discard(actor=desk.kemi, filing_id=filing.pk)
    assert AuthenticationDocument.objects.get().filing_id == filing.pk
    assert not Filing.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE filings_authenticationdocument SET content = '{}'",
        "UPDATE filings_authenticationdocument SET sha256 = 'x'",
        "UPDATE filings_authenticationdocument SET signed_at = '2020-01-01 00:00:00+00:00'",
        "UPDATE filings_authenticationdocument SET signer_id = signer_id + 1",
        "DELETE FROM filings_authenticationdocument",
        "UPDATE filings_attestation SET signed_on = '2020-01-01'",
        "UPDATE filings_attestation SET scan = 'another'",
        "DELETE FROM filings_attestation",
    ],
)
def test_the_database_refuses_to_change_what_was_signed(desk, change):
    sign_as(desk.dana, to_sign(desk))
    with pytest.raises(IntegrityError, match="evidence"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_the_database_takes_no_electronic_document_without_an_attestation(desk):
    with pytest.raises(IntegrityError), transaction.atomic():
        AuthenticationDocument.objects.create(
            filing=to_sign(desk),
            owner=desk.anil,
            signer=desk.dana,
            manner="electronic",
            signed_at=NOW,
            content="{}",
            sha256="a" * 64,
        )


# Refusals: each says why, and is in the log


def test_without_an_attestation_nobody_signs_electronically(desk):
    Attestation.objects.update(ended_at=NOW, end_reason="Signed the wrong form.")
    filing = to_sign(desk)
    show(filing, desk.dana)
    with pytest.raises(NotAttested, match="No attestation that Dana Okafor signed by hand"):
        sign(filing, desk.dana)
    assert nothing_is_signed(filing)
    assert last_refusal(filing)[0] == "Dana Okafor"
    assert "attestation" in last_refusal(filing)[1]


def test_an_owner_who_signs_in_person_needs_one_as_well(desk):
    attestation_end(
        actor=desk.ruth, attestation=desk.anil_login.attestations.get(), reason="Another signature."
    )
    filing = to_sign(desk, under_power=False)
    show(filing, desk.anil_login)
    with pytest.raises(NotAttested):
        sign(filing, desk.anil_login)


def test_an_attestation_that_was_signed_later_does_not_serve_earlier(desk):
    """Regulation S-T, Rule 302(b)(2): before the first electronic signature."""
    assert attestation_of(desk.dana, on=dt.date(2026, 1, 4)) is None
    assert attestation_of(desk.dana, on=dt.date(2026, 1, 5)) is not None


def test_a_report_that_was_not_opened_is_not_signed(desk):
    filing = to_sign(desk)
    show(filing, desk.anil_login)  # somebody else did
    with pytest.raises(NotShown, match="Open it, read it"):
        sign(filing, desk.dana)
    assert nothing_is_signed(filing)


def test_what_was_opened_in_another_state_was_not_shown(desk):
    filing = to_sign(desk)
    show(filing, desk.dana)
    filing_save(actor=desk.kemi, filing_id=filing.pk, values={"remarks": "More."}, version=filing.version)
    filing = reviewed(desk, filing)
    with pytest.raises(NotShown):
        sign(filing, desk.dana)


def test_a_report_that_was_changed_in_another_tab_is_not_signed(desk):
    filing = to_sign(desk)
    show(filing, desk.dana)
    opened = filing.reviewed_sha256
    filing_save(actor=desk.kemi, filing_id=filing.pk, values={"remarks": "More."}, version=filing.version)
    filing = reviewed(desk, filing)
    with pytest.raises(ChangedSince, match="no longer the one that you read"):
        sign(filing, desk.dana, opened)
    assert "no longer" in last_refusal(filing)[1]


def test_midnight_in_new_york_takes_another_look(desk, clock):
    """Opened at 11:59 p.m. and signed at 12:01 a.m.: the signature would carry another date than was shown."""
    filing = to_sign(desk)
    clock.set(dt.datetime(2026, 11, 23, 23, 59, 30, tzinfo=EASTERN))
    show(filing, desk.dana)
    clock.set(dt.datetime(2026, 11, 24, 0, 0, 30, tzinfo=EASTERN))
    with pytest.raises(NotShown, match="today's date in New York"):
        sign(filing, desk.dana)
    show(filing, desk.dana)
    (signature,) = sign(filing, desk.dana)
    assert signature.signed_on == dt.date(2026, 11, 24)


def test_midnight_in_london_changes_nothing(desk, clock):
    filing = to_sign(desk)
    clock.set(dt.datetime(2026, 11, 23, 18, 30, tzinfo=EASTERN))
    show(filing, desk.dana)
    clock.set(dt.datetime(2026, 11, 24, 0, 30, tzinfo=dt.UTC))
    (signature,) = sign(filing, desk.dana)
    assert signature.signed_on == dt.date(2026, 11, 23)


def test_a_power_that_ended_at_midnight_signs_nothing_after_it(desk, clock):
    type(desk.anil_power).objects.update(ends="date", ends_on=NOW.date())
    filing = to_sign(desk)
    clock.set(TOMORROW)
    show(filing, desk.dana)
    with pytest.raises(NoAuthority, match="ended on 23 November 2026"):
        sign(filing, desk.dana)


def test_an_attorney_who_lost_the_role_between_opening_and_signing_is_refused(desk):
    filing = to_sign(desk)
    show(filing, desk.dana)
    Membership.objects.filter(user=desk.dana).delete()
    with pytest.raises(NoAuthority, match="does not hold the role"):
        sign(filing, desk.dana)
    assert "role" in last_refusal(filing)[1]


def test_a_signer_whose_login_was_closed_meanwhile_is_refused(desk):
    filing = to_sign(desk)
    show(filing, desk.dana)
    stale = User.objects.get(pk=desk.dana.pk)
    User.objects.filter(pk=desk.dana.pk).update(is_active=False)
    with pytest.raises(NoAuthority, match="closed"):
        filing_sign(actor=stale, filing_id=filing.pk, sha256=filing.reviewed_sha256, manner=on_the_desk())
    assert "closed" in last_refusal(filing)[1]


def test_the_same_post_twice_signs_once_and_tells_the_second(desk):
    filing = to_sign(desk)
    sign_as(desk.dana, filing)
    with pytest.raises(ChangedSince, match="signed already"):
        sign(filing, desk.dana)
    assert AuthenticationDocument.objects.count() == 1
    assert last_refusal(filing) == ("Dana Okafor", "This report is signed already.")


def test_a_filing_that_is_gone_is_not_found(desk):
    with pytest.raises(Filing.DoesNotExist):
        filing_sign(actor=desk.dana, filing_id=10**9, sha256="a" * 64, manner=on_the_desk())


# What is shown


def test_the_same_report_opened_twice_in_a_day_is_kept_once(desk, clock):
    filing = to_sign(desk)
    for _ in range(2):
        show(filing, desk.dana)
    assert ReportShown.objects.get().at == NOW
    assert history(filing).filter(verb="was shown the report to sign it").count() == 1
    clock.set(TOMORROW)
    show(filing, desk.dana)
    assert ReportShown.objects.count() == 2


# On paper


def test_a_signer_without_an_attestation_signs_on_paper(desk):
    Attestation.objects.update(ended_at=NOW, end_reason="Not needed.")
    filing = to_sign(desk)
    sign_on_paper(desk.dana, filing)
    row = document_of(filing)
    assert fresh(filing).state == FilingState.SIGNED
    assert (row.manner, row.attestation) == ("by_hand", None)
    assert row.document.manner == ByHand(signed_on=NOW.date(), paper=canonical.sha256(PNG))
    with row.scan.open("rb") as kept:
        assert kept.read() == PNG
    assert not AuthenticationPdf.objects.exists()
    assert "by hand" in row.document.words[1]


def test_the_paper_of_yesterday_is_not_taken(desk, clock):
    filing = to_sign(desk)
    (one,) = signatures_to_give(examine(filing), desk.dana, on=NOW.date())
    printed = documents.printed_sha256(one)
    clock.set(TOMORROW)
    show(filing, desk.dana)
    with pytest.raises(ChangedSince, match="Print it again"):
        filing_sign(
            actor=desk.dana,
            filing_id=filing.pk,
            sha256=filing.reviewed_sha256,
            manner=OnPaper(scan=scan(), printed=printed),
        )
    assert nothing_is_signed(filing)


def test_the_paper_of_one_owner_signs_for_that_one_alone(desk):
    filing = draft(desk, desk.anil, desk.mira)
    line(desk, filing, sale())
    filing = reviewed(desk, under_powers(desk, filing))
    sign_on_paper(desk.dana, filing)
    assert [one.owner for one in filing.signatures.all()] == [desk.anil]
    assert fresh(filing).state == FilingState.REVIEWED
    sign_on_paper(desk.dana, filing, content=PNG + b"2")
    assert fresh(filing).state == FilingState.SIGNED
