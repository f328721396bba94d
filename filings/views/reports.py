"""The reports of the desk: late reports, Item 405, the year end, small acquisitions, and what is due."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from compliance import sheets
from compliance.access import actor_of, reach_of, requires
from compliance.calendar import eastern_now, eastern_today, load_calendar
from compliance.downloads import made_file
from compliance.hardening.errors import NothingHere
from compliance.tables import Table, page_of_rows
from filings.ownership.deadlines import steps
from filings.reports import columns
from filings.reports.due import due_by_person
from filings.reports.fiscal_year import FiscalYear, fiscal_year, fiscal_year_of, fiscal_years
from filings.reports.item_405 import CAPTION, draft_text, register, without_form_5_or_statement
from filings.reports.small import NEAR, small_acquisitions
from filings.reports.year_end import YearEnd, year_ends
from people.models import Issuer


@require_safe
@requires("people.view")
def reports(request: HttpRequest) -> HttpResponse:
    """The way to every report, with a choice of issuer and fiscal year and what stands in them."""
    today, calendar = eastern_today(), load_calendar()
    issuers = list(Issuer.objects.visible_to(actor_of(request)).order_by("conformed_name"))
    chosen = next((one for one in issuers if str(one.pk) == request.GET.get("issuer")), None)
    issuer = chosen or next(iter(issuers), None)
    context: dict[str, Any] = {"issuers": issuers, "issuer": issuer}
    if issuer is not None:
        year = _year(issuer, request.GET.get("year"), fiscal_year_of(issuer, today))
        facts = register(issuer, year, calendar, today)
        ends = ends_of(issuer, year)
        context |= {
            "year": year,
            "years": sorted({*fiscal_years(issuer, today), year}, reverse=True),
            "facts": facts,
            "transactions": sum(one.transactions for one in facts.late),
            "insiders": len(ends),
            "unsettled": sum(not one.is_settled for one in ends),
            "deadline": ends[0].deadline if ends else None,
        }
    return render(request, "filings/reports/index.html", context)


@require_safe
@requires("people.view", Issuer)
def late(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """The register of late reports."""
    issuer, fiscal = year_asked(pk, year)
    facts = register(issuer, fiscal, load_calendar(), eastern_today())
    tables = (
        columns.late_table(facts.late),
        columns.overdue_table(facts.overdue),
        columns.to_judge_table(facts.to_judge),
        columns.before_table(facts.before),
        columns.undated_table(facts.undated),
    )
    return _answer(
        request,
        "filings/reports/late.html",
        tables,
        f"late-reports-{slugify(issuer.conformed_name)}-{fiscal.year}",
        _about(issuer, fiscal, "report-late")
        | {
            "facts": facts,
            "transactions": sum(one.transactions for one in facts.late),
            "reports": sum(one.reports for one in facts.late),
        },
    )


@require_safe
@requires("people.view", Issuer)
def item_405(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """The facts for Item 405 of Regulation S-K, and a draft of its words."""
    issuer, fiscal = year_asked(pk, year)
    today, calendar = eastern_today(), load_calendar()
    tables: tuple[Table[Any], ...] = ()
    context: dict[str, Any] = {}
    if not issuer.is_foreign_private_issuer:
        facts = register(issuer, fiscal, calendar, today)
        tables = (
            columns.delinquents_table(facts.delinquents),
            columns.unsettled_table(without_form_5_or_statement(issuer, fiscal, calendar, today)),
            columns.to_judge_table(facts.to_judge),
            columns.before_table(facts.before),
        )
        context = {"text": draft_text(facts), "caption": CAPTION, "undated": len(facts.undated)}
    return _answer(
        request,
        "filings/reports/item_405.html",
        tables,
        f"item-405-{slugify(issuer.conformed_name)}-{fiscal.year}",
        _about(issuer, fiscal, "report-item-405") | context | {"over": fiscal.ended_on < today},
    )


@require_safe
@requires("people.view", Issuer)
def year_end(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """The sweep after the fiscal year: Form 5, or the statement that none is due."""
    issuer, fiscal = year_asked(pk, year)
    ends = ends_of(issuer, fiscal)
    return _answer(
        request,
        "filings/reports/year_end.html",
        (columns.year_end_table(ends),),
        f"year-end-{slugify(issuer.conformed_name)}-{fiscal.year}",
        _about(issuer, fiscal, "report-year-end")
        | {
            "deadline": ends[0].deadline if ends else None,
            "count": steps(ends[0].deadline) if ends and ends[0].deadline else (),
            "form_5_due": sum(bool(one.left) and not one.is_settled for one in ends),
            "unsettled": sum(not one.is_settled for one in ends),
            "over": fiscal.ended_on < eastern_today(),
        },
    )


@require_safe
@requires("people.view")
def due(request: HttpRequest) -> HttpResponse:
    """What is open or overdue, by person."""
    now = eastern_now()
    reach = reach_of(actor_of(request))
    rows = [one for one in due_by_person(load_calendar(), now) if reach.covers(one.issuer.pk)]
    return _answer(
        request,
        "filings/reports/due.html",
        (columns.due_table(rows),),
        f"due-{now.date()}",
        {
            "now": now,
            "late": sum(one.tone == "late" for one in rows),
            "people": len({one.owner.pk for one in rows}),
        },
    )


@require_safe
@requires("people.view")
def small(request: HttpRequest) -> HttpResponse:
    """Small acquisitions: each person's sum of six months, and what can no longer wait."""
    today = eastern_today()
    reach = reach_of(actor_of(request))
    rows = [one for one in small_acquisitions(load_calendar(), today) if reach.covers(one.issuer.pk)]
    return _answer(
        request,
        "filings/reports/small.html",
        (columns.small_table(rows),),
        f"small-acquisitions-{today}",
        {
            "today": today,
            "near": sum(one.is_near and not one.open_loss for one in rows),
            "to_report": sum(bool(one.open_loss) for one in rows),
            "near_from": NEAR,
        },
    )


