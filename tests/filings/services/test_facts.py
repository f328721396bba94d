"""What the desk tells the checks of its own records: powers, approvals, access, classes, the home regime."""

import datetime as dt
from decimal import Decimal

import pytest

from compliance.models import Membership, Role, User
from filings.models import Filing
from filings.ownership.checks.facts import Facts
from filings.ownership.codes import Table
from filings.services.archive import filing_amend
from filings.services.draft import filing_signer_choose
from filings.services.facts import facts_for
from filings.services.review import examine
from filings.services.rows import row_copy
from people.models import Position, SecurityClass
from tests.filings.harborwell import (
    FRIDAY,
    NOW,
    draft,
    filed,
    fresh,
    line,
    login,
    only_owner,
    option,
    reviewed,
    sale,
    signed,
    signed_sale,
    under_powers,
)

WITHHELD = sale(code="F", approval_basis="committee", sold_in_market=True, award="RSU 2024")


def facts(filing: Filing, **now) -> Facts:
    return facts_for(fresh(filing), **now)


def fired(filing: Filing) -> dict[str, str]:
    """The checks that fire on a draft, with their messages."""
    return {one.check: one.message for one in examine(fresh(filing)).findings}


def test_what_a_line_says_beside_the_form_reaches_the_checks(desk):
    filing = draft(desk)
    line(desk, filing, WITHHELD)
    line(desk, filing, sale(code="L", acquired_disposed="A", from_issuer=True))
    line(
        desk, filing, option(code="M", acquired_disposed="D", shares_per_unit=Decimal("1.5")), table=Table.II
    )
    known = facts(filing)
    assert known.approvals == {(Table.I, 0): "committee"}
    assert known.sold_in_market == {(Table.I, 0)}
    assert known.from_issuer == {(Table.I, 1)}
    assert known.shares_per_unit == {0: Decimal("1.5")}


def test_an_amendment_and_a_copy_carry_what_the_line_says_beside_the_form(desk):
    filing = draft(desk)
    row = line(desk, filing, sale(code="F", approval_basis="committee", award="RSU 2024"))
    assert row_copy(actor=desk.kemi, row=row).approval_basis == "committee"
    filing.rows.exclude(pk=row.pk).delete()
    original = filed(signed(desk, filing), by=desk.kemi)
    (carried,) = filing_amend(actor=desk.kemi, filing_id=original.pk).rows.all()
    assert (carried.approval_basis, carried.award) == ("committee", "RSU 2024")


def test_an_approval_on_record_settles_the_question(desk):
    filing = draft(desk)
    row = line(desk, filing, option(), table=Table.II)
    assert "Table II, line 1" in fired(filing)["F4-037"]
    row.approval_basis = "board"
    row.save()
    assert "F4-037" not in fired(filing)


def test_shares_that_a_broker_sold_are_not_withheld(desk):
    filing = draft(desk)
    line(desk, filing, WITHHELD)
    assert "F4-035" in fired(filing)


def small(day: dt.date, dollars: int, **changes) -> dict:
    """A small acquisition of some shares at $10."""
    return sale(
        code="L", acquired_disposed="A", date=day, price=Decimal(10), amount=Decimal(dollars) / 10, **changes
    )


def bought(desk, day: dt.date, dollars: int, **changes) -> Filing:
    filing = draft(desk)
    line(desk, filing, small(day, dollars, **changes))
    return filing


OCTOBER = dt.date(2026, 10, 15)


def test_small_acquisitions_on_other_drafts_count_together(desk):
    filing = bought(desk, FRIDAY, 5_000)
    assert "F4-038" not in fired(filing)
    bought(desk, OCTOBER, 6_000)
    assert "$11,000" in fired(filing)["F4-038"]


@pytest.mark.parametrize(
    ("day", "dollars", "changes"),
    [
        (dt.date(2026, 5, 19), 6_000, {}),
        (OCTOBER, 5_000, {}),
        (OCTOBER, 6_000, {"title": "Class B Common Stock"}),
        (dt.date(2026, 11, 23), 6_000, {}),
    ],
    ids=["seven months ago", "up to the limit", "another class", "later"],
)
def test_what_does_not_count_with_a_small_acquisition(desk, day, dollars, changes):
    bought(desk, day, dollars, **changes)
    assert "F4-038" not in fired(bought(desk, FRIDAY, 5_000))


def test_what_was_reported_before_the_trade_counts_no_more_and_what_came_after_it_does(desk):
    earlier = signed(desk, bought(desk, OCTOBER, 6_000))
    filing = bought(desk, FRIDAY, 5_000)
    assert "F4-038" in fired(filing)
    filed(earlier, by=desk.kemi)
    assert "F4-038" in fired(filing)
    Filing.objects.filter(pk=earlier.pk).update(filed_on=dt.date(2026, 10, 19))
    assert "F4-038" not in fired(filing)


def test_somebody_elses_small_acquisitions_are_their_own(desk):
    other = draft(desk, desk.mira)
    line(desk, other, small(OCTOBER, 6_000))
    assert "F4-038" not in fired(bought(desk, FRIDAY, 5_000))


def under_power(desk) -> Filing:
    filing = draft(desk)
    line(desk, filing, sale())
    return under_powers(desk, filing)


def test_a_sound_power_goes_along_and_says_who_may_sign(desk):
    (signing,) = facts(under_power(desk)).signings.values()
    assert (signing.power.out_of_scope, signing.power.lapsed) == ("", "")
    assert signing.power.attorneys == {"Dana Okafor": ""}
    assert signing.power.attached
    assert not {"F4-049", "F4-050", "F4-051"} & fired(under_power(desk)).keys()


