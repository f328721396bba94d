"""The pages of the log: the whole of it, and the history of one record."""

import time

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from compliance.access import actor_of, requires
from compliance.audit.log import first_break, head_of_log
from compliance.audit.models import Event
from compliance.audit.records import Events, kind_of
from compliance.audit.search import LogFilter, Sought, events_sought
from compliance.audit.taking import TooManyEvents, log_take
from compliance.audit.telling import told_of_desk, told_of_record
from compliance.downloads import made_file
from compliance.hardening.errors import NothingHere

EVENTS_A_PAGE = 50


@require_safe
@requires("compliance.view_audit")
def log_page(request: HttpRequest) -> HttpResponse:
    """Everything that happened on the desk, newest first, and what somebody looks for in it."""
    form = LogFilter(request.GET)
    sought = form.sought if form.is_valid() else Sought()
    page = Paginator(events_sought(sought), EVENTS_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "compliance/audit/log.html",
        {"form": form, "sought": sought, "page": page, "told": told_of_desk(page), "head": head_of_log()},
    )


@require_POST
@requires("compliance.view_audit")
def log_check(request: HttpRequest) -> HttpResponse:
    """Follow the whole chain now and say whether it holds."""
    began = time.monotonic()
    broken, head = first_break(), head_of_log()
    took = time.monotonic() - began
    if broken:
        messages.error(request, f"The chain is broken. {broken}")
    else:
        number = head.number if head else 0
        messages.success(
            request, f"The chain holds: {number:,} events, checked just now in {took:.1f} seconds."
        )
    return redirect("audit-log")


@require_POST
@requires("compliance.view_audit")
def log_file(request: HttpRequest) -> HttpResponse:
    """The events of a filter as a file."""
    form = LogFilter(request.POST)
    if not form.is_valid():
        messages.error(request, "Mend what you look for before you take it.")
        return redirect("audit-log")
    try:
        taken = log_take(actor=actor_of(request), sought=form.sought, kind=request.POST.get("as", ""))
    except TooManyEvents as refusal:
        messages.error(request, str(refusal))
        return redirect("audit-log")
    except KeyError:
        raise NothingHere("The log is taken as csv, xlsx or jsonl.") from None
    return made_file(taken.content, taken.name, taken.content_type)


@require_safe
@requires("compliance.view_history")
def record_history(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The whole history of one record, for whoever may see it; of one that is gone, for who may see the log."""
    known, reader = kind_of(kind), actor_of(request)
    if known is None:
        raise Http404
    record = known.record(pk)
    permission, subject = (known.permission, record) if record else ("compliance.view_audit", None)
    if not reader.has_perm(permission, subject):
        raise PermissionDenied
    events: Events = Event.objects.filter(subject_type=kind, subject_id=pk).select_related("actor")
    if record is not None:
        events = known.narrowed(reader, record, events)
    page = Paginator(events, EVENTS_A_PAGE).get_page(request.GET.get("page"))
    if record is None and not page.paginator.count:
        raise Http404
    return render(
        request,
        "compliance/audit/history.html",
        {
            "kind": known,
            "record": record,
            "pk": pk,
            "url": known.address_of(record) if record else "",
            "page": page,
            "told": told_of_record(known, record, list(page), reader),
        },
    )
