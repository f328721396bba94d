"""What the pages of this app have in common: a list cut into pages, and a form on a page of its own."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from compliance.models import User

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
) -> HttpResponse:
    """A form on a page: ``about`` names the record above the title, ``back`` is where Cancel leads."""
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
