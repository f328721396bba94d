"""The queue, all filings, the search over everything, and the catalogue of checks."""

import datetime as dt
from typing import Any

import msgspec
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from compliance.access import actor_of, requires
from compliance.calendar import eastern_now, load_calendar
from compliance.search import search_text
from filings.clock import Tone, read_clock, tell_due
from filings.models import Filing, FilingState
from filings.ownership.checks import Check, catalogue
from filings.ownership.codes import CODES
from filings.ownership.deadlines import CalendarUnknown, add_business_days
from filings.ownership.findings import Family, Severity
from filings.selectors.queue import filed_since, filings_matching, open_filings, to_sign
from filings.services.review import examine
from filings.steps import BY_SLUG, statuses
from people.selectors.owners import owners_matching

_YEAR = dt.timedelta(days=365)
_FAMILIES = {Family.EDGAR: "EDGAR", Family.LAW: "The law"}
# Every line of the queue is examined when it is shown; a list is not.
_QUEUE_PAGE, _LIST_PAGE = 25, 50


@require_safe
@requires("filings.list")
def queue(request: HttpRequest) -> HttpResponse:
    """What is open, the most urgent first."""
    calendar, now = load_calendar(), eastern_now()
    view = request.GET.get("view", "")
    everything = open_filings(actor_of(request))
    mine_to_sign = to_sign(actor_of(request))
    tabs = [
        ("", "All open", everything),
        ("draft", "In preparation", everything.filter(state=FilingState.DRAFT)),
        ("sign", "To sign", everything.filter(state=FilingState.REVIEWED)),
        ("mine", "For you to sign", mine_to_sign),
        ("file", "To file", everything.filter(state=FilingState.SIGNED)),
    ]
    chosen = next((filings for slug, _, filings in tabs if slug == view), everything)
    page = Paginator(chosen, _QUEUE_PAGE).get_page(request.GET.get("page"))
    try:
        horizon = add_business_days(now.date(), 2, calendar)
    except CalendarUnknown:
        horizon = now.date()
    due = [(filing, read_clock(filing, calendar, now)) for filing in everything]
    return render(
        request,
        "filings/queue.html",
        {
            "now": now,
            "closings": _closings(now.date()),
            "tabs": [(slug, title, filings.count(), slug == view) for slug, title, filings in tabs],
            "page": page,
            "items": [_item(filing, now) for filing in page],
            "late": sum(clock.tone is Tone.LATE for _, clock in due),
            "today": sum(filing.due_on == now.date() and clock.tone is Tone.SOON for filing, clock in due),
            "soon": sum(bool(filing.due_on and now.date() < filing.due_on <= horizon) for filing, _ in due),
            "horizon": horizon,
            "waiting": mine_to_sign.count(),
            "record": _record(actor_of(request), now.date()),
        },
    )


@require_safe
@requires("filings.list")
def filings(request: HttpRequest) -> HttpResponse:
    """Every filing, newest first, with search."""
    text = search_text(request)
    calendar, now = load_calendar(), eastern_now()
    page = Paginator(filings_matching(actor_of(request), text), _LIST_PAGE).get_page(request.GET.get("page"))
    items = [{"filing": one, "clock": read_clock(one, calendar, now)} for one in page]
    return render(request, "filings/filings.html", {"page": page, "items": items, "q": text})


@require_safe
@requires("people.view")
def search(request: HttpRequest) -> HttpResponse:
    """People and filings that match a text."""
    text = search_text(request)
    calendar, now = load_calendar(), eastern_now()
    found = filings_matching(actor_of(request), text)[:20] if text else []
    return render(
        request,
        "filings/search.html",
        {
            "q": text,
            "people": owners_matching(text, actor_of(request))[:20] if text else [],
            "items": [{"filing": one, "clock": read_clock(one, calendar, now)} for one in found],
        },
    )


@require_safe
@requires("filings.list")
def checks_page(request: HttpRequest) -> HttpResponse:
    """The catalogue of checks, by words, family and severity, and the transaction codes with their rules."""
    everything = catalogue()
    family, severity = request.GET.get("family", ""), request.GET.get("severity", "")
    text = search_text(request)
    listed = [
        one
        for one in everything
        if text.casefold() in _words_of(one)
        and (family not in _FAMILIES or one.family == family)
        and (severity not in set(Severity) or one.severity == severity)
    ]
    return render(
        request,
        "filings/checks.html",
        {
            "checks": listed,
            "total": len(everything),
            "q": text,
            "family": family if family in _FAMILIES else "",
            "severity": severity if severity in set(Severity) else "",
            "families": [
                (one, title, sum(each.family == one for each in everything))
                for one, title in _FAMILIES.items()
            ],
            "severities": [
                (one, number)
                for one in Severity
                if (number := sum(each.severity is one for each in everything))
            ],
            "codes": CODES.values(),
        },
    )


def _words_of(one: Check) -> str:
    """What the search looks at."""
    return " ".join((one.id, one.title, one.citation, *one.boxes, one.why, one.fix)).casefold()


@require_safe
@requires("filings.list")
def checks_json(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The same catalogue as JSON: a list of checks with all that is known of each."""
    return HttpResponse(msgspec.json.encode(catalogue()), content_type="application/json")


def _item(filing: Filing, now: dt.datetime) -> dict[str, Any]:
    examination = examine(filing, now=now)
    marks = [(step, mark) for step, mark in statuses(examination) if step.slug not in {"review", "sign"}]
    undone = next((step for step, mark in marks if mark != "done"), None)
    due = tell_due(filing, examination.submission.report, examination.facts)
    return {
        "filing": filing,
        "clock": read_clock(filing, examination.facts.calendar, now, due),
        "due": due,
        "owners": [one.owner for one in filing.filing_owners.all()],
        "relationship": examination.submission.report.owners[:1],
        "what": what_happened(examination.submission.report),
        "traded_on": examination.submission.report.period_of_report,
        "next": _next(filing, undone.title if undone else BY_SLUG["review"].title),
        "errors": len(examination.errors),
        "warnings": len(examination.open_warnings),
    }


def _next(filing: Filing, step: str) -> str:
    return {
        FilingState.DRAFT: step,
        FilingState.REVIEWED: "Sign",
        FilingState.SIGNED: "File with EDGAR",
    }.get(FilingState(filing.state), "")


def what_happened(report: Any) -> str:
    """What happened, from the codes: ``Sale, exercise or vesting``."""
    codes: list[str] = []
    for row in report.transactions():
        code = row.coding.code if row.coding else ""
        if code in CODES and CODES[code].short not in codes:
            codes.append(CODES[code].short)
    if not codes:
        return "Exit from Section 16" if report.not_subject_to_section16 else "Nothing entered yet"
    text = "; ".join(codes[:3]) + ("; …" if len(codes) > 3 else "")
    return text[0].upper() + text[1:]


def _closings(today: dt.date) -> list[tuple[dt.date, str]]:
    """The weekdays of the coming week on which EDGAR is closed."""
    calendar = load_calendar()
    found = []
    for number in range(7):
        day = today + dt.timedelta(days=number)
        try:
            reason = calendar.closing(day)
        except CalendarUnknown:
            break
        if reason and day.weekday() < 5:
            found.append((day, reason))
    return found


def _record(user: Any, today: dt.date) -> dict[str, Any]:
    """How many of the last year's filings were in time."""
    filed = list(filed_since(user, today - _YEAR))
    timely = sum(bool(one.filed_on and one.due_on and one.filed_on <= one.due_on) for one in filed)
    return {
        "filed": len(filed),
        "timely": timely,
        "share": round(100 * timely / len(filed), 1) if filed else None,
    }
