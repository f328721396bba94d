"""Signing: who may, what the line says, and that nothing moves afterwards."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import transaction

from compliance.audit.log import history
from compliance.audit.models import Event
from compliance.models import Membership, Role, User
from filings.models import Filing, FilingState, RenderJob, Signature, Snapshot
from filings.ownership import canonical
from filings.ownership.codes import Table
from filings.ownership.deadlines import EASTERN
from filings.services import sign
from filings.services.archive import filing_amend
from filings.services.assemble import assemble
from filings.services.draft import filing_save, filing_signer_choose
from filings.services.editing import NotEditable
from filings.services.review import ChangedSince, NotReady
from filings.services.sign import NoAuthority, filing_sign, preview_queue
from filings.services.standing import standings
from people.models import Issuer
from tests.filings.harborwell import (
    NOW,
    Desk,
    draft,
    filed,
    fresh,
    line,
    login,
    on_the_desk,
    only_owner,
    option,
    power_of_attorney,
    reporting_owner,
    reviewed,
    sale,
    sign_as,
    signed,
    signed_sale,
    under_powers,
)


def to_sign(desk: Desk, *, under_power: bool = False) -> Filing:
    """A sale by Anil that is reviewed and waits for its signature."""
    filing = draft(desk)
    line(desk, filing, sale())
    return reviewed(desk, under_powers(desk, filing) if under_power else filing)


def try_to_sign(filing: Filing, by: User) -> tuple[Signature, ...]:
    return sign_as(by, filing)


def refusal(filing: Filing, by: User) -> str:
    """What the person is told; and that nothing was signed."""
    with pytest.raises(NoAuthority) as refused:
        try_to_sign(filing, by)
    assert not filing.signatures.exists()
    assert fresh(filing).state == FilingState.REVIEWED
    return str(refused.value)


def test_the_insider_signs_in_person(desk):
    filing = to_sign(desk)
    (signature,) = try_to_sign(filing, desk.anil_login)
    assert (signature.line, signature.power) == ("/s/ Anil Ramaswamy", None)
    assert (signature.signed_on, signature.report_sha256) == (NOW.date(), filing.reviewed_sha256)
    assert (fresh(filing).state, fresh(filing).signed_at) == (FilingState.SIGNED, NOW)


def test_the_attorney_signs_under_the_power_and_the_line_says_so(desk):
    (signature,) = try_to_sign(to_sign(desk, under_power=True), desk.dana)
    assert signature.line == "/s/ Dana Okafor, attorney-in-fact for Anil Ramaswamy"
    assert signature.power == desk.anil_power


def test_somebody_who_signs_for_an_entity_stands_in_the_line_with_it(desk):
    manager = login("lena", "Lena", "Brandt")
    fund = reporting_owner("800", "", "Tidewater Partners LP", kind="entity", user=manager)
    filing = draft(desk, fund)
    one = only_owner(filing)
    one.is_ten_percent_owner = True
    one.save()
    line(desk, filing, sale())
    filing = reviewed(desk, filing)
    assert "not stated in which capacity Lena Brandt signs" in refusal(filing, manager)
    fund.signatories.create(
        user=manager,
        capacity="Managing Member",
        through="Tidewater GP LLC, its general partner",
        started_on=dt.date(2020, 1, 2),
    )
    (signature,) = try_to_sign(filing, manager)
    assert signature.line == (
        "Tidewater Partners LP, By: Tidewater GP LLC, its general partner, By: /s/ Lena Brandt, Managing Member"
    )


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"ends": "date", "ends_on": dt.date(2026, 11, 22)}, "ended on 22 November 2026"),
        ({"revoked_on": NOW.date()}, "revoked on 23 November 2026"),
        ({"executed_on": dt.date(2026, 11, 24)}, "not yet executed"),
        ({"covers_form_4": False}, "does not cover Form 4"),
    ],
    ids=["expired", "revoked", "not yet executed", "another form"],
)
def test_a_power_that_does_not_hold_today_signs_nothing(desk, change, reason):
    filing = to_sign(desk, under_power=True)
    type(desk.anil_power).objects.filter(pk=desk.anil_power.pk).update(**change)
    assert reason in refusal(filing, desk.dana)


def test_a_power_signs_on_its_last_day(desk):
    filing = to_sign(desk, under_power=True)
    type(desk.anil_power).objects.update(ends="date", ends_on=NOW.date())
    assert try_to_sign(filing, desk.dana)


def test_a_power_for_another_issuer_signs_nothing(desk):
    other = Issuer.objects.create(cik="99", conformed_name="TIDEWATER CORP")
    filing = to_sign(desk, under_power=True)
    type(desk.anil_power).objects.update(issuer=other)
    assert "TIDEWATER CORP" in refusal(filing, desk.dana)


def test_a_power_for_every_issuer_signs(desk):
    filing = to_sign(desk, under_power=True)
    type(desk.anil_power).objects.update(issuer=None)
    assert try_to_sign(filing, desk.dana)


def test_a_power_that_is_silent_on_amendments_signs_none(desk):
    amendment = filing_amend(actor=desk.kemi, filing_id=filed(signed_sale(desk), by=desk.kemi).pk)
    filing_save(
        actor=desk.kemi,
        filing_id=amendment.pk,
        values={"remarks": "Amended to correct the price."},
        version=1,
    )
    filing = reviewed(desk, under_powers(desk, amendment))
    type(desk.anil_power).objects.update(covers_amendments=False)
    assert "does not cover amendments" in refusal(filing, desk.dana)


def test_a_report_under_a_joint_power_waits_for_the_second_signature(desk):
    filing = to_sign(desk, under_power=True)
    other = login("otto", "Otto", "Lind", Role.ATTORNEY)
    desk.anil_power.named_attorneys.create(user=other)
    type(desk.anil_power).objects.update(signs_jointly=True)
    try_to_sign(filing, desk.dana)
    assert fresh(filing).state == FilingState.REVIEWED
    with pytest.raises(NoAuthority, match="Dana Okafor has signed"):
        try_to_sign(filing, desk.dana)
    try_to_sign(filing, other)
    assert fresh(filing).state == FilingState.SIGNED
    report = Snapshot.objects.get(filing=filing).submission.report
    assert [one.name for one in report.signatures] == [
        "/s/ Dana Okafor, attorney-in-fact for Anil Ramaswamy",
        "/s/ Otto Lind, attorney-in-fact for Anil Ramaswamy",
    ]


def test_an_attorney_who_is_not_named_signs_nothing(desk):
    stranger = login("otto", "Otto", "Lind", Role.ATTORNEY)
    assert "Otto Lind is not named" in refusal(to_sign(desk, under_power=True), stranger)


def test_an_attorney_who_lost_the_role_signs_nothing(desk):
    filing = to_sign(desk, under_power=True)
    Membership.objects.filter(user=desk.dana).delete()
    assert "does not hold the role" in refusal(filing, desk.dana)


def test_an_attorney_whose_own_authority_ended_signs_nothing(desk):
    filing = to_sign(desk, under_power=True)
    desk.anil_power.named_attorneys.update(ended_on=dt.date(2026, 11, 20))
    assert "ended on 20 November 2026" in refusal(filing, desk.dana)


def test_an_attorney_whose_login_is_closed_signs_nothing(desk):
    filing = to_sign(desk, under_power=True)
    User.objects.filter(pk=desk.dana.pk).update(is_active=False)
    assert refusal(filing, desk.dana)


def test_an_insider_whose_login_is_closed_signs_nothing(desk):
    filing = to_sign(desk)
    User.objects.filter(pk=desk.anil_login.pk).update(is_active=False)
    assert "closed" in refusal(filing, desk.anil_login)


def test_the_preparer_and_the_administrator_sign_for_nobody(desk):
    filing = to_sign(desk)
    for person in (desk.kemi, desk.ruth):
        assert refusal(filing, person)


def test_the_draft_says_who_signs_and_nobody_else_does(desk):
    in_person = to_sign(desk)
    assert "signs in person" in refusal(in_person, desk.dana)
    under_power = to_sign(desk, under_power=True)
    assert "attorney-in-fact signs" in refusal(under_power, desk.anil_login)


def test_a_power_of_somebody_else_signs_nothing(desk):
    """The page offers only the owner's own powers; a row that says otherwise is not believed."""
    type(desk.anil_power).objects.update(filed_with="0001234567-25-000001")
    filing = to_sign(desk, under_power=True)
    filing.filing_owners.update(power=desk.mira_power)
    assert "Ramaswamy Anil did not give" in refusal(filing, desk.dana)


