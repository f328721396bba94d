"""Pages of issuers: the list, one issuer with its insiders, classes of securities."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.views.decorators.http import require_POST, require_safe

from compliance.access import requires
from compliance.calendar import eastern_today
from compliance.search import search_text
from people.forms.issuer import FiscalYearEndField, IssuerForm, SecurityClassForm
from people.models import Issuer, SecurityClass
from people.selectors.issuers import insiders_of, issuers_listed
from people.services.issuers import (
    SecurityClassInUse,
    issuer_save,
    security_class_remove,
    security_class_save,
)
from people.views.pages import DeskRequest, form_page, page_of


@require_safe
@requires("people.view")
def issuers(request: DeskRequest) -> HttpResponse:
    query = search_text(request)
    page = page_of(request, issuers_listed(query, eastern_today(), request.user))
    return render(request, "people/issuers.html", {"page": page, "query": query})


@require_safe
@requires("people.view", Issuer)
def issuer(request: DeskRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(Issuer, pk=pk)
    return render(
        request,
        "people/issuer.html",
        {
            "issuer": shown,
            "fiscal_year_end": FiscalYearEndField().prepare_value(shown.fiscal_year_end),
            "insiders": insiders_of(shown, eastern_today()),
            "classes": shown.security_classes.select_related("underlying"),
        },
    )


@requires("people.add_issuer")
def issuer_new(request: DeskRequest) -> HttpResponse:
    return _issuer_form(request, Issuer(), title="New issuer", back=resolve_url("issuers"))


@requires("people.change", Issuer)
def issuer_edit(request: DeskRequest, pk: int) -> HttpResponse:
    known = get_object_or_404(Issuer, pk=pk)
    return _issuer_form(
        request, known, title="Change", about=known.conformed_name, back=resolve_url("issuer", pk)
    )


def _issuer_form(
    request: DeskRequest, known: Issuer, *, title: str, back: str, about: str = ""
) -> HttpResponse:
    may_set_duties = request.user.has_perm("people.change_power", known if known.pk else None)
    form = IssuerForm(request.POST or None, instance=known, actor=request.user, may_set_duties=may_set_duties)
    if form.is_valid():
        saved = issuer_save(actor=request.user, issuer=form.save(commit=False))
        messages.success(request, f"{saved} is saved.")
        return redirect("issuer", saved.pk)
    return form_page(request, form, title=title, about=about, back=back)


@requires("people.change", Issuer)
def class_new(request: DeskRequest, pk: int) -> HttpResponse:
    known = get_object_or_404(Issuer, pk=pk)
    return _class_form(request, SecurityClass(issuer=known), title="New class of securities")


@requires("people.change", Issuer)
def class_edit(request: DeskRequest, pk: int, security_class: int) -> HttpResponse:
    return _class_form(request, _class(pk, security_class), title="Change the class of securities")


def _class_form(request: DeskRequest, security_class: SecurityClass, *, title: str) -> HttpResponse:
    form = SecurityClassForm(request.POST or None, instance=security_class)
    if form.is_valid():
        saved = security_class_save(actor=request.user, security_class=form.save(commit=False))
        messages.success(request, f"{saved.title} is saved.")
        return redirect("issuer", saved.issuer_id)
    return form_page(
        request,
        form,
        title=title,
        about=security_class.issuer.conformed_name,
        back=resolve_url("issuer", security_class.issuer_id),
        explanation="Titles that are offered in column 1. Reports that exist keep the title that they have.",
    )


@require_POST
@requires("people.change", Issuer)
def class_remove(request: DeskRequest, pk: int, security_class: int) -> HttpResponse:
    known = _class(pk, security_class)
    try:
        security_class_remove(actor=request.user, security_class=known)
    except SecurityClassInUse as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{known.title} is off the list.")
    return redirect("issuer", pk)


def _class(pk: int, security_class: int) -> SecurityClass:
    return get_object_or_404(SecurityClass.objects.select_related("issuer"), pk=security_class, issuer=pk)
