"""From the first keystroke to a draft that says what the form should say."""

import datetime as dt
from decimal import Decimal

import pytest

from compliance.audit.log import history
from filings.models import Filing, FilingOwner
from filings.ownership.codes import Table
from filings.services.assemble import assemble
from filings.services.draft import (
    MAX_DRAFT_OWNERS,
    TooManyOwners,
    filing_discard,
    filing_owner_add,
    filing_owner_save,
    filing_save,
    filing_signer_choose,
    proposed_relationship,
)
from filings.services.editing import EditConflict
from people.models import Issuer, Position
from tests.filings.harborwell import FRIDAY, draft, fresh, line, only_owner, option, reporting_owner, sale


def report_of(filing: Filing):
    return assemble(fresh(filing)).report


def test_box_5_is_proposed_from_the_positions_held_on_the_trade_date(desk):
    one = only_owner(draft(desk))
    assert (one.is_director, one.is_officer, one.officer_title) == (True, True, "Chief Financial Officer")
    assert (one.is_ten_percent_owner, one.is_other) == (False, False)


def test_a_position_that_began_after_the_trade_does_not_count(desk):
    one = only_owner(draft(desk, on=dt.date(2020, 7, 15)))
    assert not any((one.is_director, one.is_officer, one.is_ten_percent_owner, one.is_other))
    assert one.officer_title == ""


def test_the_last_day_in_office_still_counts_and_the_day_after_does_not(desk):
    desk.anil.positions.filter(kind="officer").update(ended_on=FRIDAY)
    assert proposed_relationship(desk.anil, desk.issuer, FRIDAY)["is_officer"]
    assert not proposed_relationship(desk.anil, desk.issuer, FRIDAY + dt.timedelta(days=1))["is_officer"]


def test_a_promoted_officer_reports_under_the_newer_title(desk):
    Position.objects.create(
        owner=desk.anil, issuer=desk.issuer, kind="officer", title="President", started_on=dt.date(2025, 1, 1)
    )
    assert only_owner(draft(desk)).officer_title == "President"


def test_a_position_at_another_issuer_stays_out_of_box_5(desk):
    other = Issuer.objects.create(cik="99", conformed_name="TIDEWATER CORP")
    Position.objects.create(owner=desk.mira, issuer=other, kind="director", started_on=dt.date(2020, 1, 1))
    one = only_owner(draft(desk, desk.mira))
    assert (one.is_ten_percent_owner, one.is_director) == (True, False)


def test_box_3_is_the_earliest_transaction_of_both_tables(desk):
    filing = draft(desk)
    line(desk, filing, sale())
    assert report_of(filing).period_of_report == FRIDAY
    line(desk, filing, option(date=dt.date(2026, 11, 19)), table=Table.II)
    assert report_of(filing).period_of_report == dt.date(2026, 11, 19)


def test_a_form_without_a_transaction_has_the_date_of_its_event_in_box_3(desk):
    filing = draft(desk)
    filing_save(
        actor=desk.kemi,
        filing_id=filing.pk,
        values={"exit_box": True, "period_without_rows": FRIDAY},
        version=filing.version,
    )
    assert report_of(filing).period_of_report == FRIDAY
    line(desk, filing, sale(date=dt.date(2026, 11, 18)))
    assert report_of(filing).period_of_report == dt.date(2026, 11, 18)


def test_a_sale_on_the_friday_before_is_due_on_tuesday_and_the_list_knows(desk):
    filing = draft(desk)
    assert fresh(filing).due_on is None
    line(desk, filing, sale())
    assert fresh(filing).due_on == dt.date(2026, 11, 24)


def test_a_plan_trade_is_due_at_the_latest_five_days_on_until_the_broker_tells(desk):
    filing = draft(desk)
    row = line(desk, filing, sale(under_plan=True))
    waiting = fresh(filing)
    # Deemed on the third business day, Wednesday; Thanksgiving does not count.
    assert (waiting.due_on, waiting.due_is_provisional) == (dt.date(2026, 11, 30), True)
    assert report_of(filing).non_derivative[0].deemed_execution is None
    row.refresh_from_db()
    row.notified_on = dt.date(2026, 11, 23)
    row.save()
    filing_save(actor=desk.kemi, filing_id=filing.pk, values={"plan_box": True}, version=1)
    told = fresh(filing)
    assert (told.due_on, told.due_is_provisional) == (dt.date(2026, 11, 25), False)
    assert report_of(filing).non_derivative[0].deemed_execution.value == dt.date(2026, 11, 23)


def test_no_deemed_date_where_the_insider_chose_the_day(desk):
    filing = draft(desk)
    line(
        desk, filing,
        sale(under_plan=True, insider_chose_date=True, notified_on=dt.date(2026, 11, 23)),
    )  # fmt: skip
    assert report_of(filing).non_derivative[0].deemed_execution is None
    assert fresh(filing).due_on == dt.date(2026, 11, 24)