def test_a_report_is_signed_once(desk):
    filing = to_sign(desk)
    try_to_sign(filing, desk.anil_login)
    with pytest.raises(ChangedSince, match="signed already"):
        try_to_sign(filing, desk.anil_login)
    assert filing.signatures.count() == 1
    assert Snapshot.objects.filter(filing=filing, kind=Snapshot.Kind.SIGNED).count() == 1


def test_a_draft_is_not_signed_before_its_review(desk):
    filing = draft(desk)
    line(desk, filing, sale())
    with pytest.raises(ChangedSince):
        filing_sign(actor=desk.anil_login, filing_id=filing.pk, sha256="", manner=on_the_desk())


def test_a_report_that_changed_since_it_was_read_is_not_signed(desk):
    filing = to_sign(desk)
    with pytest.raises(ChangedSince):
        filing_sign(actor=desk.anil_login, filing_id=filing.pk, sha256="0" * 64, manner=on_the_desk())
    filing_save(actor=desk.kemi, filing_id=filing.pk, values={"remarks": "More."}, version=filing.version)
    with pytest.raises(ChangedSince):
        try_to_sign(filing, desk.anil_login)
    assert not filing.signatures.exists()


def test_an_address_that_moved_after_the_review_has_to_be_reviewed(desk):
    filing = to_sign(desk)
    desk.anil.city = "OAKLAND"
    desk.anil.save()
    with pytest.raises(ChangedSince, match="reviewed again"):
        try_to_sign(filing, desk.anil_login)


