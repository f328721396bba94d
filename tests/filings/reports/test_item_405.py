"""The facts for Item 405: who is named, with what numbers, and in which words."""

import datetime as dt

from django.urls import reverse

from compliance.calendar import load_calendar
from filings.reports.item_405 import draft_text, register, without_form_5_or_statement
from filings.services.year_end import year_end_statement_save
from people.models import Issuer, Position, ReportingOwner
from tests.filings.harborwell import NOW
from tests.filings.past import owner
from tests.filings.reports.kestrel import (
    MAJA,
    day,
    drafted,
    form,
    kestrel,
    lindqvist,
    line,
    okafor,
    year,
)
from tests.filings.views.pages import as_person, words

TODAY = NOW.date()


def facts(number: int = 2026, today: dt.date = TODAY):
    return register(kestrel(), year(number), load_calendar(), today)


def test_each_person_is_named_once_with_the_sum_of_reports_and_transactions(keep):
    keep(
        (form("4", day(3, 9), line(day(3, 9)), line(day(3, 9), "S")), day(3, 16)),
        (form("4", day(4, 6), line(day(4, 6)), owners=(owner(), MAJA)), day(4, 16)),
        (form("4", day(5, 4), line(day(5, 4))), day(5, 6)),
    )
    named = facts().delinquents
    assert [(str(one.owner), one.reports, one.transactions) for one in named] == [
        ("LINDQVIST MAJA", 1, 1),
        ("OKAFOR NGOZI A", 2, 3),
    ]


def test_the_draft_names_the_person_as_he_signs_and_the_caption_of_the_rule(keep):
    keep((form("4", day(3, 9), line(day(3, 9)), line(day(3, 9), "S")), day(3, 16)))
    text = draft_text(facts())
    assert text.startswith("Delinquent Section 16(a) Reports\n")
    assert "fiscal year ended December 31, 2026" in text
    assert text.endswith("Ngozi A. Okafor filed 1 late report of 2 transactions (Form 4).")


def test_what_is_not_filed_is_a_known_failure_to_file(keep, desk):
    keep((form("4", day(3, 9), line(day(3, 9))), day(3, 11)))
    drafted(desk.kemi, okafor(), day(11, 12), "P", 100)
    (one,) = facts().delinquents
    assert (one.reports, one.failures) == (0, ("Form 4 that was due on November 16, 2026",))
    assert draft_text(facts()).endswith(
        "Ngozi A. Okafor has not filed the Form 4 that was due on November 16, 2026."
    )


def test_where_nobody_was_late_the_caption_is_left_out(keep, desk):
    keep(
        (form("4", day(3, 9), line(day(3, 9))), day(3, 11)),
        (form("4", day(3, 9), line(day(3, 9), "P", "A")), None),
    )
    assert facts().delinquents == []
    assert draft_text(facts()) == ""
    page = words(as_person(desk.kemi).get(reverse("report-item-405", args=[kestrel().pk, 2026])))
    assert "is left out" in page
    assert "The filing date of 1 report is not known" in page


def test_a_foreign_private_issuer_discloses_nothing(keep, desk):
    keep((form("4", day(3, 9), line(day(3, 9))), day(3, 16)))
    Issuer.objects.filter(cik="1888001").update(is_foreign_private_issuer=True)
    assert draft_text(facts()) == ""
    page = words(as_person(desk.kemi).get(reverse("report-item-405", args=[kestrel().pk, 2026])))
    assert "foreign private issuer" in page
    assert "Ngozi" not in page


def test_without_form_5_and_statement_is_who_has_neither_once_form_5_is_past_due(keep, desk):
    """Form 5 for 2025 was due on 17 February 2026."""
    keep(
        (form("4", day(3, 10, 2025), line(day(3, 10, 2025))), day(3, 12, 2025)),
        (form("4", day(3, 10, 2025), line(day(3, 10, 2025)), by=MAJA), day(3, 12, 2025)),
    )

    def lacking(today: dt.date) -> list[str]:
        found = without_form_5_or_statement(kestrel(), year(2025), load_calendar(), today)
        return [str(one.owner) for one in found]

    assert lacking(day(2, 17)) == []
    assert lacking(day(2, 18)) == ["LINDQVIST MAJA", "OKAFOR NGOZI A"]
    year_end_statement_save(
        actor=desk.kemi, owner=lindqvist(), issuer=kestrel(), fiscal_year_ended_on=day(12, 31, 2025),
        state="received", signed_on=day(1, 20), today=TODAY,
    )  # fmt: skip
    assert lacking(day(2, 18)) == ["OKAFOR NGOZI A"]


def test_a_director_whose_form_3_is_missing_is_named(keep):
    keep((form("4", day(3, 9), line(day(3, 9))), day(3, 11)))
    alice = ReportingOwner.objects.create(
        cik="1999009", conformed_name="Newman Alice", first_name="Alice", last_name="Newman"
    )
    Position.objects.create(owner=alice, issuer=kestrel(), kind="director", started_on=day(6, 1))
    assert facts(today=day(6, 11)).delinquents == []
    (one,) = facts(today=day(6, 12)).delinquents
    assert one.failures == ("Form 3 that was due on June 11, 2026",)
    assert facts(2025, today=day(6, 12)).delinquents == []
