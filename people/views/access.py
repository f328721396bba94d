"""Who may do what on this desk: every login with its roles, given and taken here."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance.access import requires
from compliance.accounts.proof import ask_for_proof, recently_proven
from compliance.accounts.second_factors import second_factors_of
from compliance.models import Membership, Role, User
from compliance.search import search_text
from people.forms.roles import RoleForm
from people.selectors.logins import logins_listed
from people.services.roles import RoleRefused, role_give, role_take
from people.views.pages import DeskRequest, form_page, page_of


@require_safe
@requires("people.view_access")
def access(request: DeskRequest) -> HttpResponse:
    """Everybody with a login: the roles and where they are held, for whom the person signs, the second factor."""
    query = search_text(request)
    page = page_of(request, logins_listed(request.user, query))
    factors = second_factors_of(page)
    return render(
        request,
        "people/access.html",
        {
            "page": page,
            "rows": [_row(request.user, person, factors.get(person.pk, "")) for person in page],
            "query": query,
        },
    )


def _row(reader: User, person: User, factors: str) -> dict[str, Any]:
    owner = getattr(person, "reporting_owner", None)
    return {
        "person": person,
        "held": [(one, reader.has_perm("people.take_role", one)) for one in person.memberships.all()],
        "owner": owner if owner is not None and reader.has_perm("people.view", owner) else None,
        "may_give": person.is_active and reader.has_perm("people.give_role", person),
        "factors": factors,
    }


@require_http_methods(["GET", "POST"])
@requires("people.give_role", User)
def role_new(request: DeskRequest, pk: int) -> HttpResponse:
    """Give somebody a role; whoever does so proves anew who they are."""
    if not recently_proven(request):
        return ask_for_proof(back_to=request.path)
    person = get_object_or_404(User, pk=pk)
    form = RoleForm(request.POST or None, actor=request.user)
    if form.is_valid():
        role = Role(form.cleaned_data["role"])
        try:
            role_give(actor=request.user, person=person, role=role, issuer=form.cleaned_data["issuer"])
        except RoleRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{person} is {role.label.lower()} from now on.")
            return redirect("access")
    return form_page(
        request,
        form,
        title="Give a role",
        about=str(person),
        back=resolve_url("access"),
        explanation="A role opens pages. It never lets anybody sign for somebody: that takes a power of attorney, or "
        "the own login of who reports.",
        submit="Give the role",
    )


@require_POST
@requires("people.take_role", Membership)
def role_end(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a role away."""
    if not recently_proven(request):
        return ask_for_proof(back_to=resolve_url("access"))
    held = get_object_or_404(Membership.objects.select_related("user"), pk=pk)
    try:
        role_take(actor=request.user, membership=held)
    except RoleRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, f"{held.user} no longer holds the role of {held.get_role_display().lower()} there."
        )
    return redirect("access")
