"""Different people prepare, review and sign, where the issuer wants that: who is stopped, and what still works."""

import datetime as dt

import pytest

from compliance.audit.log import history
from compliance.models import Membership, Role, User
from filings.models import AuthenticationDocument, Filing, FilingState
from filings.ownership.codes import Table
from filings.ownership.deadlines import EASTERN
from filings.ownership.findings import Finding
from filings.selectors.queue import to_be_signed_by_others, to_sign
from filings.selectors.states import states_of
from filings.services.archive import filing_amend
from filings.services.draft import filing_create, filing_save, filing_signer_choose
from filings.services.duties import Duties, duties_of, reviewers_besides
from filings.services.evidence.documents import OnPaper, printed_sha256
from filings.services.evidence.shown import report_show
from filings.services.review import (
    OtherReviewerNeeded,
    examine,
    filing_mark_reviewed,
    filing_send_back,
    finding_acknowledge,
)
from filings.services.rows import row_remove, row_save
from filings.services.sign import NoAuthority, filing_sign, signatures_to_give
from filings.services.sign_queue import filings_sign
from filings.services.split import filing_split
from filings.services.standing import standings
from people.models import AttorneyInFact, Position
from tests.filings.harborwell import (
    FRIDAY,
    NOW,
    Desk,
    attest,
    draft,
    filed,
    fresh,
    line,
    login,
    on_the_desk,
    only_owner,
    reporting_owner,
    sale,
    sign_as,
    signed_sale,
    under_powers,
)
from tests.filings.services.evidence.papers import scan

THURSDAY = dt.datetime(2026, 11, 26, 9, 0, tzinfo=EASTERN)


@pytest.fixture
def apart(desk) -> Desk:
    """Harborwell wants different people to prepare, review and sign."""
    desk.issuer.requires_different_people = True
    desk.issuer.save()
    return desk


@pytest.fixture
def otto(desk) -> User:
    """Prepares and reviews like Kemi, and both powers name him beside Dana."""
    otto = login("otto", "Otto", "Lind", Role.PREPARER)
    attest(otto, by=desk.ruth)
    Membership.objects.create(user=otto, role=Role.ATTORNEY)
    for power in (desk.anil_power, desk.mira_power):
        AttorneyInFact.objects.create(power=power, user=otto)
    return otto


def begun(desk: Desk, *, under_power: bool = True) -> Filing:
    """Anil's sale, prepared by Kemi alone."""
    filing = draft(desk)
    line(desk, filing, sale())
    return under_powers(desk, filing) if under_power else fresh(filing)


def pass_on(filing: Filing, by: User) -> Filing:
    """The review, with what the preparer says to the warnings before it."""
    for finding in examine(fresh(filing)).open_warnings:
        finding_acknowledge(
            actor=fresh(filing).created_by,
            filing_id=filing.pk,
            fingerprint=finding.fingerprint,
            reason="Seen by counsel.",
        )
    return filing_mark_reviewed(actor=by, filing_id=filing.pk, sha256=examine(fresh(filing)).sha256)


def late_finding(filing: Filing) -> Finding:
    return next(one for one in examine(fresh(filing)).open_warnings if one.check == "F4-017")


def change(filing: Filing, by: User, note: str = "Ask the broker.") -> None:
    filing_save(actor=by, filing_id=filing.pk, values={"desk_note": note}, version=fresh(filing).version)


def refused(filing: Filing, by: User) -> str:
    """What somebody is told who tries to sign; nothing is signed, and the log has it."""
    before = filing.signatures.count()
    with pytest.raises(NoAuthority) as refusal:
        sign_as(by, filing)
    assert filing.signatures.count() == before
    event = history(filing)[0]
    assert (event.actor, event.verb) == (by, "was refused the signature")
    assert event.changes["reason"][1] == str(refusal.value)
    return str(refusal.value)


def names(filing: Filing) -> set[str]:
    return {one.username for one in filing.preparers.all()}


# Who prepared it


def test_whoever_began_and_whoever_changed_it_prepared_it(desk, otto):
    filing = begun(desk)
    assert names(filing) == {"kemi"}
    change(filing, otto)
    assert names(filing) == {"kemi", "otto"}


