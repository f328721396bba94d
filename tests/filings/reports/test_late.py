"""The register of late reports: what was late, by how much, and what is not known."""

from compliance.calendar import load_calendar
from compliance.models import EdgarCalendarDay
from filings.models import Filing
from filings.ownership.report import Cell
from filings.reports.fiscal_year import fiscal_year
from filings.reports.late import late_from_before, late_reports
from filings.reports.to_judge import amendments_to_judge, small_acquisitions_to_judge
from filings.reports.unfiled import overdue_drafts, undated_reports
from people.models import Issuer
from tests.filings.harborwell import NOW, draft, filed, sale, signed
from tests.filings.harborwell import line as add_line
from tests.filings.past import owner
from tests.filings.reports.kestrel import (
    MAJA,
    day,
    drafted,
    form,
    form_3,
    kestrel,
    lindqvist,
    line,
    okafor,
    small,
    year,
)


def late(number: int = 2026):
    return late_reports(kestrel(), year(number), load_calendar())


def test_a_sale_of_monday_filed_a_week_later_is_three_business_days_late(keep):
    keep((form("4", day(3, 9), line(day(3, 9))), day(3, 16)))
    (one,) = late()
    assert (one.due_on, one.filed_on, one.days_late) == (day(3, 11), day(3, 16), 3)
    assert (one.reports, one.transactions, one.first_trade) == (1, 1, day(3, 9))
    assert one.deadline.count[-1].day == day(3, 11)
    assert "Okafor" in one.owners[0].signing_name


def test_what_was_filed_on_its_due_day_is_not_late(keep):
    keep((form("4", day(3, 9), line(day(3, 9))), day(3, 11)))
    assert late() == []


def test_only_the_lines_count_that_were_late_themselves(keep):
    keep((form("4", day(4, 6), line(day(4, 6)), line(day(4, 6)), line(day(4, 9))), day(4, 10)))
    (one,) = late()
    assert (one.transactions, one.first_trade, one.last_trade) == (2, day(4, 6), day(4, 6))


def test_a_line_that_could_wait_for_form_5_is_not_late_beside_one_that_could_not(keep):
    gift = line(day(3, 2), "G", "A", form_type="5")
    keep((form("4", day(3, 2), gift, line(day(3, 9))), day(3, 16)))
    (one,) = late()
    assert (one.transactions, one.first_trade) == (1, day(3, 9))


def test_a_deemed_date_on_the_form_puts_its_line_in_time(keep):
    planned = line(day(7, 15), deemed_execution=Cell(day(7, 20)))
    keep((form("4", day(7, 15), planned), day(7, 22)), (form("4", day(7, 15), line(day(7, 15))), day(7, 22)))
    (one,) = late()
    assert (one.due_on, one.transactions) == (day(7, 17), 1)


def test_a_sale_that_a_plan_would_put_in_time_is_to_be_asked_about(keep):
    """Sold on Wednesday 15 July 2020, filed on the 21st: in time with a notice of the 17th or later."""
    wednesday = day(7, 15, 2020)
    keep((form("4", wednesday, line(wednesday)), day(7, 21, 2020)))
    (one,) = late(2020)
    assert (one.days_late, one.notice_from) == (2, day(7, 17, 2020))
    assert "17 July 2020" in one.remark


def test_a_grant_is_late_whatever_a_broker_said(keep):
    keep((form("4", day(3, 9), line(day(3, 9), "A", "A")), day(3, 12)))
    (one,) = late()
    assert one.notice_from is None


def test_a_late_form_3_reports_no_transaction(keep):
    keep((form_3(day(6, 1), MAJA), day(6, 22)))
    (one,) = late()
    assert (one.filing.form_type, one.due_on, one.reports, one.transactions) == ("3", day(6, 11), 1, 0)


def test_a_form_5_in_time_counts_for_the_forms_4_that_it_makes_up_for(keep):
    """Three sales on two days that no Form 4 told of, beside a gift that could wait."""
    keep(
        (
            form(
                "5", day(12, 31, 2025),
                line(day(6, 2, 2025), form_type="4"), line(day(6, 2, 2025), form_type="4"),
                line(day(8, 4, 2025), form_type="4"), line(day(9, 1, 2025), "G", "A", form_type="5"),
            ),
            day(2, 12),
        ),
        (form("5", day(12, 31, 2025), line(day(9, 1, 2025), "G", "A", form_type="5"), by=MAJA), day(2, 12)),
    )  # fmt: skip
    (one,) = late(2025)
    assert (one.reports, one.transactions, one.days_late) == (2, 3, 0)
    assert (one.first_trade, one.last_trade) == (day(6, 2, 2025), day(8, 4, 2025))
    assert late(2026) == []


