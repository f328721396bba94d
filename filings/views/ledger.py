"""What somebody holds: the balances of an owner, each account with its entries, and the totals that do not follow."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from compliance import sheets
from compliance.access import actor_of, requires
from compliance.calendar import eastern_today
from compliance.downloads import made_file
from filings.forms.ledger import AsOfForm
from filings.models import Adjustment, Filing, LedgerKey
from filings.ownership.ledger import AdjustmentKind
from filings.rendering.balance_chart import draw_balance
from filings.rendering.two_lines import TwoLines, beside
from filings.reports.columns.ledger import entries_table
from filings.selectors.ledger import EntryShown, OwnerLedger, Source
from filings.selectors.ledger.by_class import held_by_class
from filings.selectors.ledger.unexplained import Reckoned, frozen_reports, reckoned_of
from filings.selectors.short_swing import issuers_reported_on
from filings.services.holdings import holdings_add
from filings.views.page import tells_refusals
from people.models import Issuer, ReportingOwner

# A page wide and a telephone wide; the style sheet shows one of them.
_WIDTHS = (("wide", 1216), ("narrow", 336))
_BREAKS_A_PAGE = 20
_CURES = (AdjustmentKind.PLAN_PURCHASE, AdjustmentKind.REINVESTMENT, AdjustmentKind.CORRECTION)


@require_safe
@requires("filings.view_ledger", ReportingOwner)
def owner_ledger(request: HttpRequest, pk: int) -> HttpResponse:
    """What an owner holds at an issuer on a day, class by class."""
    owner = owner_asked(pk)
    issuers = issuers_reported_on(owner, actor_of(request))
    issuer = _issuer_asked(request, issuers)
    page: dict[str, Any] = {"owner": owner, "issuers": issuers, "issuer": issuer}
    if issuer is None:
        return render(request, "filings/ledger/holdings.html", page)
    ledger = OwnerLedger(owner, issuer)
    if request.GET.get("as") == "csv":
        entries = [entry for account in ledger.accounts for entry in ledger.entries(account)]
        return _csv(entries, f"ledger-{owner.conformed_name}-{issuer.conformed_name}")
    asked = AsOfForm(request.GET if request.GET.get("on") else None, initial={"on": eastern_today()})
    on = asked.cleaned_data["on"] if asked.is_valid() else None
    balances = ledger.balances(on)
    adjustments = _adjustments(owner, issuer)
    return render(
        request,
        "filings/ledger/holdings.html",
        page
        | {
            "as_of": asked,
            "on": on,
            "day": on or eastern_today(),
            "classes": held_by_class(balances),
            "closed": [one for one in balances if not one.balance],
            "open_breaks": sum(one.open_breaks for one in balances),
            "adjustments": adjustments,
            "kinds": [kind for kind in AdjustmentKind if kind is not AdjustmentKind.SPLIT],
        },
    )


@require_safe
@requires("filings.view_ledger", ReportingOwner)
def account(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """One account: its balance over time and every entry. ``key`` is one of its wordings."""
    owner = owner_asked(pk)
    issuer = get_object_or_404(LedgerKey.objects.select_related("issuer"), pk=key).issuer
    if issuer not in issuers_reported_on(owner, actor_of(request)):
        raise Http404
    ledger = OwnerLedger(owner, issuer)
    found = next(iter(ledger.chosen(key)), None)
    if found is None:
        raise Http404
    entries = list(ledger.entries(found))
    security = ledger.security(found)
    if request.GET.get("as") == "csv":
        return _csv(entries, f"ledger-{owner.conformed_name}-{security.title}")
    points, today = ledger.series(found).points, eastern_today()
    open_days = {one.broken.day for one in entries if one.broken and not one.broken.is_settled}
    return render(
        request,
        "filings/ledger/account.html",
        {
            "owner": owner,
            "issuer": issuer,
            "security": security,
            "in_dollars": security.wording.measure.value == "value",
            "balance": next((one for one in ledger.balances() if one.security.key == security.key), None),
            "pictures": [(name, draw_balance(points, today, width, open_days)) for name, width in _WIDTHS],
            "tracks": _by_award(entries, [len(track.postings) for track in found.tracks]),
            "gaps": any(one.gap for one in entries),
            "notes": _notes_on(entries),
        },
    )


@require_safe
@requires("filings.view_ledger", ReportingOwner)
def owner_breaks(request: HttpRequest, pk: int) -> HttpResponse:
    """The totals of an owner that do not follow, each with the two forms beside each other."""
    owner = owner_asked(pk)
    issuers = issuers_reported_on(owner, actor_of(request))
    issuer = _issuer_asked(request, issuers)
    page: dict[str, Any] = {"owner": owner, "issuers": issuers, "issuer": issuer}
    if issuer is None:
        return render(request, "filings/ledger/breaks.html", page)
    ledger = OwnerLedger(owner, issuer)
    asked = request.GET.get("account", "")
    key = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 19 else None
    chosen = next(iter(ledger.chosen(key)), None) if key is not None else None
    found = reckoned_of(ledger, key if chosen is not None else None)
    shown = Paginator(found, _BREAKS_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "filings/ledger/breaks.html",
        page
        | {
            "account": ledger.security(chosen) if chosen is not None else None,
            "open": sum(not one.shown.is_settled for one in found),
            "settled": sum(one.shown.is_settled for one in found),
            "shown": shown,
            "breaks": list(zip(shown, _beside(shown), strict=True)),
            "cures": _CURES,
        },
    )


@require_POST
@requires("filings.prepare", Filing)
@tells_refusals("filing-table-1")
def add_holdings(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the other holdings of the classes that a draft trades on its Table I."""
    holdings_add(actor=actor_of(request), filing_id=pk)
    return redirect("filing-table-1", pk)