def test_a_change_that_was_undone_was_made_all_the_same(desk, otto):
    filing = begun(desk)
    row = row_save(actor=otto, filing_id=filing.pk, table=Table.I, values=sale(), marks={}, new_notes={})
    row_remove(actor=desk.kemi, row=row)
    assert "otto" in names(filing)


def test_to_choose_who_signs_is_to_prepare_because_the_power_becomes_an_exhibit(desk, otto):
    filing = begun(desk, under_power=False)
    filing_signer_choose(actor=otto, filing_owner=only_owner(filing), power=desk.anil_power)
    assert "otto" in names(filing)


def test_to_say_why_a_warning_stands_is_to_prepare(desk, otto, clock):
    clock.set(THURSDAY)
    filing = begun(desk)
    late = late_finding(filing)
    finding_acknowledge(
        actor=otto, filing_id=filing.pk, fingerprint=late.fingerprint, reason="The broker was late."
    )
    assert names(filing) == {"kemi", "otto"}


def test_to_review_to_send_back_and_to_sign_is_not_to_prepare(desk, otto):
    filing = pass_on(begun(desk), otto)
    filing_send_back(actor=desk.dana, filing_id=filing.pk, comment="The price looks odd.")
    pass_on(filing, otto)
    sign_as(desk.dana, filing)
    assert names(filing) == {"kemi"}


def test_whoever_prepared_the_whole_prepared_each_part_of_it(desk, otto):
    filing = begun(desk)
    for number in range(35):
        line(desk, filing, sale(amount=number + 1, owned_after=None))
    first, second = filing_split(actor=otto, filing_id=filing.pk)
    assert names(first) == names(second) == {"kemi", "otto"}


def test_whoever_starts_an_amendment_prepares_it_and_not_whoever_prepared_what_it_amends(desk, otto):
    original = filed(signed_sale(desk), by=desk.kemi)
    assert names(filing_amend(actor=otto, filing_id=original.pk)) == {"otto"}
    assert names(original) == {"kemi"}


def test_an_edit_by_somebody_known_costs_one_statement(desk, django_assert_num_queries):
    filing = begun(desk)
    with django_assert_num_queries(1):
        filing.preparers.add(desk.kemi)


# The review


def test_who_prepared_a_report_does_not_review_it_and_the_log_keeps_the_attempt(apart):
    filing = begun(apart)
    with pytest.raises(OtherReviewerNeeded, match="You prepared this report; at HARBORWELL"):
        pass_on(filing, apart.kemi)
    assert fresh(filing).state == FilingState.DRAFT
    event = history(filing)[0]
    assert (event.actor, event.verb) == (apart.kemi, "was refused the review")


def test_somebody_else_reviews_it(apart, otto):
    assert pass_on(begun(apart), otto).reviewed_by == otto


def test_where_the_issuer_does_not_ask_one_person_may_do_all_of_it(desk, otto):
    filing = filing_create(actor=otto, issuer=desk.issuer, owner=desk.anil, on=FRIDAY)
    row_save(actor=otto, filing_id=filing.pk, table=Table.I, values=sale(), marks={}, new_notes={})
    filing_signer_choose(actor=otto, filing_owner=only_owner(filing), power=desk.anil_power)
    pass_on(filing, otto)
    assert sign_as(otto, filing)
    assert duties_of(fresh(filing)) == Duties()


def test_whoever_changed_it_after_the_review_does_not_review_it_either(apart, otto):
    filing = pass_on(begun(apart), otto)
    change(filing, otto)
    with pytest.raises(OtherReviewerNeeded):
        pass_on(filing, otto)
    assert pass_on(filing, apart.dana).reviewed_by == apart.dana


def test_the_page_names_who_may_review_instead(apart, otto):
    filing = begun(apart)
    login("lena", "Lena", "Berg", Role.ADMINISTRATOR)  # administrators do not review
    User.objects.filter(pk=login("gone", "Tom", "Gone", Role.PREPARER).pk).update(is_active=False)
    assert reviewers_besides(filing, duties_of(filing)) == [otto, apart.dana]


# The signature


def test_three_people_bring_a_report_to_its_signature(apart, otto):
    filing = pass_on(begun(apart), otto)
    assert sign_as(apart.dana, filing)
    assert fresh(filing).state == FilingState.SIGNED


def test_who_reviewed_a_report_does_not_sign_it(apart, otto):
    filing = pass_on(begun(apart), otto)
    assert refused(filing, otto) == "You reviewed this report; at HARBORWELL INC. somebody else signs it."
    assert sign_as(apart.dana, filing)