def test_an_error_that_time_brought_stops_the_signature(desk, clock):
    """A clock that was set back: the trade is after today now."""
    filing = to_sign(desk)
    clock.set(dt.datetime(2026, 11, 19, 9, 0, tzinfo=EASTERN))
    with pytest.raises(NotReady):
        try_to_sign(filing, desk.anil_login)


@pytest.mark.parametrize("days", [2, 30, 400])
def test_late_is_never_stopped(desk, clock, days):
    filing = to_sign(desk)
    clock.set(NOW + dt.timedelta(days=days))
    try_to_sign(filing, desk.anil_login)
    assert fresh(filing).state == FilingState.SIGNED


def test_at_eleven_at_night_in_new_york_the_signature_has_that_day(desk, clock):
    filing = to_sign(desk)
    clock.set(dt.datetime(2026, 11, 25, 4, 0, tzinfo=dt.UTC))
    (signature,) = try_to_sign(filing, desk.anil_login)
    assert signature.signed_on == dt.date(2026, 11, 24)


# Joint filings


def joint(desk: Desk) -> Filing:
    """A sale that Anil and Mira report together: he signs himself, Dana signs for her."""
    filing = draft(desk, desk.anil, desk.mira)
    line(desk, filing, sale())
    filing_signer_choose(
        actor=desk.kemi, filing_owner=filing.filing_owners.get(owner=desk.mira), power=desk.mira_power
    )
    return reviewed(desk, filing)


def test_a_joint_filing_is_signed_when_both_are_signed_for(desk):
    filing = joint(desk)
    try_to_sign(filing, desk.dana)
    assert fresh(filing).state == FilingState.REVIEWED
    assert not RenderJob.objects.exists()
    try_to_sign(filing, desk.anil_login)
    assert fresh(filing).state == FilingState.SIGNED
    report = Snapshot.objects.get(filing=filing).submission.report
    assert [one.name for one in report.signatures] == [
        "/s/ Anil Ramaswamy",
        "/s/ Dana Okafor, attorney-in-fact for Mira Ramaswamy",
    ], "in the order of the owners on the form, whoever signed first"


def test_one_signer_of_a_joint_filing_does_not_sign_twice(desk):
    filing = joint(desk)
    try_to_sign(filing, desk.dana)
    with pytest.raises(NoAuthority):
        try_to_sign(filing, desk.dana)
    assert filing.signatures.count() == 1


def test_an_attorney_for_both_signs_for_both_at_once_and_both_powers_go_along(desk):
    filing = draft(desk, desk.anil, desk.mira)
    line(desk, filing, sale())
    filing = reviewed(desk, under_powers(desk, filing))
    assert len(try_to_sign(filing, desk.dana)) == 2
    assert fresh(filing).state == FilingState.SIGNED
    exhibits = Snapshot.objects.get(filing=filing).submission.exhibits
    assert [one.type for one in exhibits] == ["EX-24.1", "EX-24.2"]


def test_each_owner_sees_how_the_signature_stands(desk):
    filing = joint(desk)
    mine, hers = standings(filing, desk.anil_login, on=NOW.date())
    assert (mine.can_sign, mine.line) == (True, "/s/ Anil Ramaswamy")
    assert not hers.can_sign
    assert hers.authority.reason


# The freeze


def test_the_frozen_report_is_the_reviewed_one_with_its_signatures(desk):
    filing = draft(desk)
    line(desk, filing, sale(price=Decimal("38.4")), notes={"price": "A weighted average."})
    line(desk, filing, option(), table=Table.II)
    filing = signed(desk, under_powers(desk, filing), desk.dana)
    snapshot = Snapshot.objects.get(filing=filing, kind=Snapshot.Kind.SIGNED)
    assert canonical.sha256(snapshot.content.encode()) == snapshot.sha256
    assert canonical.encode(snapshot.submission) == snapshot.content.encode()
    assert snapshot.submission == assemble(filing, snapshot.submission.report.signatures)
    assert [(one.name, one.date) for one in snapshot.submission.report.signatures] == [
        ("/s/ Dana Okafor, attorney-in-fact for Anil Ramaswamy", NOW.date())
    ]