def test_the_trading_symbol_address_and_names_come_from_the_people_not_from_typing(desk):
    filing = draft(desk)
    report = report_of(filing)
    assert (report.issuer.cik, report.issuer.trading_symbol) == ("1234567", "HBRW")
    assert report.owners[0].address.city == "SAN FRANCISCO"
    assert report.owners[0].name == "Ramaswamy Anil"


def test_an_address_abroad_has_a_country_and_no_us_state(desk):
    desk.anil.non_us, desk.anil.country, desk.anil.region = True, "A6", "ONTARIO"
    desk.anil.save()
    address = report_of(draft(desk)).owners[0].address
    assert (address.non_us, address.country, address.non_us_state_territory, address.state) == (
        True,
        "A6",
        "ONTARIO",
        "",
    )


def test_an_officer_title_is_not_sent_when_the_officer_box_is_clear(desk):
    one = only_owner(draft(desk))
    filing_owner_save(actor=desk.kemi, filing_owner=one, values={"is_officer": False}, version=1)
    relationship = report_of(one.filing).owners[0].relationship
    assert (relationship.officer, relationship.officer_title) == (False, "")


def test_a_draft_names_more_owners_than_edgar_and_ends_somewhere(desk):
    filing = draft(desk)
    for number in range(MAX_DRAFT_OWNERS - 1):
        owner = reporting_owner(str(900 + number), "Fund", f"No. {number}")
        FilingOwner.objects.create(filing=filing, owner=owner, position=number + 2)
    with pytest.raises(TooManyOwners, match="100 reporting owners"):
        filing_owner_add(actor=desk.kemi, filing_id=filing.pk, owner=desk.mira, on=FRIDAY)
    assert filing.filing_owners.count() == MAX_DRAFT_OWNERS


def test_the_same_owner_added_twice_stands_there_once(desk):
    filing = draft(desk)
    filing_owner_add(actor=desk.kemi, filing_id=filing.pk, owner=desk.anil, on=FRIDAY)
    assert filing.filing_owners.count() == 1
    assert [event.verb for event in history(filing)].count("added Ramaswamy Anil as reporting owner") == 1


def test_the_second_of_two_people_on_box_5_is_told_what_the_first_saved(desk):
    one = only_owner(draft(desk))
    filing_owner_save(actor=desk.kemi, filing_owner=one, values={"officer_title": "CFO"}, version=1)
    with pytest.raises(EditConflict) as conflict:
        filing_owner_save(actor=desk.ruth, filing_owner=one, values={"officer_title": "Treasurer"}, version=1)
    assert conflict.value.current.officer_title == "CFO"
    assert FilingOwner.objects.get(pk=one.pk).officer_title == "CFO"


def test_the_log_tells_what_a_field_was_and_became(desk):
    filing = draft(desk)
    filing_save(
        actor=desk.kemi,
        filing_id=filing.pk,
        values={"plan_box": True, "plan_adopted_on": dt.date(2026, 5, 4)},
        version=1,
    )
    event = history(filing)[0]
    assert (event.actor, event.verb) == (desk.kemi, "changed plan box, plan adopted on")
    assert event.changes == {"plan_box": ["False", "True"], "plan_adopted_on": ["", "2026-05-04"]}


def test_saving_what_is_there_already_leaves_no_event(desk):
    filing = draft(desk)
    before = history(filing).count()
    filing_save(actor=desk.kemi, filing_id=filing.pk, values={"remarks": ""}, version=1)
    assert history(filing).count() == before


def test_a_discarded_draft_is_gone_and_the_log_keeps_that_it_was_there(desk):
    filing = draft(desk)
    row = line(desk, filing, sale(), notes={"price": "Average."})
    filing_discard(actor=desk.kemi, filing_id=filing.pk)
    assert not Filing.objects.filter(pk=filing.pk).exists()
    assert not type(row).objects.exists()
    assert history(filing)[0].verb.startswith("discarded the draft")


def test_signing_in_person_and_under_a_power_can_be_chosen_and_changed_back(desk):
    filing = draft(desk)
    filing_signer_choose(actor=desk.kemi, filing_owner=only_owner(filing), power=desk.anil_power)
    assert only_owner(filing).power == desk.anil_power
    filing_signer_choose(actor=desk.kemi, filing_owner=only_owner(filing), power=None)
    assert only_owner(filing).power is None
    assert "in person" in history(filing)[0].verb


@pytest.mark.parametrize("amount", ["999999999999.9999", "0", "0.0001", "12500"])
def test_an_amount_comes_through_the_database_into_the_report_to_its_last_digit(desk, amount):
    filing = draft(desk)
    line(desk, filing, sale(amount=Decimal(amount)))
    assert str(report_of(filing).non_derivative[0].amount.value) == amount
