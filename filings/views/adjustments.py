"""Recording what no form says: changes of one holding, a split of a class for everybody, and reversals."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.views.decorators.http import require_http_methods

from compliance.access import actor_of, requires
from filings.forms.ledger import NEW, AdjustmentForm, ReasonForm, SplitForm
from filings.models import Adjustment, LedgerKey
from filings.ownership.codes import Table
from filings.ownership.ledger import AdjustmentKind, class_of
from filings.selectors.ledger import OwnerLedger, SplitLine, SplitTotal, split_preview, split_total
from filings.selectors.ledger.reading import wording_kept
from filings.services.ledger import (
    AdjustmentRefused,
    adjustment_record,
    adjustment_reverse,
    ledger_key_keep,
    opening_record,
    split_record,
)
from filings.templatetags.ledger import account_name
from filings.views.ledger import owner_asked
from filings.views.page import must
from people.models import Issuer, ReportingOwner
from people.views.pages import form_page

# Unconfirmed as in the catalogue of checks: counsel has still to read these rules.
_EXPLANATIONS = {
    AdjustmentKind.OPENING: "What was held before the first form that is here; it is counted on from there.",
    AdjustmentKind.PLAN_PURCHASE: "Shares from routine contributions under a qualified, excess benefit or stock "
    "purchase plan, which need no line of their own (Rule 16b-3(c), unconfirmed).",
    AdjustmentKind.REINVESTMENT: "Shares from a broad-based dividend reinvestment plan (Rule 16a-11, unconfirmed).",
    AdjustmentKind.TRANSFER: "The same securities, held in another way from this day on, with no change in the "
    "pecuniary interest (Rule 16a-13, unconfirmed).",
    AdjustmentKind.CORRECTION: "The holding is another than the forms say, and it is known why.",
}


@require_http_methods(["GET", "POST"])
@requires("people.change", Issuer, "issuer")
def record_adjustment(request: HttpRequest, pk: int, issuer: int, kind: str) -> HttpResponse:
    """A change of one holding, or what it was at first. The address may fill in the form."""
    owner, at = owner_asked(pk), get_object_or_404(Issuer, pk=issuer)
    must(request, "people.view", owner)
    if kind not in set(AdjustmentKind) - {AdjustmentKind.SPLIT}:
        raise Http404
    asked = AdjustmentKind(kind)
    ledger = OwnerLedger(owner, at)
    balances = ledger.balances()
    accounts = [(one.security.key, account_name(one.security)) for one in balances]
    by_award = any(award.award for one in balances for award in one.awards)
    given = {name: request.GET[name] for name in AdjustmentForm.base_fields if name in request.GET}
    form = AdjustmentForm(
        request.POST or None, kind=asked, accounts=accounts, by_award=by_award, initial=given
    )
    if request.method == "POST" and form.is_valid():
        try:
            with (
                transaction.atomic()
            ):  # a holding that was named for it stays only with what was recorded of it
                _record(request, form, owner, at)
        except AdjustmentRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{asked.label} recorded.")
            return redirect(_holdings_of(owner, at))
    return form_page(
        request,
        form,
        title=asked.label,
        about=f"{owner.conformed_name} · {at}",
        explanation=_EXPLANATIONS[asked],
        submit="Record",
        back=_holdings_of(owner, at),
    )


@require_http_methods(["GET", "POST"])
@requires("people.change", Issuer)
def split(request: HttpRequest, pk: int) -> HttpResponse:
    """A split of one of an issuer's classes: what it makes of every holding, before it is recorded."""
    issuer = get_object_or_404(Issuer, pk=pk)
    asked = request.POST if request.method == "POST" else request.GET if "title" in request.GET else None
    form = SplitForm(asked, titles=_titles(issuer))
    reason = ReasonForm(request.POST or None)
    reason.fields["note"].label = "Where it is known from"
    refused = ""
    if request.method == "POST" and form.is_valid() and reason.is_valid():
        try:
            split_record(actor=actor_of(request), issuer=issuer, **form.cleaned_data, **reason.cleaned_data)
        except AdjustmentRefused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, "Stock split recorded for every owner.")
            return redirect("issuer-split", pk)
    return render(
        request,
        "filings/ledger/split.html",
        {
            "issuer": issuer,
            "form": form,
            "reason": reason,
            "refused": refused,
            "preview": _preview(issuer, form) if form.is_bound and form.is_valid() else None,
            "given": {name: form.data.get(name, "") for name in form.fields},
            "recorded": issuer.adjustments.filter(kind=AdjustmentKind.SPLIT, reverses=None).select_related(
                "recorded_by", "reversed_by__recorded_by"
            ),
        },
    )


