"""The statement that no Form 5 is due: marking it as asked for or received, and printing it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from compliance.access import actor_of, requires
from compliance.calendar import eastern_today
from compliance.hardening.errors import NothingHere
from filings.forms.reports import StatementForm
from filings.models import YearEndStatement
from filings.reports.fiscal_year import FiscalYear
from filings.reports.reading import filed_by
from filings.reports.year_end import YearEnd
from filings.services.year_end import year_end_statement_remove, year_end_statement_save
from filings.views.reports import ends_of, year_asked
from people.models import Issuer
from people.views.pages import form_page


@requires("people.change", Issuer)
def mark(request: HttpRequest, pk: int, year: int, owner: int) -> HttpResponse:
    """Mark an insider's statement as asked for or received."""
    issuer, fiscal = year_asked(pk, year)
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
@requires("people.change", Issuer)
def unmark(request: HttpRequest, pk: int, year: int, owner: int) -> HttpResponse:
    """Take back a mark that was made by mistake."""
    issuer, fiscal = year_asked(pk, year)
    known = get_object_or_404(
        YearEndStatement, issuer=issuer, owner=owner, fiscal_year_ended_on=fiscal.ended_on
    )
    year_end_statement_remove(actor=actor_of(request), statement=known)
    messages.success(request, f"{known.owner}: the mark is taken back.")
    return redirect("report-year-end", pk, year)


@require_safe
@requires("people.view", Issuer)
def statement(request: HttpRequest, pk: int, year: int, owner: int) -> HttpResponse:
    """The statement of one insider, to be printed and signed."""
    issuer, fiscal = year_asked(pk, year)
    one = _insider(issuer, fiscal, owner)
    filed = filed_by(one.owner, issuer, fiscal.starts_on, one.due_on or fiscal.ended_on)
    return render(
        request,
        "filings/reports/statement.html",
        {"issuer": issuer, "year": fiscal, "one": one, "filed": filed},
    )


def _insider(issuer: Issuer, year: FiscalYear, owner: int) -> YearEnd:
    """What the year leaves of one insider; 404 for somebody who was none in it."""
    ends = ends_of(issuer, year)
    one = next((one for one in ends if one.owner.pk == owner), None)
    if one is None:
        raise NothingHere("Nobody of that number held a position in this fiscal year.")
    return one
