"""What the pages of a filing share: the step's frame and how a service's refusal is told."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from compliance.access import actor_of
from compliance.calendar import eastern_now
from compliance.models import User
from filings.clock import read_clock, tell_due
from filings.models import Filing
from filings.ownership.findings import Finding
from filings.ownership.splitting import proposal
from filings.selectors.confirmations import confirmations_of
from filings.services.confirmation import report_sha256
from filings.services.draft import TooManyOwners
from filings.services.editing import EditConflict, NotEditable
from filings.services.frozen import Altered
from filings.services.review import ChangedSince, Examination, NotReady, OtherReviewerNeeded
from filings.services.rows import FootnotesFull, TableFull
from filings.services.split import NothingToSplit, parts_of
from filings.steps import BY_SLUG, findings_of, input_name, mending_url, statuses

_REFUSALS = (
    Altered,
    NotEditable,
    ChangedSince,
    NotReady,
    OtherReviewerNeeded,
    TableFull,
    FootnotesFull,
    TooManyOwners,
    NothingToSplit,
)

View = Callable[..., HttpResponse]


def tells_refusals(to: str) -> Callable[[View], View]:
    """A service's refusal becomes a message on the page named by the URL ``to``; nothing is changed.

    What somebody else has removed since the page was opened is not found any more.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def told(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, pk, **kwargs)
            except _REFUSALS as refusal:
                messages.error(request, str(refusal))
                return redirect(to, pk)
            except ObjectDoesNotExist as gone:
                raise Http404(str(gone)) from gone

        return told

    return decorate


def must(request: HttpRequest, permission: str, subject: models.Model | None = None) -> None:
    """Stop with 403 unless the person has a right: for pages that more people may read than change."""
    if not request.user.has_perm(permission, subject):
        raise PermissionDenied


def load_filing(pk: int) -> Filing:
    """The filing of an address, or 404."""
    return get_object_or_404(Filing.objects.select_related("issuer", "created_by", "reviewed_by"), pk=pk)


class Rights:
    """What somebody may do about one filing, for templates: ``may.prepare``."""

    def __init__(self, user: Any, filing: Filing) -> None:
        self._user, self._filing = user, filing

    def __getitem__(self, right: str) -> bool:
        return bool(self._user.has_perm(f"filings.{right}", self._filing))


def step_page(
    request: HttpRequest,
    examination: Examination,
    slug: str,
    template: str,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """Render a step: its own content in the frame of steps, clock and findings. A past filing has none."""
    if examination.filing.is_imported:
        return redirect("filing", examination.filing.pk)
    findings = explained(findings_of(BY_SLUG[slug], examination), examination)
    return render(
        request, template, frame(request, examination, slug) | {"findings": findings} | context, status=status
    )


def frame(request: HttpRequest, examination: Examination, slug: str) -> dict[str, Any]:
    """What the frame around a step shows."""
    filing, facts = examination.filing, examination.facts
    due = tell_due(filing, examination.submission.report, facts)
    return {
        "filing": filing,
        "may": Rights(request.user, filing),
        "examination": examination,
        "report": examination.submission.report,
        "owners": list(filing.filing_owners.select_related("owner")),
        "clock": read_clock(filing, facts.calendar, eastern_now(), due),
        "due": due,
        "step": BY_SLUG.get(slug),
        "parts": parts_of(filing),
        "confirmations": confirmations_of(
            filing,
            report_sha256(examination.submission.report),
            eastern_now(),
            reader=co_reader(request, filing),
        ),
        "split_proposal": proposal(examination.submission.report) if filing.is_editable else (),
        "steps": [(step, mark, step.url(filing.pk)) for step, mark in statuses(examination)],
    }


def co_reader(request: HttpRequest, filing: Filing) -> User | None:
    """The viewer, if what the other owners on the filing were asked and answered is not for the viewer to see."""
    viewer = actor_of(request)
    return None if viewer.has_perm("filings.read_desk_note", filing) else viewer


def explained(findings: tuple[Finding, ...], examination: Examination) -> list[dict[str, Any]]:
    """Findings with the address that mends each, and what was said to it."""
    return [
        {
            "finding": one,
            "input": input_name(one.place),
            "url": mending_url(one.place, examination),
            "acknowledgement": examination.acknowledgements.get(one.fingerprint),
        }
        for one in findings
    ]


@dataclass(frozen=True)
class Difference:
    """One field of a record as it stands in the draft now, and as this person typed it."""

    label: str
    theirs: Any
    yours: Any


@dataclass(frozen=True)
class Conflict:
    """Two people on one record. There is a conflict to tell of even where both typed the same."""

    differences: tuple[Difference, ...]


def conflict_between(form: Any, clash: EditConflict, *beside: Difference) -> Conflict:
    """What somebody else saved against what was typed into a valid form, and what differs beside its fields."""
    current: models.Model = clash.current
    found = []
    for name, value in form.cleaned_data.items():
        if name == "version" or not hasattr(current, name):
            continue
        now = getattr(current, name)
        if now != value and (now or value):
            found.append(Difference(form.fields[name].label or name.replace("_", " "), now, value))
    return Conflict((*found, *beside))


def with_current_version(form: Any, conflict: EditConflict) -> Any:
    """The same form with everything typed, ready to be saved over what is there now."""
    typed = form.data.copy()
    typed[form.add_prefix("version")] = conflict.current.version  # type: ignore[attr-defined]
    form.data = typed
    return form
