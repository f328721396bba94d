"""Exhibit 24: with the first report that is signed under a power, and not again once it is on file.

Form 4, General Instruction 7(a).
"""

import datetime as dt
from decimal import Decimal

import pytest

from compliance.models import Role
from filings.models import FilingState, Snapshot
from filings.services.archive import filing_amend
from filings.services.assemble import assemble
from filings.services.draft import filing_discard, filing_signer_choose
from filings.services.review import ChangedSince
from filings.services.sign import NoAuthority
from people.models import PowerOfAttorney, Substitution
from tests.filings.harborwell import (
    ACCESSION,
    NOW,
    draft,
    filed,
    fresh,
    line,
    login,
    only_owner,
    power_of_attorney,
    reviewed,
    sale,
    sign_as,
    signed,
    under_powers,
)

OTHER = "0001234567-26-000124"


def sold(desk, *owners, left: int = 12_000):
    """A draft under the owners' powers, with one sale on it after which so many shares are left."""
    filing = draft(desk, *owners)
    line(desk, filing, sale(owned_after=Decimal(left)))
    return under_powers(desk, filing)


def exhibits(filing) -> list[tuple[str, str]]:
    """What the signed report carries: type and description."""
    snapshot = Snapshot.objects.get(filing=filing, kind=Snapshot.Kind.SIGNED)
    return [(one.type, one.description) for one in snapshot.submission.exhibits]


def filed_with(power: PowerOfAttorney) -> str:
    return PowerOfAttorney.objects.get(pk=power.pk).filed_with


@pytest.fixture
def grace(desk):
    """The substitute whom Dana appointed under Anil's power."""
    return login("grace", "Grace", "Lin", Role.ATTORNEY)


@pytest.fixture
def appointment(desk, grace) -> Substitution:
    PowerOfAttorney.objects.filter(pk=desk.anil_power.pk).update(allows_substitution=True)
    return Substitution.objects.create(
        attorney=desk.anil_power.named_attorneys.get(),
        substitute=grace,
        executed_on=dt.date(2026, 11, 2),
        text="I appoint Grace Lin as my substitute. /s/ Dana Okafor",
    )


def test_two_reports_signed_before_either_is_filed_both_carry_it(desk):
    """Neither may rely on EDGAR accepting the other."""
    first = signed(desk, sold(desk), desk.dana)
    second = signed(desk, sold(desk, left=11_500), desk.dana)
    assert exhibits(first) == exhibits(second) == [("EX-24", "Power of Attorney")]
    filed(second, by=desk.kemi)
    filed(first, by=desk.kemi, accession_number=OTHER)
    assert filed_with(desk.anil_power) == ACCESSION, "of the one that EDGAR accepted first"


def test_a_report_that_was_signed_for_and_discarded_leaves_the_power_to_the_next(desk):
    filing = draft(desk, desk.anil, desk.mira)
    line(desk, filing, sale())
    filing = reviewed(desk, under_powers(desk, filing))
    filing_signer_choose(actor=desk.kemi, filing_owner=filing.filing_owners.get(owner=desk.anil), power=None)
    filing = reviewed(desk, filing)
    sign_as(desk.dana, filing)
    assert fresh(filing).state == FilingState.REVIEWED, "Anil has not signed"
    filing_discard(actor=desk.kemi, filing_id=filing.pk)
    assert filed_with(desk.mira_power) == ""
    following = signed(desk, sold(desk, desk.mira), desk.dana)
    assert exhibits(following) == [("EX-24", "Power of Attorney")]


def test_the_power_of_a_discarded_signature_has_fixed_terms_all_the_same(desk):
    filing = reviewed(desk, sold(desk, desk.mira, desk.anil))
    filing_signer_choose(actor=desk.kemi, filing_owner=filing.filing_owners.get(owner=desk.anil), power=None)
    filing = reviewed(desk, filing)
    sign_as(desk.dana, filing)
    filing_discard(actor=desk.kemi, filing_id=filing.pk)
    assert PowerOfAttorney.objects.get(pk=desk.mira_power.pk).used_on == NOW.date()