def _answer(
    request: HttpRequest,
    template: str,
    tables: Sequence[Table[Any]],
    name: str,
    context: dict[str, Any],
) -> HttpResponse:
    """The tables as the address asks for them: on the page, as a workbook, or one of them as CSV."""
    asked = request.GET.get("table")
    table = next((one for one in tables if one.slug == asked), tables[0] if tables else None)
    match request.GET.get("as"), table:
        case "xlsx", Table():
            return made_file(sheets.as_workbook(tables), f"{name}.xlsx", sheets.XLSX_TYPE)
        case "csv", Table() as one:
            beside = "" if one is tables[0] else f"-{one.slug}"
            return made_file(sheets.as_csv(one), f"{name}{beside}.csv", sheets.CSV_TYPE)
    shown = [
        replace(one, page=page_of_rows(one.rows, request.GET.get("page") if one is table else None))
        for one in tables
    ]
    return render(request, template, context | {"tables": shown})


def year_asked(pk: int, year: int) -> tuple[Issuer, FiscalYear]:
    """The issuer and the fiscal year of an address, or 404."""
    issuer = get_object_or_404(Issuer, pk=pk)
    try:
        return issuer, fiscal_year(issuer, year)
    except ValueError as none:
        raise NothingHere(str(none)) from none


def _year(issuer: Issuer, text: str | None, otherwise: FiscalYear) -> FiscalYear:
    try:
        return fiscal_year(issuer, int(text)) if text else otherwise
    except ValueError:
        return otherwise


def ends_of(issuer: Issuer, year: FiscalYear) -> list[YearEnd]:
    """What the fiscal year leaves of each insider, as of today."""
    calendar, today = load_calendar(), eastern_today()
    return year_ends({issuer: year}, calendar, today, small_acquisitions(calendar, today, issuer))


def _about(issuer: Issuer, year: FiscalYear, here: str) -> dict[str, Any]:
    """What the pages of one issuer and fiscal year share."""
    return {
        "issuer": issuer,
        "year": year,
        "here": here,
        "chapters": [
            ("report-late", "Late reports"),
            ("report-item-405", "Item 405"),
            ("report-year-end", "Year end"),
        ],
        "earlier": year.year - 1,
        "later": year.year + 1,
    }
