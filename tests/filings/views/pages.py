"""Filling in the forms of a page as a person does: only what the page itself holds is sent."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import html
from lxml.html import FormElement, HtmlElement, RadioGroup, TextareaElement

from compliance.models import User
from tests.filings.harborwell import PASSWORD


def as_person(user: User) -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def proven(client: Client, password: str = PASSWORD) -> Client:
    """The same browser after the person has proved anew who they are, as the page before a signature asks."""
    response = client.post(reverse("prove"), {"password": password, "next": "/"})
    assert response.status_code == 302, errors(response)
    return client


def page(response: HttpResponse) -> HtmlElement:
    return html.fromstring(response.content.decode())


def words(response: HttpResponse) -> str:
    """What stands on the page, without its markup."""
    return " ".join(page(response).text_content().split())


def errors(response: HttpResponse) -> str:
    """What is said beside the inputs that were refused."""
    told = page(response).xpath("//*[@class='error' or contains(@class, 'invalid-feedback')]")
    return " ".join(" ".join(one.text_content() for one in told).split())


def form_on(response: HttpResponse, action: str, *, button: str = "") -> FormElement:
    """The form of a page that is sent to an address (blank: to the page's own), with a button of that name."""
    forms = [
        form
        for form in page(response).forms
        if (form.get("action") or "") == action
        and (form.get("method") or "get").lower() == "post"
        and (not button or form.xpath(f".//button[@name='{button}']"))
    ]
    assert len(forms) == 1, f"{len(forms)} forms on the page go to “{action}”"
    return forms[0]


def typed(form: FormElement) -> dict[str, list[str]]:
    """Everything that a browser would send of a form."""
    sent: dict[str, list[str]] = {}
    for name, value in form.form_values():
        field = form.inputs[name]
        if isinstance(field, TextareaElement):
            value = value.removeprefix("\n")  # the line feed that it begins with is markup, not text
        elif isinstance(field, RadioGroup):
            value = field.value or ""  # an empty value is one, and not “on”
        sent.setdefault(name, []).append(value)
    return sent


def submit(
    client: Client, address: str, action: str | None = None, *, button: str = "", **values: Any
) -> HttpResponse:
    """Open a page, fill in one of its forms and send it. ``True`` ticks a box, ``False`` clears it.

    Raises ``AssertionError`` when the page has no such form or the form no such input.
    """
    opened = client.get(address)
    assert opened.status_code == 200, f"{address} answers {opened.status_code}"
    form = form_on(opened, "" if action is None else action, button=button)
    return client.post(action or address, filled(form, button=button, **values))


def filled(form: FormElement, *, button: str = "", **values: Any) -> dict[str, Any]:
    """What is sent of a form with these inputs filled in, and these files chosen."""
    files: dict[str, Any] = {}
    for name, value in values.items():
        assert name in form.inputs.keys(), f"the form has no input {name}"  # noqa: SIM118 -- no mapping
        field = form.inputs[name]
        if isinstance(value, UploadedFile):
            files[name] = value
        elif isinstance(value, bool):
            field.checked = value
        else:
            field.value = value
    return typed(form) | files | ({button: ["1"]} if button else {})
