"""Asking an insider by a link and answering on a telephone, as the pages have it."""

from typing import Any

from django.test import Client
from django.urls import reverse

from compliance.audit.log import history
from filings.models import Filing
from people.models import ReportingOwner
from tests.filings.harborwell import (
    Desk,
    draft,
    fresh,
    line,
    sale,
)
from tests.filings.views.pages import as_person, filled, form_on, page, typed, words
from tests.secrets_search import search  # noqa: F401 -- the fixture


def a_sale(desk: Desk) -> Filing:
    """Anil's draft that the insider is asked about."""
    one = draft(desk)
    line(desk, one, sale(), notes={"price": "A weighted average of prices from $38.01 to $38.90."})
    return fresh(one)


def at_the_desk(desk: Desk, filing: Filing) -> str:
    """The filing's page as the preparer reads it."""
    return words(as_person(desk.kemi).get(reverse("filing", args=[filing.pk])))


def told(filing: Filing) -> list[str]:
    return [str(event) for event in history(filing)]


def asking(filing: Filing, owner: ReportingOwner) -> str:
    return f"{reverse('filing-ask', args=[filing.pk])}?owner={owner.pk}"


def ask(desk: Desk, filing: Filing, owner: ReportingOwner | None = None, **values: Any) -> str:
    """Make a link as the preparer does, for Anil if nobody else is named; its address as the page shows it."""
    owner, values = owner or desk.anil, {"address": "", "days": "2"} | values
    address = asking(filing, owner)
    kemi = as_person(desk.kemi)
    shown = kemi.post(address, filled(form_on(kemi.get(address), f"?owner={owner.pk}"), **values))
    (link,) = page(shown).xpath("//*[@class='link-shown']/text()")
    return link


def opened(link: str) -> Client:
    """A telephone on which the link was opened."""
    phone = Client()
    form = form_on(phone.get(link), "")
    assert phone.post(link, typed(form)).status_code == 302
    return phone


def question(filing: Filing) -> str:
    return reverse("confirm", args=[filing.confirmations.latest("pk").pk])


def answered(phone: Client, filing: Filing, answer: str, comment: str = ""):
    sha256 = page(phone.get(question(filing))).xpath("//input[@name='sha256']/@value")[0]
    return phone.post(question(filing), {"sha256": sha256, "answer": answer, "comment": comment})