def owner_asked(pk: int) -> ReportingOwner:
    """The owner of an address, or 404."""
    return get_object_or_404(ReportingOwner.objects.defer("ccc"), pk=pk)


def _issuer_asked(request: HttpRequest, issuers: list[Issuer]) -> Issuer | None:
    """The issuer that the address names, or the first."""
    asked = request.GET.get("issuer")
    return next((one for one in issuers if str(one.pk) == asked), None) or next(iter(issuers), None)


def _adjustments(owner: ReportingOwner, issuer: Issuer) -> list[Adjustment]:
    """What is recorded of an owner beside the forms, splits included; reversals stand with what they reverse."""
    recorded = Adjustment.objects.filter(issuer=issuer, reverses=None).select_related(
        "key", "to", "recorded_by", "reversed_by__recorded_by"
    )
    return list(recorded.filter(owner=owner) | recorded.filter(owner=None))


def _by_award(entries: Iterable[EntryShown], lengths: Iterable[int]) -> list[tuple[str, list[EntryShown]]]:
    """The entries of each running total of an account, the newest first; the total that moved last comes first.

    ``lengths`` says how many of the entries belong to each total.
    """
    rest = iter(entries)
    tracks = [track for length in lengths if (track := list(islice(rest, length)))]
    tracks.sort(key=lambda track: max(one.day for one in track), reverse=True)
    return [(track[0].award, track[::-1]) for track in tracks]


def _notes_on(entries: Iterable[EntryShown]) -> dict[int, str]:
    """By adjustment where it is known from."""
    numbers = {one.source.adjustment for one in entries if one.source.adjustment is not None}
    return dict(Adjustment.objects.filter(pk__in=numbers).values_list("pk", "note"))


def _beside(shown: Iterable[Reckoned]) -> list[TwoLines]:
    """For each total the line that it should have gone on from, and the line that states it."""
    pairs = [(one.shown.earlier, one.shown.source) for one in shown]
    reports = frozen_reports({one.filing for pair in pairs for one in pair if one and one.filing})

    def line(source: Source | None) -> Any:
        if source is None or source.filing not in reports or source.line is None:
            return None
        return reports[source.filing], source.line

    return [beside([line(earlier), line(source)]) for earlier, source in pairs]


def _csv(entries: list[EntryShown], name: str) -> HttpResponse:
    return made_file(sheets.as_csv(entries_table(entries)), f"{slugify(name)}.csv", sheets.CSV_TYPE)