def test_who_prepared_a_report_does_not_sign_it(apart, otto):
    filing = begun(apart)
    change(filing, otto)
    pass_on(filing, login("lena", "Lena", "Berg", Role.PREPARER))
    assert refused(filing, otto) == "You prepared this report; at HARBORWELL INC. somebody else signs it."


def test_nor_does_it_help_to_undo_the_change(apart, otto):
    filing = begun(apart)
    change(filing, otto)
    change(filing, apart.kemi, note="")
    pass_on(filing, login("lena", "Lena", "Berg", Role.PREPARER))
    assert "You prepared this report" in refused(filing, otto)


def test_an_insider_who_prepared_the_own_report_is_told_to_have_an_attorney_sign(apart, otto):
    Membership.objects.create(user=apart.anil_login, role=Role.PREPARER)
    anil = User.objects.get(pk=apart.anil_login.pk)
    filing = begun(apart, under_power=False)
    change(filing, anil)
    pass_on(filing, otto)
    assert refused(filing, anil) == (
        "You prepared this report; at HARBORWELL INC. somebody else signs it. Have an attorney-in-fact sign: choose "
        "a power of attorney under Exhibits."
    )
    filing_signer_choose(actor=anil, filing_owner=only_owner(filing), power=apart.anil_power)
    pass_on(filing, otto)
    assert sign_as(apart.dana, filing)


def test_an_insider_who_did_nothing_but_read_it_signs_the_own_report(apart, otto):
    filing = pass_on(begun(apart, under_power=False), otto)
    assert sign_as(apart.anil_login, filing)


def test_nor_is_it_signed_on_paper(apart, otto):
    filing = begun(apart)
    sha256 = pass_on(filing, otto).reviewed_sha256
    report_show(actor=otto, filing=filing, sha256=sha256)
    apart.issuer.requires_different_people = False
    apart.issuer.save()
    (one,) = signatures_to_give(examine(fresh(filing)), otto, on=NOW.date())
    apart.issuer.requires_different_people = True
    apart.issuer.save()
    with pytest.raises(NoAuthority, match="You reviewed this report"):
        filing_sign(
            actor=otto,
            filing_id=filing.pk,
            sha256=sha256,
            manner=OnPaper(scan=scan(), printed=printed_sha256(one)),
        )
    assert not AuthenticationDocument.objects.exists()


def test_of_several_owners_he_may_sign_for_none_and_each_reason_is_said_once(apart, otto):
    stranger = reporting_owner("7654399", "Noor", "Haddad")
    Position.objects.create(
        owner=stranger, issuer=apart.issuer, kind="director", started_on=dt.date(2021, 3, 1)
    )
    filing = under_powers(apart, draft(apart, apart.anil, apart.mira))
    line(apart, filing, sale())
    pass_on(filing, otto)
    assert refused(filing, otto) == "You reviewed this report; at HARBORWELL INC. somebody else signs it."
    assert len(sign_as(apart.dana, filing)) == 2


def test_of_several_owners_the_own_reason_is_told_beside_the_duty(apart, otto):
    """Mira signs for herself, so nobody's power serves for her; Otto reviewed the report besides."""
    filing = under_powers(apart, draft(apart, apart.anil, apart.mira))
    line(apart, filing, sale())
    mira = filing.filing_owners.get(owner=apart.mira)
    filing_signer_choose(actor=apart.kemi, filing_owner=mira, power=None)
    apart.mira.user = login("mira", "Mira", "Ramaswamy")
    apart.mira.save()
    pass_on(filing, otto)
    told = refused(filing, otto)
    assert "You reviewed this report" in told
    assert "signs in person" in told


def test_those_who_sign_together_are_other_people_than_preparer_and_reviewer(apart, otto):
    apart.anil_power.signs_jointly = True
    apart.anil_power.save()
    grace = login("grace", "Grace", "Lin", Role.ATTORNEY)
    AttorneyInFact.objects.create(power=apart.anil_power, user=grace)
    filing = pass_on(begun(apart), login("lena", "Lena", "Berg", Role.PREPARER))
    for signer in (apart.dana, otto, grace):
        if fresh(filing).state == FilingState.REVIEWED:
            sign_as(signer, filing)
    assert fresh(filing).state == FilingState.SIGNED
    assert filing.signatures.count() >= 2