@pytest.mark.parametrize(
    ("change", "check", "words"),
    [
        ({"covers_form_4": False}, "F4-049", "does not cover Form 4"),
        ({"signs_jointly": True}, "", ""),
        ({"revoked_on": NOW.date()}, "F4-051", "revoked on 23 November 2026"),
        ({"ends": "date", "ends_on": FRIDAY}, "F4-051", "ended on 20 November 2026"),
        ({"executed_on": dt.date(2026, 11, 24)}, "F4-051", "not yet executed"),
        ({"text": " "}, "F4-050", "never filed"),
        ({"text": " ", "filed_with": "0001234567-25-000001"}, "", ""),
        ({"text": "Dana may sign Form 4 for me."}, "F4-052", "how long it lasts or amendments"),
    ],
    ids=["another form", "one attorney", "revoked", "ended", "not yet", "no text", "on file", "silent"],
)
def test_a_power_that_would_not_carry_the_signature_is_told_while_the_form_is_prepared(
    desk, change, check, words
):
    filing = under_power(desk)
    type(desk.anil_power).objects.update(**change)
    told = {one: message for one, message in fired(filing).items() if one in {"F4-049", "F4-050", "F4-051"}}
    told |= {"F4-052": fired(filing)["F4-052"]} if check == "F4-052" else {}
    assert told.keys() == ({check} if check else set())
    assert words in told.get(check, "")


def test_attorneys_who_sign_only_together_have_to_be_there_together(desk):
    filing = under_power(desk)
    otto = login("otto", "Otto", "Lind", Role.ATTORNEY)
    desk.anil_power.named_attorneys.create(user=otto)
    type(desk.anil_power).objects.update(signs_jointly=True)
    assert not {"F4-049", "F4-051"} & fired(filing).keys()
    Membership.objects.filter(user=otto).delete()
    assert "takes 2 of its attorneys together" in fired(filing)["F4-051"]


def test_a_power_of_somebody_else_covers_nothing(desk):
    filing = draft(desk)
    line(desk, filing, sale())
    filing_signer_choose(actor=desk.kemi, filing_owner=only_owner(filing), power=desk.mira_power)
    assert "did not give the power" in fired(filing)["F4-049"]


def test_an_attorney_who_left_or_lost_the_role_leaves_nobody_to_sign(desk):
    filing = under_power(desk)
    Membership.objects.filter(user=desk.dana).delete()
    assert "does not hold the role" in fired(filing)["F4-051"]
    Membership.objects.create(user=desk.dana, role=Role.ATTORNEY)
    User.objects.filter(pk=desk.dana.pk).update(is_active=False)
    assert "login of Dana Okafor is closed" in fired(filing)["F4-051"]
    User.objects.filter(pk=desk.dana.pk).update(is_active=True)
    desk.anil_power.named_attorneys.update(ended_on=FRIDAY)
    assert "ended on 20 November 2026" in fired(filing)["F4-051"]


def test_an_owner_without_a_login_does_not_sign_in_person(desk):
    filing = draft(desk, desk.mira)
    line(desk, filing, sale())
    assert "no login" in fired(filing)["F4-049"]
    assert "F4-049" not in fired(under_powers(desk, filing))


def test_what_was_signed_in_time_stays_signed_when_the_power_is_revoked_later(desk):
    filing = signed(desk, under_power(desk), desk.dana)
    type(desk.anil_power).objects.update(revoked_on=dt.date(2026, 11, 24))
    Membership.objects.filter(user=desk.dana).delete()
    assert not {"F4-049", "F4-051"} & fired(filing).keys()
    type(desk.anil_power).objects.update(revoked_on=NOW.date())
    assert "F4-051" in fired(filing)


def test_the_owners_access_to_edgar_is_known_where_somebody_entered_it(desk):
    filing = draft(desk)
    line(desk, filing, sale())
    assert facts(filing).access_until == {}
    type(desk.anil).objects.filter(pk=desk.anil.pk).update(edgar_access_until=NOW.date())
    assert "before the form is due" in fired(filing)["F4-065"]
    assert "F4-065" not in fired(filed(signed_sale(desk), by=desk.kemi))


def test_the_issuers_classes_are_known_by_table(desk):
    common = SecurityClass.objects.create(issuer=desk.issuer, title="Common Stock")
    SecurityClass.objects.create(
        issuer=desk.issuer, title="Restricted Stock Units", is_derivative=True, underlying=common
    )
    filing = draft(desk)
    line(desk, filing, sale(title="Comon Stock"))
    assert facts(filing).class_titles == {
        Table.I: frozenset({"Common Stock"}),
        Table.II: frozenset({"Restricted Stock Units"}),
    }
    assert "“Common Stock”" in fired(filing)["F4-082"]


def test_an_insider_who_reports_at_home_is_asked_about_the_order(desk):
    issuer = desk.issuer
    issuer.is_foreign_private_issuer, issuer.organized_in = True, "2M"
    issuer.save()
    filing = draft(desk)
    line(desk, filing, sale())
    assert "Record on the issuer's page" in fired(filing)["F4-045"]
    issuer.qualifying_regulation = "Article 19 MAR"
    issuer.save()
    assert "F4-045" not in fired(filing)
    Position.objects.filter(owner=desk.anil).update(reports_at_home=True)
    assert "Article 19 MAR" in fired(filing)["F4-045"]


def test_a_domestic_issuers_positions_are_not_asked_for_a_home_regime(desk):
    Position.objects.filter(owner=desk.anil).update(reports_at_home=True)
    assert facts(reviewed(desk, under_power(desk))).report_at_home == frozenset()
