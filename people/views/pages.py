"""What the pages of this app have in common: a list cut into pages, and a form on a page of its own."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from compliance.access import actor_of
from compliance.models import User
from people.forms.power import ScanField
from people.services.powers import scan_refusal_keep

RECORDS_A_PAGE = 50


class DeskRequest(HttpRequest):
    """A request behind the login: its user is a person. For annotations only."""

    user: User


def page_of(request: HttpRequest, records: models.QuerySet[Any] | Sequence[Any]) -> Page[Any]:
    """The page of a list that the address asks for; the nearest one where there is no such page."""
    return Paginator(records, RECORDS_A_PAGE).get_page(request.GET.get("page"))


def form_page(
    request: HttpRequest,
    form: forms.BaseForm,
    *,
    title: str,
    back: str,
    about: str = "",
    explanation: str = "",
    submit: str = "Save",
    scan_of: models.Model | None = None,
) -> HttpResponse:
    """A form on a page: ``about`` names the record above the title, ``back`` is where Cancel leads.

    ``scan_of`` is the record whose paper is scanned: a file that is refused stands in its history.
    """
    if scan_of is not None:
        refused_scans_keep(request, form, scan_of)
    return render(
        request,
        "people/form.html",
        {
            "form": form,
            "title": title,
            "back": back,
            "about": about,
            "explanation": explanation,
            "submit": submit,
            "refused": [form[name] for name in form.fields if name in form.errors],
        },
    )


def refused_scans_keep(request: HttpRequest, form: forms.BaseForm, subject: models.Model) -> None:
    """Keep in the log which files of a form were not taken as scans, and why."""
    for refused in form.errors.as_data().values():
        for error in refused:
            if error.code == ScanField.REFUSED:
                scan_refusal_keep(actor=actor_of(request), subject=subject, reason=error.messages[0])
