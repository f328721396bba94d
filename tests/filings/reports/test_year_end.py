"""The sweep after the fiscal year, and the statements that no Form 5 is due."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from compliance.audit.log import history
from compliance.calendar import load_calendar
from filings.models import YearEndStatement
from filings.reports.small import small_acquisitions
from filings.reports.year_end import YearEnd, year_ends
from filings.services.year_end import (
    ImplausibleStatement,
    year_end_statement_remove,
    year_end_statement_save,
)
from people.models import Issuer, Position, ReportingOwner
from tests.filings.harborwell import NOW
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
    year,
)
from tests.filings.views.pages import as_person, errors, page, submit, words

END = day(12, 31, 2025)
SIGNED, IN_JANUARY = day(1, 15), day(1, 20)


@pytest.fixture
def insiders(keep):
    """Ms. Okafor and Ms. Lindqvist, both on time in 2025."""
    keep(
        (form("4", day(3, 10, 2025), line(day(3, 10, 2025))), day(3, 12, 2025)),
        (form("4", day(3, 10, 2025), line(day(3, 10, 2025)), by=MAJA), day(3, 12, 2025)),
    )


def of_2025(who: ReportingOwner, today: dt.date = IN_JANUARY) -> YearEnd:
    calendar = load_calendar()
    found = year_ends({kestrel(): year(2025)}, calendar, today, small_acquisitions(calendar, today))
    return next(one for one in found if one.owner == who)


def marked(desk, who: ReportingOwner, state: str = "received", signed_on: dt.date | None = SIGNED, **values):
    told = {"fiscal_year_ended_on": END, "today": NOW.date(), "issuer": kestrel()} | values
    return year_end_statement_save(actor=desk.kemi, owner=who, state=state, signed_on=signed_on, **told)


def test_who_has_nothing_left_to_report_is_asked_for_the_statement(insiders):
    one = of_2025(okafor())
    assert (one.left, one.verdict, one.is_settled) == ((), "None known to be due", False)
    assert one.due_on == day(2, 17)


def test_the_statement_settles_it_and_asking_does_not(insiders, desk):
    marked(desk, okafor(), "asked", None)
    assert not of_2025(okafor()).is_settled
    marked(desk, okafor())
    assert of_2025(okafor()).is_settled
    assert not of_2025(lindqvist()).is_settled


def test_a_statement_of_another_year_says_nothing_about_this_one(insiders, desk):
    marked(desk, okafor(), fiscal_year_ended_on=day(12, 31, 2024))
    assert of_2025(okafor()).statement is None


def test_a_form_5_on_record_settles_it(insiders, keep):
    keep((form("5", END, line(day(9, 1, 2025), "G", "A", form_type="5")), day(2, 12)))
    one = of_2025(okafor())
    assert (one.verdict, one.form_5.filed_on, one.is_settled) == ("Form 5 filed", day(2, 12), True)


def test_a_form_5_of_a_year_of_53_weeks_is_that_years(insiders, keep):
    keep((form("5", day(1, 3), line(day(9, 1, 2025), "G", "A", form_type="5")), day(2, 12)))
    assert of_2025(okafor()).form_5 is not None


def test_a_gift_received_that_stands_on_a_draft_makes_a_form_5_due(insiders, desk):
    drafted(desk.kemi, okafor(), day(9, 1, 2025), "G", 100, price=0)
    one = of_2025(okafor())
    assert one.verdict == "Form 5 due"
    assert one.left == (
        "Gift of 1 September 2025 is on a draft and not filed: report it on Form 5, or earlier on Form 4.",
    )


def test_a_sale_whose_form_4_was_never_filed_makes_a_form_5_due(insiders, desk):
    drafted(desk.kemi, okafor(), day(9, 2, 2025), "S", 100, acquired_disposed="D")
    (said,) = of_2025(okafor()).left
    assert "due on Form 4 on 4 September 2025, is not filed" in said


def test_a_sale_of_the_last_day_is_left_to_its_form_4_while_that_is_in_time(insiders, desk, clock):
    drafted(desk.kemi, okafor(), day(12, 31, 2025), "S", 100, acquired_disposed="D")
    clock.set(NOW.replace(year=2026, month=1, day=5))
    assert of_2025(okafor()).left == ()
    clock.set(NOW.replace(year=2026, month=1, day=6))
    assert len(of_2025(okafor()).left) == 1


def test_a_small_acquisition_waits_for_form_5_until_a_sale_ends_that(insiders, desk, keep):
    drafted(desk.kemi, okafor(), day(9, 1, 2025), "L", 100, is_early=True)
    (said,) = of_2025(okafor()).left
    assert said == "Small acquisition of 1 September 2025: report it on Form 5, or earlier on Form 4."
    keep((form("4", day(10, 1, 2025), line(day(10, 1, 2025))), day(10, 3, 2025)))
    (said,) = of_2025(okafor()).left
    assert "due on Form 4 on 3 October 2025" in said


def test_a_missed_form_3_makes_a_form_5_due(insiders):
    alice = ReportingOwner.objects.create(cik="1999009", conformed_name="Newman Alice", last_name="Newman")
    Position.objects.create(owner=alice, issuer=kestrel(), kind="director", started_on=day(6, 2, 2025))
    assert of_2025(alice).left == ("No Form 3 is on record; it was due on 12 June 2025.",)


def test_everybody_who_was_an_insider_on_any_day_of_the_year_is_listed_once(insiders, keep):
    keep((form_3(day(1, 5), MAJA), day(1, 12)))
    gone = ReportingOwner.objects.create(cik="1999010", conformed_name="Gone Before", last_name="Gone")
    Position.objects.create(
        owner=gone, issuer=kestrel(), kind="director", started_on=day(1, 1, 2020), ended_on=day(12, 31, 2024)
    )
    left = ReportingOwner.objects.create(cik="1999011", conformed_name="Left Early", last_name="Left")
    for kind, title in (("director", ""), ("officer", "President")):
        Position.objects.create(
            owner=left, issuer=kestrel(), kind=kind, title=title, started_on=day(1, 1, 2020),
            ended_on=day(1, 1, 2025),
        )  # fmt: skip
    calendar = load_calendar()
    found = year_ends({kestrel(): year(2025)}, calendar, IN_JANUARY, [])
    assert [str(one.owner) for one in found] == ["LINDQVIST MAJA", "Left Early", "OKAFOR NGOZI A"]
    assert (found[1].capacities, found[1].left_on) == ("Director, President", day(1, 1, 2025))


def test_a_foreign_private_issuer_needs_no_statements_and_its_holders_file_nothing(insiders):
    Issuer.objects.filter(cik="1888001").update(is_foreign_private_issuer=True)
    Position.objects.filter(owner=lindqvist()).update(kind="ten_percent_owner", title="")
    assert of_2025(okafor()).is_settled
    assert not of_2025(lindqvist()).owes_reports


def test_the_sweep_takes_the_same_number_of_queries_whatever_the_number_of_insiders(
    insiders, desk, django_assert_max_num_queries
):
    for number in range(30):
        one = ReportingOwner.objects.create(
            cik=str(2_000_000 + number), conformed_name=f"One {number}", last_name="One"
        )
        Position.objects.create(owner=one, issuer=kestrel(), kind="director", started_on=day(1, 1, 2020))
        drafted(desk.kemi, one, day(9, 1, 2025), "G", 100, price=0)
    years, calendar = {kestrel(): year(2025)}, load_calendar()
    with django_assert_max_num_queries(8):
        found = year_ends(years, calendar, IN_JANUARY, [])
        assert sum(bool(one.left) for one in found) == 30


# Keeping the statements


def test_a_mark_is_kept_with_who_made_it_and_told_at_the_insider(insiders, desk):
    kept = marked(desk, okafor(), note="By e-mail.")
    assert (kept.state, kept.signed_on, kept.changed_by) == ("received", day(1, 15), desk.kemi)
    event = history(okafor()).first()
    assert event.verb == "received the statement that no Form 5 is due, KESTREL BIO INC, 2025"
    assert event.changes == {
        "statement": ["", "Received"], "signed on": ["", "2026-01-15"], "note": ["", "By e-mail."],
    }  # fmt: skip


def test_the_same_mark_again_is_no_event_and_another_one_tells_both(insiders, desk):
    marked(desk, okafor(), "asked", None)
    marked(desk, okafor(), "asked", None)
    assert history(okafor()).count() == 1
    marked(desk, okafor())
    assert history(okafor()).first().changes["statement"] == ["Asked for", "Received"]
    assert YearEndStatement.objects.count() == 1


def test_a_mark_that_was_taken_back_leaves_its_trace(insiders, desk):
    year_end_statement_remove(actor=desk.kemi, statement=marked(desk, okafor()))
    assert not YearEndStatement.objects.exists()
    assert "took back" in history(okafor()).first().verb


@pytest.mark.parametrize("signed_on", [None, day(11, 24)])
def test_a_statement_without_a_day_or_of_tomorrow_is_refused(insiders, desk, signed_on):
    with pytest.raises(ImplausibleStatement):
        marked(desk, okafor(), signed_on=signed_on)
    assert not YearEndStatement.objects.exists()


@pytest.mark.parametrize(("state", "signed_on"), [("asked", day(1, 15)), ("received", None), ("lost", None)])
def test_the_database_keeps_no_statement_that_contradicts_itself(insiders, desk, state, signed_on):
    with pytest.raises(IntegrityError), transaction.atomic():
        YearEndStatement.objects.create(
            owner=okafor(), issuer=kestrel(), fiscal_year_ended_on=END, state=state, signed_on=signed_on,
            changed_by=desk.kemi,
        )  # fmt: skip


# The pages


def test_a_statement_is_marked_on_its_page_and_stands_in_the_sweep(insiders, desk):
    kemi = as_person(desk.kemi)
    address = reverse("report-year-end-mark", args=[kestrel().pk, 2025, okafor().pk])
    answer = submit(kemi, address, state="received", signed_on="1/15/26", note="By e-mail.")
    assert answer.status_code == 302
    told = words(kemi.get(reverse("report-year-end", args=[kestrel().pk, 2025])))
    assert "Received signed Thu 15 Jan 2026 By e-mail." in told
    assert "Not asked for" in told


@pytest.mark.parametrize(
    ("signed_on", "said"),
    [
        ("", "stands on it"),
        ("12/30/2025", "whole time"),
        ("11/24/2026", "still to come"),
        ("soon", "not a day"),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_words(insiders, desk, signed_on, said):
    kemi = as_person(desk.kemi)
    address = reverse("report-year-end-mark", args=[kestrel().pk, 2025, okafor().pk])
    answer = submit(kemi, address, state="received", signed_on=signed_on)
    assert said in errors(answer)
    assert not YearEndStatement.objects.exists()


def test_who_left_in_the_year_may_have_signed_from_that_day_on(insiders, desk):
    Position.objects.filter(owner=okafor()).update(ended_on=day(6, 30, 2025))
    kemi = as_person(desk.kemi)
    address = reverse("report-year-end-mark", args=[kestrel().pk, 2025, okafor().pk])
    assert "whole time" in errors(submit(kemi, address, state="received", signed_on="06/29/2025"))
    assert submit(kemi, address, state="received", signed_on="06/30/2025").status_code == 302


def test_taking_back_is_a_button_of_the_row(insiders, desk):
    marked(desk, okafor())
    kemi = as_person(desk.kemi)
    sweep = reverse("report-year-end", args=[kestrel().pk, 2025])
    submit(kemi, sweep, reverse("report-year-end-unmark", args=[kestrel().pk, 2025, okafor().pk]))
    assert not YearEndStatement.objects.exists()


def test_an_attorney_reads_the_sweep_and_prints_but_marks_nothing(insiders, desk):
    response = as_person(desk.dana).get(reverse("report-year-end", args=[kestrel().pk, 2025]))
    assert "OKAFOR NGOZI A" in words(response)
    links = page(response).xpath("//td//a/@href")
    of_okafor = [kestrel().pk, 2025, okafor().pk]
    assert reverse("report-year-end-statement", args=of_okafor) in links
    assert reverse("report-year-end-mark", args=of_okafor) not in links


def test_the_printed_statement_names_the_insider_the_year_and_the_reports_on_record(insiders, desk):
    address = reverse("report-year-end-statement", args=[kestrel().pk, 2025, okafor().pk])
    told = words(as_person(desk.kemi).get(address))
    assert "fiscal year ended December 31, 2025" in told
    assert "Form 4, filed on March 12, 2025" in told
    assert "Ngozi A. Okafor" in told


@pytest.mark.parametrize("name", ["report-year-end-mark", "report-year-end-statement"])
def test_who_was_no_insider_in_the_year_has_no_page_in_it(insiders, desk, name):
    kemi = as_person(desk.kemi)
    for where in (
        (kestrel().pk, 2025, desk.anil.pk),
        (kestrel().pk, 2020, okafor().pk),
        (999, 2025, okafor().pk),
    ):
        assert kemi.get(reverse(name, args=where)).status_code == 404
