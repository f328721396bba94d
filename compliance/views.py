"""Pages that belong to no filing: is the site up, and which days EDGAR keeps."""

import datetime as dt

from django import forms
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from compliance.access import public, requires
from compliance.calendar import FIRST_YEAR, LAST_YEAR, eastern_today, load_calendar
from compliance.forms import FormDateField
from filings.ownership.deadlines import CalendarUnknown, Deadline, Execution, form4_deadline


class DueDateForm(forms.Form):
    """A trade for which somebody asks when its Form 4 is due."""

    traded_on = FormDateField(label="Trade date")
    under_plan = forms.BooleanField(label="Under a plan, date not chosen by the insider", required=False)
    notified_on = FormDateField(label="Broker's notice", required=False)


@public
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Answers ``ok`` when the site is up and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@requires("compliance.view_calendar")
def calendar_page(request: HttpRequest) -> HttpResponse:
    """A year of EDGAR's closed weekdays, and the due date of any trade with its count."""
    calendar = load_calendar()
    today = eastern_today()
    year = _year(request.GET.get("year", ""), today.year)
    asked = DueDateForm(request.GET) if "traded_on" in request.GET else DueDateForm()
    deadline: Deadline | None = None
    unknown = ""
    if asked.is_bound and asked.is_valid():
        try:
            deadline = form4_deadline(
                Execution(
                    asked.cleaned_data["traded_on"],
                    under_plan=asked.cleaned_data["under_plan"],
                    notified_on=asked.cleaned_data["notified_on"],
                ),
                calendar,
            )
        except CalendarUnknown as problem:
            unknown = str(problem)
    closed = [
        (day, reason)
        for number in range(366)
        if (day := dt.date(year, 1, 1) + dt.timedelta(days=number)).year == year
        and day.weekday() < 5
        and (reason := calendar.closing(day))
    ]
    return render(
        request,
        "compliance/calendar.html",
        {
            "year": year,
            "years": range(max(FIRST_YEAR, year - 3), min(LAST_YEAR, year + 3) + 1),
            "confirmed": calendar.confirmed(year),
            "closed": closed,
            "today": today,
            "form": asked,
            "deadline": deadline,
            "unknown": unknown,
        },
    )


def _year(text: str, otherwise: int) -> int:
    return next((year for year in range(FIRST_YEAR, LAST_YEAR + 1) if str(year) == text), otherwise)
