"""Keeping the due dates of open filings true when EDGAR's calendar changes."""

from django.db import transaction

from compliance.audit.log import record
from compliance.calendar import load_calendar
from filings.models import Filing, FilingState
from filings.ownership.deadlines import CalendarUnknown, report_deadline
from filings.services.assemble import assemble
from filings.services.executions import executions_of


def due_date_set(filing: Filing) -> bool:
    """Write the due date and box 3 on the filing (without saving it); whether the date is another one than before.

    A year that the calendar does not know leaves the date open.
    """
    report = assemble(filing).report
    filing.period_of_report = report.period_of_report
    try:
        deadline = report_deadline(report, load_calendar(), executions_of(filing))
    except CalendarUnknown:
        deadline = None
    before = filing.due_on, filing.due_is_provisional
    filing.due_on = deadline.due_on if deadline else None
    filing.due_is_provisional = bool(deadline and deadline.provisional)
    return (filing.due_on, filing.due_is_provisional) != before


def due_dates_refresh() -> int:
    """Count every open filing again, for lists and clocks; how many due dates moved."""
    moved = 0
    for pk in Filing.objects.exclude(state=FilingState.FILED).values_list("pk", flat=True):
        with transaction.atomic():
            filing = Filing.objects.select_for_update().select_related("issuer").get(pk=pk)
            before = filing.due_on
            if due_date_set(filing):
                filing.save(update_fields=["due_on", "due_is_provisional"])
                record(
                    actor=None,
                    verb="counted the due date again after a change of EDGAR's calendar",
                    subject=filing,
                    changes={"due_on": [str(before or ""), str(filing.due_on or "")]},
                )
                moved += 1
    return moved