def test_a_late_form_5_counts_itself_and_what_it_should_have_told(keep):
    gift = line(day(9, 1, 2025), "G", "A", form_type="5")
    keep((form("5", day(12, 31, 2025), gift), day(2, 20)))
    (one,) = late(2025)
    assert (one.reports, one.transactions, one.days_late) == (1, 1, 3)


def test_a_report_counts_in_the_fiscal_year_in_which_it_was_due(keep):
    """Sold on 30 December, due on 2 January."""
    keep((form("4", day(12, 30, 2025), line(day(12, 30, 2025))), day(1, 12)))
    assert late(2025) == []
    assert len(late(2026)) == 1
    Issuer.objects.filter(cik="1888001").update(fiscal_year_end="0331")
    assert [one.due_on for one in late(2026)] == [day(1, 2)]


def test_what_was_due_in_one_year_and_filed_in_the_next_is_told_in_both(keep):
    keep((form("4", day(12, 1, 2025), line(day(12, 1, 2025))), day(1, 12)))
    assert len(late(2025)) == 1
    assert late(2026) == []
    (one,) = late_from_before(kestrel(), year(2026), load_calendar())
    assert one.due_on == day(12, 3, 2025)


def test_a_report_without_a_filing_date_is_neither_late_nor_in_time(keep):
    keep((form("4", day(3, 9), line(day(3, 9))), None))
    assert late() == []
    (one,) = undated_reports(kestrel(), year(), load_calendar())
    assert "Filing date not known" in one.why


def test_a_form_5_without_a_filing_date_stands_in_the_year_that_it_is_for(keep):
    keep((form("5", day(12, 31, 2025), line(day(9, 1, 2025), "G", "A", form_type="5")), None))
    assert len(undated_reports(kestrel(), year(2025), load_calendar())) == 1
    assert undated_reports(kestrel(), year(2026), load_calendar()) == []


def test_a_day_that_edgar_closed_after_the_import_excuses_what_was_due_then(keep):
    keep((form("4", day(3, 9), line(day(3, 9))), day(3, 12)))
    assert len(late()) == 1
    EdgarCalendarDay.objects.create(
        day=day(3, 11), kind="closing", name="Mourning", source_url="https://www.sec.gov"
    )
    assert late() == []


def test_a_year_whose_calendar_is_not_known_says_so(keep):
    keep((form("4", day(3, 10, 1998), line(day(3, 10, 1998))), day(4, 10, 1998)))
    assert late(1998) == []
    (one,) = undated_reports(kestrel(), year(1998), load_calendar())
    assert "calendar" in one.why


def test_an_amendment_has_no_due_date_and_is_never_late_itself(keep):
    corrected = form("4/A", day(3, 9), line(day(3, 9)), date_of_original_submission=day(3, 11))
    keep((form("4", day(3, 9), line(day(3, 9))), day(3, 11)), (corrected, day(5, 4)))
    assert late() == []
    assert amendments_to_judge(kestrel(), year()) == []


def test_an_amendment_that_adds_a_transaction_is_to_be_judged(keep):
    keep(
        (form("4", day(3, 9), line(day(3, 9))), day(3, 11)),
        (
            form(
                "4/A", day(3, 9), line(day(3, 9)), line(day(3, 9), "S"),
                date_of_original_submission=day(3, 11),
            ),
            day(5, 4),
        ),
    )  # fmt: skip
    (one,) = amendments_to_judge(kestrel(), year())
    assert (one.transactions, one.due_on, one.filed_on) == (1, day(3, 11), day(5, 4))


def test_an_amendment_of_a_report_that_is_not_here_is_to_be_judged_as_well(keep):
    keep((form("4/A", day(3, 9), line(day(3, 9)), date_of_original_submission=day(3, 11)), day(5, 4)))
    (one,) = amendments_to_judge(kestrel(), year())
    assert one.transactions is None
    assert "not on the desk" in one.why