def test_each_power_of_a_joint_filing_is_on_file_with_it(desk):
    filing = filed(signed(desk, sold(desk, desk.anil, desk.mira), desk.dana), by=desk.kemi)
    assert exhibits(filing) == [("EX-24.1", "Power of Attorney"), ("EX-24.2", "Power of Attorney")]
    assert filed_with(desk.anil_power) == filed_with(desk.mira_power) == filing.accession_number


def test_one_power_of_two_is_on_file_already(desk):
    filed(signed(desk, sold(desk, desk.anil), desk.dana), by=desk.kemi)
    together = signed(desk, sold(desk, desk.anil, desk.mira, left=11_500), desk.dana)
    assert exhibits(together) == [("EX-24", "Power of Attorney")]
    filed(together, by=desk.kemi, accession_number=OTHER)
    assert (filed_with(desk.anil_power), filed_with(desk.mira_power)) == (ACCESSION, OTHER)


def test_an_amendment_of_the_report_that_carried_it_does_not_carry_it_again(desk):
    original = filed(signed(desk, sold(desk), desk.dana), by=desk.kemi)
    amendment = filing_amend(actor=desk.kemi, filing_id=original.pk)
    assert only_owner(amendment).power == desk.anil_power
    assert assemble(amendment).exhibits == ()


def test_a_new_power_is_attached_although_the_old_one_is_on_file(desk):
    filed(signed(desk, sold(desk), desk.dana), by=desk.kemi)
    power_of_attorney(desk.anil, desk.dana, desk.issuer, replaces=desk.anil_power, revokes_replaced=True)
    filing = draft(desk)
    line(desk, filing, sale())
    (new,) = desk.anil.powers_of_attorney.filter(replaces=desk.anil_power)
    filing_signer_choose(actor=desk.kemi, filing_owner=only_owner(filing), power=new)
    assert [one.text for one in assemble(fresh(filing)).exhibits] == [new.text]


def test_a_number_is_only_kept_for_what_the_signed_report_carried(desk):
    """Somebody says that the power is on file, the report is signed without it, and the entry was wrong."""
    PowerOfAttorney.objects.filter(pk=desk.anil_power.pk).update(filed_with=OTHER)
    filing = signed(desk, sold(desk), desk.dana)
    PowerOfAttorney.objects.filter(pk=desk.anil_power.pk).update(filed_with="")
    filed(filing, by=desk.kemi)
    assert filed_with(desk.anil_power) == "", "so it goes along with the next one"


# Substitutes


def test_the_substitute_signs_and_both_papers_go_along(desk, grace, appointment):
    filing = signed(desk, sold(desk), grace)
    (signature,) = filing.signatures.all()
    assert signature.line == "/s/ Grace Lin, substitute attorney-in-fact for Anil Ramaswamy"
    assert signature.substitution == appointment
    assert exhibits(filing) == [("EX-24.1", "Power of Attorney"), ("EX-24.2", "Appointment of Substitute")]
    filing = filed(filing, by=desk.kemi)
    appointment.refresh_from_db()
    assert filed_with(desk.anil_power) == appointment.filed_with == filing.accession_number
    assert appointment.used_on == NOW.date()
    assert assemble(sold(desk)).exhibits == ()


def test_an_appointment_goes_along_although_the_power_is_on_file(desk, grace, appointment):
    PowerOfAttorney.objects.filter(pk=desk.anil_power.pk).update(filed_with=OTHER)
    filing = filed(signed(desk, sold(desk), grace), by=desk.kemi)
    assert exhibits(filing) == [("EX-24", "Appointment of Substitute")]
    assert filed_with(desk.anil_power) == OTHER
    appointment.refresh_from_db()
    assert appointment.filed_with == filing.accession_number


@pytest.mark.parametrize(
    "change", [{"revoked_on": NOW.date()}, {"ends_on": dt.date(2026, 11, 19)}], ids=["revoked", "over"]
)
def test_an_appointment_that_is_over_does_not_go_along(desk, appointment, change):
    Substitution.objects.update(**change)
    assert [one.description for one in assemble(sold(desk)).exhibits] == ["Power of Attorney"]


