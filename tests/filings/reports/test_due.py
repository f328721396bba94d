"""What is due, by person: what somebody has begun and what nobody has."""

import datetime as dt

from django.urls import reverse

from compliance.calendar import load_calendar
from filings.ownership.deadlines import EASTERN
from filings.reports.due import due_by_person
from filings.services.year_end import year_end_statement_save
from people.models import Position, ReportingOwner
from tests.filings.harborwell import NOW, draft, sale
from tests.filings.harborwell import line as add_line
from tests.filings.reports.kestrel import MAJA, day, drafted, form, form_3, kestrel, line, okafor
from tests.filings.views.pages import as_person, words


def told(now: dt.datetime = NOW) -> list[tuple[str, str, str]]:
    return [(str(one.owner), one.what, one.when) for one in due_by_person(load_calendar(), now)]


def test_the_most_urgent_comes_first_and_what_has_no_date_last(desk):
    add_line(desk, draft(desk, desk.mira), sale(date=day(11, 12)))
    add_line(desk, draft(desk), sale(date=day(11, 20)))
    add_line(desk, draft(desk), sale(date=None))
    alice = ReportingOwner.objects.create(cik="1999009", conformed_name="Newman Alice", last_name="Newman")
    Position.objects.create(owner=alice, issuer=desk.issuer, kind="director", started_on=day(11, 19))
    assert told() == [
        ("Ramaswamy Mira", "Form 4", "5 business days late"),
        ("Ramaswamy Anil", "Form 4", "Due in 1 day"),
        ("Newman Alice", "Form 3", "Due in 7 days"),
        ("Ramaswamy Anil", "Form 4", "No due date"),
    ]


def test_a_joint_draft_is_due_from_each_of_its_persons(desk):
    add_line(desk, draft(desk, desk.anil, desk.mira), sale())
    assert [who for who, _, _ in told()] == ["Ramaswamy Anil", "Ramaswamy Mira"]


def test_in_the_season_every_insider_owes_form_5_or_the_statement(desk, keep, clock):
    keep(
        (form_3(day(3, 3, 2025), MAJA), day(3, 10, 2025)),
        (form("4", day(3, 10, 2025), line(day(3, 10, 2025))), day(3, 12, 2025)),
    )
    Position.objects.filter(issuer=desk.issuer).delete()
    season = dt.datetime(2026, 2, 17, 9, 0, tzinfo=EASTERN)
    clock.set(season)
    what = "Form 5, or the statement that none is due"
    assert told(season) == [("LINDQVIST MAJA", what, "Due today"), ("OKAFOR NGOZI A", what, "Due today")]
    year_end_statement_save(
        actor=desk.kemi, owner=okafor(), issuer=kestrel(), fiscal_year_ended_on=day(12, 31, 2025),
        state="received", signed_on=day(1, 20), today=season.date(),
    )  # fmt: skip
    assert told(season) == [("LINDQVIST MAJA", what, "Due today")]
    clock.set(season + dt.timedelta(days=1))
    assert told(season + dt.timedelta(days=1)) == []


def test_a_form_5_with_something_known_to_be_left_stays_after_the_season(desk, keep):
    keep((form("4", day(3, 10, 2025), line(day(3, 10, 2025))), day(3, 12, 2025)))
    drafted(desk.kemi, okafor(), day(9, 1, 2025), "G", 100, price=0)
    assert ("OKAFOR NGOZI A", "Form 5", "193 business days late") in told()


def test_small_acquisitions_over_the_limit_are_due_on_form_4(desk, keep):
    keep((form("4", day(3, 10), line(day(3, 10))), day(3, 12)))
    for on in (day(11, 18), day(11, 20)):
        drafted(desk.kemi, okafor(), on, "L", 500, is_early=True)
    assert ("OKAFOR NGOZI A", "Form 4: small acquisitions of Common Stock", "Due in 1 day") in told()


def test_after_ten_in_the_evening_what_was_due_today_is_late(desk, clock):
    add_line(desk, draft(desk), sale(date=day(11, 19)))
    assert [when for _, _, when in told()] == ["Due today"]
    late = NOW.replace(hour=22, minute=1)
    clock.set(late)
    assert [when for _, _, when in told(late)] == ["1 business day late"]


def test_in_a_year_whose_calendar_is_not_known_the_page_still_opens(desk, clock):
    add_line(desk, draft(desk), sale())
    clock.set(dt.datetime(2028, 1, 4, 9, 0, tzinfo=EASTERN))
    assert "Past its due date" in words(as_person(desk.kemi).get(reverse("report-due")))


def test_the_page_takes_the_same_number_of_queries_whatever_its_length(desk, django_assert_max_num_queries):
    for _ in range(20):
        add_line(desk, draft(desk), sale())
    calendar = load_calendar()
    with django_assert_max_num_queries(16):
        assert len(due_by_person(calendar, NOW)) == 20