def test_what_happens_to_people_later_does_not_reach_the_frozen_report(desk):
    filing = signed_sale(desk)
    before = Snapshot.objects.get(filing=filing).submission
    desk.anil.conformed_name, desk.anil.city = "Somebody Else", "OAKLAND"
    desk.anil.save()
    assert Snapshot.objects.get(filing=filing).submission == before


def test_both_documents_are_queued_and_the_log_holds_signature_and_freeze(desk):
    filing = signed_sale(desk)
    jobs = RenderJob.objects.filter(snapshot__filing=filing)
    assert sorted(jobs.values_list("kind", "state")) == [("pdf", "queued"), ("xml", "queued")]
    freeze, signature = history(filing)[:2]
    assert (signature.actor, signature.verb) == (desk.anil_login, "signed: /s/ Anil Ramaswamy")
    assert (freeze.actor, freeze.verb) == (None, "froze the signed report")


def test_a_freeze_that_fails_leaves_no_signature_no_job_and_no_event(desk, monkeypatch):
    filing = to_sign(desk)
    events = Event.objects.count()

    def disk_full(*_args, **_kwargs):
        raise OSError("No space left on device")

    monkeypatch.setattr(sign, "queue_renderings", disk_full)
    with pytest.raises(OSError, match="No space"), transaction.atomic():
        try_to_sign(filing, desk.anil_login)
    assert fresh(filing).state == FilingState.REVIEWED
    assert not filing.signatures.exists()
    assert not Snapshot.objects.exists()
    assert Event.objects.count() == events


# Exhibit 24


def test_a_power_goes_along_with_its_first_filing_and_the_remarks_list_it(desk):
    filing = draft(desk)
    line(desk, filing, sale())
    submission = assemble(under_powers(desk, filing))
    assert [(one.type, one.text) for one in submission.exhibits] == [("EX-24", desk.anil_power.text)]
    assert submission.report.remarks == "Exhibit List: Exhibit 24 - Power of Attorney"


def test_the_list_of_exhibits_stands_below_the_preparers_remarks_once(desk):
    filing = under_powers(desk, draft(desk))
    version = filing.version
    for remarks, expected in (
        ("The sale was small.", "The sale was small.\nExhibit List: Exhibit 24 - Power of Attorney"),
        ("See Exhibit 24.", "See Exhibit 24."),
    ):
        filing = filing_save(
            actor=desk.kemi, filing_id=filing.pk, values={"remarks": remarks}, version=version
        )
        version = filing.version
        assert assemble(filing).report.remarks == expected


def test_a_power_that_is_on_file_is_not_attached_again(desk):
    filing = draft(desk)
    line(desk, filing, sale())
    filed(signed(desk, under_powers(desk, filing), desk.dana), by=desk.kemi)
    following = draft(desk)
    line(desk, following, sale(date=dt.date(2026, 11, 23), owned_after=None))
    submission = assemble(under_powers(desk, following))
    assert submission.exhibits == ()
    assert submission.report.remarks == ""


def test_no_exhibit_for_one_who_signs_in_person(desk):
    assert assemble(draft(desk)).exhibits == ()


# Previews


def test_two_previews_of_one_state_of_the_draft_are_one(desk):
    filing = draft(desk)
    line(desk, filing, sale())
    first = preview_queue(actor=desk.kemi, filing=fresh(filing))
    assert preview_queue(actor=desk.kemi, filing=fresh(filing)).pk == first.pk
    line(desk, filing, sale(price=Decimal(39), owned_after=None))
    assert preview_queue(actor=desk.kemi, filing=fresh(filing)).pk != first.pk
    assert RenderJob.objects.count() == 4


def test_there_is_no_preview_of_a_signed_report(desk):
    filing = signed_sale(desk)
    with pytest.raises(NotEditable):
        preview_queue(actor=desk.kemi, filing=filing)


def test_a_second_power_to_the_same_attorney_does_not_stand_in_for_the_chosen_one(desk):
    filing = to_sign(desk, under_power=True)
    power_of_attorney(desk.anil, desk.dana, desk.issuer)
    type(desk.anil_power).objects.filter(pk=desk.anil_power.pk).update(revoked_on=NOW.date())
    assert "revoked" in refusal(filing, desk.dana)