def test_a_small_acquisition_that_had_to_come_earlier_is_to_be_judged(keep):
    """$12,500 in a month, reported on Form 5."""
    keep(
        (form("5", day(12, 31, 2025), small(day(9, 1, 2025), 500), small(day(9, 22, 2025), 500)), day(2, 12))
    )
    (one,) = small_acquisitions_to_judge(kestrel(), year(2025), load_calendar(), NOW.date())
    assert (one.due_on, one.filed_on, one.transactions) == (day(9, 24, 2025), day(2, 12), 2)
    assert small_acquisitions_to_judge(kestrel(), year(2026), load_calendar(), NOW.date()) == []


# What was prepared here


def test_a_report_of_the_desk_is_late_by_its_lines_and_tells_the_reason(desk):
    filing = draft(desk)
    add_line(desk, filing, sale(date=day(11, 12)))
    filed(signed(desk, filing), by=desk.kemi)
    Filing.objects.filter(pk=filing.pk).update(desk_note="The broker told us on Friday.")
    (one,) = late_reports(desk.issuer, fiscal_year(desk.issuer, 2026), load_calendar())
    assert (one.due_on, one.filed_on, one.transactions) == (day(11, 16), day(11, 23), 1)
    assert one.reason == "Seen by counsel. The broker told us on Friday."


def test_a_plan_trade_of_the_desk_counts_from_its_notice_though_the_form_does_not_show_it(desk):
    """Without a recorded notice the form has no deemed date, and the outside limit holds."""
    filing = draft(desk)
    add_line(desk, filing, sale(date=day(11, 17), under_plan=True))
    filed(signed(desk, filing), by=desk.kemi)
    assert late_reports(desk.issuer, fiscal_year(desk.issuer, 2026), load_calendar()) == []


def test_a_draft_past_its_due_date_is_not_filed_and_one_due_tomorrow_is_still_in_time(desk):
    for traded_on in (day(11, 12), day(11, 20)):
        add_line(desk, draft(desk), sale(date=traded_on))
    (one,) = overdue_drafts(desk.issuer, fiscal_year(desk.issuer, 2026), load_calendar())
    assert (one.due_on, one.days_late, one.state) == (day(11, 16), 5, "Draft")


def test_after_ten_in_the_evening_what_was_due_today_is_late(desk, clock):
    add_line(desk, draft(desk), sale(date=day(11, 20)))
    clock.set(NOW.replace(day=24, hour=21, minute=59))
    assert overdue_drafts(desk.issuer, fiscal_year(desk.issuer, 2026), load_calendar()) == []
    clock.set(NOW.replace(day=24, hour=22, minute=1))
    assert len(overdue_drafts(desk.issuer, fiscal_year(desk.issuer, 2026), load_calendar())) == 1


def test_an_open_small_acquisition_past_its_due_date_is_to_be_judged(keep, desk):
    keep((form("4", day(1, 5), line(day(1, 5))), day(1, 7)))
    for on in (day(9, 1), day(10, 1)):
        drafted(desk.kemi, okafor(), on, "L", 500, is_early=True)
    (one,) = small_acquisitions_to_judge(kestrel(), year(), load_calendar(), NOW.date())
    assert (one.due_on, one.filed_on, one.transactions) == (day(10, 5), None, 2)


def test_a_joint_report_is_one_report_with_both_persons(keep):
    both = form("4", day(3, 9), line(day(3, 9)), owners=(owner(), MAJA))
    keep((both, day(3, 16)))
    (one,) = late()
    assert {each.pk for each in one.owners} == {okafor().pk, lindqvist().pk}
    assert one.persons == "OKAFOR NGOZI A; LINDQVIST MAJA"


def test_the_register_is_read_in_the_same_number_of_queries_whatever_its_length(
    keep, django_assert_max_num_queries
):
    keep(*((form("4", day(3, 9), line(day(3, 9), amount=number)), day(3, 16)) for number in range(1, 31)))
    calendar = load_calendar()
    issuer, fiscal = kestrel(), year()
    with django_assert_max_num_queries(6):
        found = late_reports(issuer, fiscal, calendar)
        assert [(one.persons, one.transactions, one.reason) for one in found] == [
            ("OKAFOR NGOZI A", 1, "")
        ] * 30