@require_http_methods(["GET", "POST"])
@requires("people.change", Adjustment)
def reverse_adjustment(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was recorded wrongly; both stay on record."""
    adjustment = get_object_or_404(Adjustment.objects.select_related("owner", "issuer", "key"), pk=pk)
    form = ReasonForm(request.POST or None)
    back = (
        resolve_url("issuer-split", adjustment.issuer_id)
        if adjustment.owner is None
        else _holdings_of(adjustment.owner, adjustment.issuer)
    )
    if request.method == "POST" and form.is_valid():
        try:
            adjustment_reverse(actor=actor_of(request), adjustment=adjustment, **form.cleaned_data)
        except AdjustmentRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{adjustment.get_kind_display()} reversed.")
            return redirect(back)
    return form_page(
        request,
        form,
        title=f"Reverse: {adjustment}",
        about=f"{adjustment.owner or 'every owner'} · {adjustment.issuer}",
        explanation="It counts no more from now on. It stays on record, with the reason.",
        submit="Reverse it",
        back=back,
    )


def _record(request: HttpRequest, form: AdjustmentForm, owner: ReportingOwner, issuer: Issuer) -> Adjustment:
    values = form.cleaned_data
    about: dict[str, Any] = {
        "actor": actor_of(request),
        "owner": owner,
        "issuer": issuer,
        "day": values["day"],
        "award": values.get("award", ""),
        "note": values["note"],
    }
    if form.kind is AdjustmentKind.OPENING:
        key = (
            ledger_key_keep(issuer=issuer, wording=form.new_wording())
            if values["account"] == NEW
            else LedgerKey.objects.get(pk=values["account"])
        )
        return opening_record(**about, key=key, balance=form.change)
    key = LedgerKey.objects.get(pk=values["account"])
    to = None
    if values.get("to") == NEW:
        to = ledger_key_keep(issuer=issuer, wording=form.new_wording(wording_kept(key)))
    elif values.get("to"):
        to = LedgerKey.objects.get(pk=values["to"])
    return adjustment_record(**about, kind=form.kind, key=key, to=to, change=form.change)


def _holdings_of(owner: ReportingOwner, issuer: Issuer) -> str:
    return f"{resolve_url('owner-ledger', owner.pk)}?issuer={issuer.pk}"


def _titles(issuer: Issuer) -> list[str]:
    """The classes of Table I that forms name, each as it is spelled first in the alphabet."""
    titles: dict[str, str] = {}
    keys = LedgerKey.objects.filter(issuer=issuer, table=Table.I)
    for title in keys.order_by("title").values_list("title", flat=True).distinct():
        titles.setdefault(class_of(title), title)
    return list(titles.values())


@dataclass(frozen=True)
class _Preview:
    """What a split makes of every owner's holdings, owner by owner and together."""

    owners: Sequence[tuple[ReportingOwner, Sequence[SplitLine], SplitTotal]]
    total: SplitTotal
    holdings: int


def _preview(issuer: Issuer, form: SplitForm) -> _Preview:
    found = split_preview(issuer, **form.cleaned_data)
    lines: dict[int, list[SplitLine]] = {}
    for line in found:
        lines.setdefault(line.owner, []).append(line)
    owners = ReportingOwner.objects.defer("ccc").in_bulk(lines).values()
    by_name = sorted(owners, key=lambda one: one.conformed_name.casefold())
    return _Preview(
        owners=[(one, lines[one.pk], split_total(lines[one.pk])) for one in by_name],
        total=split_total(found),
        holdings=len(found),
    )
