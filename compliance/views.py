"""Pages that belong to no filing: is the site up, and which days EDGAR keeps."""

from typing import Any

from django import forms
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from compliance.access import public, requires
from compliance.calendar import FIRST_YEAR, LAST_YEAR, EdgarCalendar, eastern_today, load_calendar
from compliance.forms import FormDateField
from compliance.models import EdgarCalendarDay
from filings.ownership.deadlines import (
    CalendarUnknown,
    Contradiction,
    DueAnswer,
    DueQuestion,
    Gift,
    NoSuchTime,
    answer,
    eastern_instant,
    steps,
)


class DueDateForm(forms.Form):
    """Something of which somebody asks when it is due, without any filing."""

    form = forms.ChoiceField(
        label="What is asked for",
        choices=[
            ("4", "Form 4: a trade"),
            ("3", "Form 3: became an insider"),
            ("5", "Form 5: the end of the fiscal year"),
        ],
        required=False,
    )
    traded_on = FormDateField(label="Date of it")
    under_plan = forms.BooleanField(label="Under a Rule 10b5-1 plan", required=False)
    discretionary = forms.BooleanField(label="Discretionary plan transaction (code I)", required=False)
    insider_chose_date = forms.BooleanField(label="The insider chose the day", required=False)
    notified_on = FormDateField(label="Broker's notice", required=False)
    gift = forms.ChoiceField(
        label="Bona fide gift",
        choices=[("", "no"), (Gift.GIVEN.value, "given"), (Gift.RECEIVED.value, "received")],
        required=False,
    )
    exemption_lost_on = FormDateField(
        label="Small acquisition, exemption lost on", required=False, help_text="Rule 16a-6(b)."
    )
    at_registration = forms.BooleanField(
        label="Form 3: an insider when the class was first registered", required=False
    )
    filed_on = FormDateField(label="Filed or accepted on", required=False)
    filed_at = forms.TimeField(
        label="at (Eastern time)",
        required=False,
        input_formats=["%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p"],
        widget=forms.TextInput(attrs={"placeholder": "9:31 PM"}),
        error_messages={"invalid": "Write the time as 21:31 or 9:31 PM."},
        help_text="Of EDGAR's acceptance, where it was after 10 p.m.",
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        filed_on, filed_at = values.get("filed_on"), values.get("filed_at")
        if filed_at and not filed_on and "filed_on" not in self.errors:
            self.add_error("filed_on", "Give the day to that time.")
        if filed_on and filed_at:
            try:
                values["filed"] = eastern_instant(filed_on, filed_at)
            except NoSuchTime as refusal:
                self.add_error("filed_at", str(refusal))
        else:
            values["filed"] = filed_on
        return values

    @property
    def question(self) -> DueQuestion:
        """What a valid form asks."""
        asked = self.cleaned_data
        return DueQuestion(
            on=asked["traded_on"],
            form=asked["form"] or "4",
            under_plan=asked["under_plan"],
            discretionary=asked["discretionary"],
            insider_chose_date=asked["insider_chose_date"],
            notified_on=asked["notified_on"],
            gift=Gift(asked["gift"]) if asked["gift"] else None,
            exemption_lost_on=asked["exemption_lost_on"],
            at_registration=asked["at_registration"],
            filed=asked["filed"],
        )


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
    """A year of EDGAR's closed weekdays, and the due date of anything with its count."""
    calendar = load_calendar()
    today = eastern_today()
    year = _year(request.GET.get("year", ""), today.year)
    form = DueDateForm(request.GET) if "traded_on" in request.GET else DueDateForm()
    answered = _answer(form, calendar) if form.is_bound and form.is_valid() else None
    entries = {one.day: one for one in EdgarCalendarDay.objects.filter(day__year=year)}
    return render(
        request,
        "compliance/calendar.html",
        {
            "year": year,
            "years": range(max(FIRST_YEAR, year - 3), min(LAST_YEAR, year + 3) + 1),
            "confirmed": calendar.confirmed(year),
            "closed": [(one, entries.get(one.day)) for one in calendar.closings(year)],
            "opened": [one for one in entries.values() if one.kind == EdgarCalendarDay.Kind.OPENING],
            "today": today,
            "form": form,
            "answer": answered,
            "count": steps(answered.deadline) if answered and answered.deadline else (),
        },
    )


def _answer(form: DueDateForm, calendar: EdgarCalendar) -> DueAnswer | None:
    """The answer to a valid form; what cannot be answered is said beside the form."""
    try:
        return answer(form.question, calendar)
    except (CalendarUnknown, Contradiction) as refusal:
        form.add_error(None, str(refusal))
        return None


def _year(text: str, otherwise: int) -> int:
    return next((year for year in range(FIRST_YEAR, LAST_YEAR + 1) if str(year) == text), otherwise)
