"""The reports of the desk: late reports, Item 405, the year end, small acquisitions, and what is due."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from compliance.access import actor_of, requires
from compliance.calendar import eastern_now, eastern_today, load_calendar
from filings.forms.reports import StatementForm
from filings.models import YearEndStatement
from filings.reports import columns, sheets
from filings.reports.due import due_by_person
from filings.reports.fiscal_year import FiscalYear, fiscal_year, fiscal_year_of, fiscal_years
from filings.reports.item_405 import CAPTION, draft_text, register, without_form_5_or_statement
from filings.reports.reading import filed_by
from filings.reports.small import NEAR, small_acquisitions
from filings.reports.tables import Table, page_of_rows
from filings.reports.year_end import YearEnd, year_ends
from filings.services.year_end import year_end_statement_remove, year_end_statement_save
from people.models import Issuer
from people.views.pages import form_page


@require_safe
@requires("people.view")
def reports(request: HttpRequest) -> HttpResponse:
    """The way to every report, with a choice of issuer and fiscal year and what stands in them."""
    today, calendar = eastern_today(), load_calendar()
    issuers = list(Issuer.objects.order_by("conformed_name"))
    chosen = next((one for one in issuers if str(one.pk) == request.GET.get("issuer")), None)
    issuer = chosen or next(iter(issuers), None)
    context: dict[str, Any] = {"issuers": issuers, "issuer": issuer}
    if issuer is not None:
        year = _year(issuer, request.GET.get("year"), fiscal_year_of(issuer, today))
        facts = register(issuer, year, calendar, today)
        ends = year_ends({issuer: year}, calendar, today)
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
@requires("people.view")
def late(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """The register of late reports."""
    issuer, fiscal = _of(pk, year)
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
@requires("people.view")
def item_405(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """The facts for Item 405 of Regulation S-K, and a draft of its words."""
    issuer, fiscal = _of(pk, year)
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
@requires("people.view")
def year_end(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """The sweep after the fiscal year: Form 5, or the statement that none is due."""
    issuer, fiscal = _of(pk, year)
    ends = year_ends({issuer: fiscal}, load_calendar(), eastern_today())
    may_mark = request.user.has_perm("people.change")
    return _answer(
        request,
        "filings/reports/year_end.html",
        (columns.year_end_table(ends, may_mark=may_mark),),
        f"year-end-{slugify(issuer.conformed_name)}-{fiscal.year}",
        _about(issuer, fiscal, "report-year-end")
        | {
            "deadline": ends[0].deadline if ends else None,
            "form_5_due": sum(bool(one.left) and not one.is_settled for one in ends),
            "unsettled": sum(not one.is_settled for one in ends),
            "over": fiscal.ended_on < eastern_today(),
        },
    )


@requires("people.change")
def year_end_mark(request: HttpRequest, pk: int, year: int, owner: int) -> HttpResponse:
    """Mark an insider's statement as asked for or received."""
    issuer, fiscal = _of(pk, year)
    one = _insider(issuer, fiscal, owner)
    today, back = eastern_today(), reverse("report-year-end", args=[pk, year])
    known = one.statement
    form = StatementForm(
        request.POST or None,
        speaks_from=one.left_on or fiscal.ended_on,
        today=today,
        initial={"state": known.state, "signed_on": known.signed_on, "note": known.note} if known else None,
    )
    if form.is_valid():
        kept = year_end_statement_save(
            actor=actor_of(request),
            owner=one.owner,
            issuer=issuer,
            fiscal_year_ended_on=fiscal.ended_on,
            today=today,
            state=YearEndStatement.State(form.cleaned_data["state"]),
            signed_on=form.cleaned_data["signed_on"],
            note=form.cleaned_data["note"],
        )
        messages.success(request, f"{one.owner}: {kept.get_state_display().lower()}.")
        return redirect(back)
    return form_page(
        request,
        form,
        title="Statement that no Form 5 is due",
        about=f"{one.owner} · {issuer.conformed_name}, {fiscal}",
        back=back,
        explanation="The issuer keeps the signed statement for two years (Item 405(b) of Regulation S-K).",
    )


@require_POST
@requires("people.change")
def year_end_unmark(request: HttpRequest, pk: int, year: int, owner: int) -> HttpResponse:
    """Take back a mark that was made by mistake."""
    issuer, fiscal = _of(pk, year)
    statement = get_object_or_404(
        YearEndStatement, issuer=issuer, owner=owner, fiscal_year_ended_on=fiscal.ended_on
    )
    year_end_statement_remove(actor=actor_of(request), statement=statement)
    messages.success(request, f"{statement.owner}: the mark is taken back.")
    return redirect("report-year-end", pk, year)


@require_safe
@requires("people.view")
def year_end_statement(request: HttpRequest, pk: int, year: int, owner: int) -> HttpResponse:
    """The statement of one insider, to be printed and signed."""
    issuer, fiscal = _of(pk, year)
    one = _insider(issuer, fiscal, owner)
    filed = filed_by(one.owner, issuer, fiscal.starts_on, one.due_on or fiscal.ended_on)
    return render(
        request,
        "filings/reports/statement.html",
        {"issuer": issuer, "year": fiscal, "one": one, "filed": filed},
    )


@require_safe
@requires("people.view")
def due(request: HttpRequest) -> HttpResponse:
    """What is open or overdue, by person."""
    now = eastern_now()
    rows = due_by_person(load_calendar(), now)
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
    rows = small_acquisitions(load_calendar(), today)
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
            return _file(sheets.as_workbook(tables), sheets.XLSX_TYPE, f"{name}.xlsx")
        case "csv", Table() as one:
            beside = "" if one is tables[0] else f"-{one.slug}"
            return _file(sheets.as_csv(one), sheets.CSV_TYPE, f"{name}{beside}.csv")
    shown = [
        replace(one, page=page_of_rows(one.rows, request.GET.get("page") if one is table else None))
        for one in tables
    ]
    return render(request, template, context | {"tables": shown})


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type, headers={"Content-Disposition": disposition})


def _of(pk: int, year: int) -> tuple[Issuer, FiscalYear]:
    """The issuer and the fiscal year of an address, or 404."""
    issuer = get_object_or_404(Issuer, pk=pk)
    try:
        return issuer, fiscal_year(issuer, year)
    except ValueError as none:
        raise Http404(str(none)) from none


def _year(issuer: Issuer, text: str | None, otherwise: FiscalYear) -> FiscalYear:
    try:
        return fiscal_year(issuer, int(text)) if text else otherwise
    except ValueError:
        return otherwise


def _insider(issuer: Issuer, year: FiscalYear, owner: int) -> YearEnd:
    """What the year leaves of one insider; 404 for somebody who was none in it."""
    ends = year_ends({issuer: year}, load_calendar(), eastern_today())
    one = next((one for one in ends if one.owner.pk == owner), None)
    if one is None:
        raise Http404("Nobody of that number held a position in this fiscal year.")
    return one


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