def test_an_appointment_that_came_after_the_review_has_to_be_reviewed(desk, grace):
    PowerOfAttorney.objects.filter(pk=desk.anil_power.pk).update(allows_substitution=True)
    filing = reviewed(desk, sold(desk))
    Substitution.objects.create(
        attorney=desk.anil_power.named_attorneys.get(),
        substitute=grace,
        executed_on=NOW.date(),
        text="I appoint Grace Lin.",
    )
    with pytest.raises(ChangedSince, match="reviewed again"):
        sign_as(grace, filing)


def test_a_substitute_whose_appointment_was_revoked_this_morning_signs_nothing(desk, grace, appointment):
    filing = sold(desk)
    Substitution.objects.update(revoked_on=NOW.date())
    filing = reviewed(desk, filing)
    with pytest.raises(NoAuthority, match="was revoked on 23 November 2026"):
        sign_as(grace, filing)


# Several who sign together


@pytest.fixture
def joint(desk, grace):
    """Anil's power names Dana and Grace, who sign only together."""
    desk.anil_power.named_attorneys.create(user=grace)
    PowerOfAttorney.objects.filter(pk=desk.anil_power.pk).update(signs_jointly=True)
    return reviewed(desk, sold(desk))


def sign(filing, user):
    return sign_as(user, filing)


def test_a_joint_report_waits_is_signed_by_both_and_is_frozen_once(desk, joint, grace):
    sign(joint, desk.dana)
    assert fresh(joint).state == FilingState.REVIEWED
    assert not Snapshot.objects.filter(filing=joint, kind=Snapshot.Kind.SIGNED).exists()
    sign(joint, grace)
    report = Snapshot.objects.get(filing=joint, kind=Snapshot.Kind.SIGNED).submission.report
    assert [one.name for one in report.signatures] == [
        "/s/ Dana Okafor, attorney-in-fact for Anil Ramaswamy",
        "/s/ Grace Lin, attorney-in-fact for Anil Ramaswamy",
    ]


def test_a_revocation_between_the_two_signatures_stops_the_second(desk, joint, grace):
    sign(joint, desk.dana)
    PowerOfAttorney.objects.filter(pk=desk.anil_power.pk).update(revoked_on=NOW.date())
    with pytest.raises(NoAuthority, match="was revoked"):
        sign(joint, grace)
    assert fresh(joint).state == FilingState.REVIEWED


def test_the_first_signature_stays_where_its_attorney_leaves_before_the_second(desk, joint, grace, clock):
    sign(joint, desk.dana)
    desk.anil_power.named_attorneys.filter(user=desk.dana).update(ended_on=NOW.date())
    clock.set(NOW + dt.timedelta(days=1))
    sign(joint, grace)
    assert fresh(joint).state == FilingState.SIGNED


def test_nobody_begins_to_sign_what_cannot_be_completed(desk, joint, grace):
    desk.anil_power.named_attorneys.filter(user=desk.dana).update(ended_on=NOW.date() - dt.timedelta(days=1))
    with pytest.raises(NoAuthority, match="takes 2 of its attorneys together, and Dana Okafor can no longer"):
        sign(joint, grace)


def test_two_of_three_are_enough_and_the_third_comes_too_late(desk, joint, grace):
    third = login("otto", "Otto", "Lind", Role.ATTORNEY)
    desk.anil_power.named_attorneys.create(user=third)
    PowerOfAttorney.objects.filter(pk=desk.anil_power.pk).update(joint_signers=2)
    sign(joint, third)
    sign(joint, desk.dana)
    assert fresh(joint).state == FilingState.SIGNED
    with pytest.raises(ChangedSince, match="signed already"):
        sign(joint, grace)


def test_a_substitute_does_not_sign_in_a_place_that_is_taken(desk, joint, grace):
    PowerOfAttorney.objects.filter(pk=desk.anil_power.pk).update(allows_substitution=True)
    third = login("otto", "Otto", "Lind", Role.ATTORNEY)
    Substitution.objects.create(
        attorney=desk.anil_power.named_attorneys.get(user=desk.dana),
        substitute=third,
        executed_on=NOW.date(),
        text="I appoint Otto Lind.",
        filed_with=OTHER,
    )
    sign(joint, desk.dana)
    with pytest.raises(NoAuthority, match="in the place in which Otto Lind could sign"):
        sign(joint, third)
    sign(joint, grace)
    assert fresh(joint).state == FilingState.SIGNED