def test_in_the_queue_one_that_is_refused_stops_no_other(apart, otto):
    own, other = begun(apart), begun(apart)
    pass_on(own, otto)
    pass_on(other, login("lena", "Lena", "Berg", Role.PREPARER))
    for filing in (own, other):
        report_show(actor=otto, filing=filing, sha256=fresh(filing).reviewed_sha256)
    outcomes = filings_sign(
        actor=otto,
        chosen=[(one.pk, fresh(one).reviewed_sha256) for one in (own, other)],
        manner=on_the_desk(),
    )
    assert ["You reviewed" in one.refusal for one in outcomes] == [True, False]


def test_the_queue_offers_nobody_what_is_for_other_hands(apart, otto):
    reviewed_by_otto = pass_on(begun(apart), otto)
    prepared_by_otto = begun(apart)
    change(prepared_by_otto, otto)
    pass_on(prepared_by_otto, apart.dana)
    assert not to_sign(otto).exists()
    assert set(to_be_signed_by_others(otto)) == {reviewed_by_otto, prepared_by_otto}
    assert list(to_sign(apart.dana)) == [reviewed_by_otto]
    apart.issuer.requires_different_people = False
    apart.issuer.save()
    assert set(to_sign(otto)) == {reviewed_by_otto, prepared_by_otto}
    assert not to_be_signed_by_others(otto).exists()


# The issuer begins to ask while reports are under way


@pytest.fixture
def under_way(desk, otto) -> Filing:
    """Kemi prepared and reviewed it, which was all right until the issuer wanted different people."""
    filing = pass_on(begun(desk), desk.kemi)
    desk.issuer.requires_different_people = True
    desk.issuer.save()
    return fresh(filing)


def test_what_its_preparer_reviewed_is_not_signed(desk, under_way):
    assert refused(under_way, desk.dana) == (
        "Kemi Adeyemi reviewed this report and prepared it as well; at HARBORWELL INC. somebody else reviews it. "
        "Have it reviewed again."
    )


def test_somebody_else_reviews_it_again_and_it_is_signed(desk, otto, under_way):
    assert pass_on(under_way, otto).reviewed_by == otto
    assert "reviewed the report again" in history(under_way)[0].verb
    assert states_of(under_way)[0].was[-1] == f"reviewed by {otto}"
    assert sign_as(desk.dana, under_way)


def test_its_preparer_does_not_review_it_again(desk, under_way):
    with pytest.raises(OtherReviewerNeeded):
        pass_on(under_way, desk.kemi)
    assert fresh(under_way).reviewed_by == desk.kemi


def test_a_review_that_counts_is_not_given_twice(apart, otto):
    filing = pass_on(begun(apart), otto)
    assert pass_on(filing, apart.dana).reviewed_by == otto


def test_a_signature_that_its_preparer_gave_before_is_given_anew_by_somebody_else(desk, otto):
    desk.anil_power.signs_jointly = True
    desk.anil_power.save()
    filing = begun(desk)
    change(filing, otto)
    pass_on(filing, lena := login("lena", "Lena", "Berg", Role.PREPARER))
    sign_as(otto, filing)
    desk.issuer.requires_different_people = True
    desk.issuer.save()
    assert refused(filing, desk.dana) == (
        "Otto Lind signed this report and prepared it as well; at HARBORWELL INC. somebody else signs it. Have it "
        "reviewed again, and signed after that."
    )
    pass_on(filing, lena)
    assert not filing.signatures.exists()
    assert sign_as(desk.dana, filing)


def test_a_reviewer_who_says_why_a_new_warning_stands_has_prepared_it(apart, otto, clock):
    filing = pass_on(begun(apart), otto)
    clock.set(THURSDAY)
    late = late_finding(filing)
    finding_acknowledge(actor=otto, filing_id=filing.pk, fingerprint=late.fingerprint, reason="Snow.")
    assert "Otto Lind reviewed this report and prepared it as well" in refused(filing, apart.dana)


def test_what_is_signed_already_stays_signed(desk, otto):
    filing = signed_sale(desk)
    desk.issuer.requires_different_people = True
    desk.issuer.save()
    assert duties_of(fresh(filing)) == Duties()
    (one,) = standings(fresh(filing), otto, on=NOW.date())
    assert one.signature is not None
