"""A CCC is replaced and used, and never read: the owner's page tells when, by whom and in what."""

import pytest
from django.urls import reverse

from compliance.audit.log import history
from compliance.models import User
from compliance.secrets import Secret
from filings.services.archive import CccMissing, edgar_copy
from filings.services.package import filing_package
from people.selectors.owners import ccc_events
from people.services.owners import owner_ccc_replace
from tests.filings.harborwell import Desk, draft, line, sale, signed, signed_sale, under_powers
from tests.filings.views.pages import as_person, page
from tests.secrets_search import search  # noqa: F401 -- the fixture

ANIL = "anil#12A"


def ccc_of(desk: Desk, viewer: User, owner) -> str:
    """What stands beside “CCC” on the owner's page."""
    shown = page(as_person(viewer).get(reverse("owner", args=[owner.pk])))
    (told,) = shown.xpath("//dt[normalize-space()='CCC']/following-sibling::dd[1]")
    return " ".join(told.text_content().split())


def test_each_use_stands_on_every_owners_record_behind_the_filings_own_event(desk):
    filing = draft(desk, desk.anil, desk.mira)
    line(desk, filing, sale())
    filing = signed(desk, under_powers(desk, filing), desk.dana)
    edgar_copy(actor=desk.dana, filing=filing)
    for owner in (desk.anil, desk.mira):
        event = history(owner)[0]
        assert (event.actor, event.verb) == (desk.dana, "used the CCC in the EDGAR copy")
        assert event.changes == {"filing": ["", str(filing.pk)]}
        assert event.number > history(filing)[0].number


@pytest.mark.parametrize(("live", "what"), [(True, "the live package"), (False, "the test package")])
def test_a_package_with_the_cccs_is_a_use_whether_live_or_not(desk, live, what):
    filing_package(actor=desk.dana, filing=signed_sale(desk), live=live, with_ccc=True)
    assert ccc_events(desk.anil).used_in == what


def test_a_package_without_them_is_none(desk):
    filing_package(actor=desk.kemi, filing=signed_sale(desk), live=True)
    assert ccc_events(desk.anil).used is None


def test_what_could_not_be_handed_out_was_not_used(desk):
    filing = draft(desk, desk.anil, desk.mira)
    line(desk, filing, sale())
    filing = signed(desk, under_powers(desk, filing), desk.dana)
    desk.mira.ccc = Secret("")
    desk.mira.save()
    with pytest.raises(CccMissing):
        edgar_copy(actor=desk.dana, filing=filing)
    assert ccc_events(desk.anil).used is None


def test_the_page_tells_the_last_replacement_and_the_last_use_with_the_way_to_the_report(desk):
    owner_ccc_replace(actor=desk.ruth, owner=desk.anil, ccc=Secret("anil#12B"))
    assert ccc_of(desk, desk.kemi, desk.anil) == (
        "On file replaced 23 Nov 2026, 11:00 a.m. by Ruth Halloran no use on record"
    )
    filing = signed_sale(desk)
    edgar_copy(actor=desk.dana, filing=filing)
    told = ccc_of(desk, desk.kemi, desk.anil)
    assert told.endswith(
        "last used 23 Nov 2026, 11:00 a.m. by Dana Okafor, in the EDGAR copy of Form 4 of 11/20/2026"
    )
    shown = page(as_person(desk.kemi).get(reverse("owner", args=[desk.anil.pk])))
    assert shown.xpath(f"//dd//a[@href='{filing.get_absolute_url()}']")


def test_a_new_ccc_is_not_said_to_be_used_because_the_one_before_was(desk):
    edgar_copy(actor=desk.dana, filing=signed_sale(desk))
    owner_ccc_replace(actor=desk.ruth, owner=desk.anil, ccc=Secret("anil#12B"))
    assert "not used since; the one before was last used 23 Nov 2026" in ccc_of(desk, desk.ruth, desk.anil)


def test_a_report_that_the_viewer_may_not_see_is_not_named(desk, monkeypatch):
    edgar_copy(actor=desk.dana, filing=signed_sale(desk))
    monkeypatch.setattr("filings.templatetags.filings.visible_to", lambda _user: desk.anil.filings.none())
    told = ccc_of(desk, desk.kemi, desk.anil)
    assert told.endswith("by Dana Okafor, in the EDGAR copy")


def test_on_a_desk_from_before_this_was_kept_nothing_is_claimed(desk):
    assert ccc_of(desk, desk.kemi, desk.anil) == "On file no use on record"


def test_a_ccc_goes_in_and_out_and_is_nowhere_else(desk, search):  # noqa: F811
    """Typed wrong, typed right, typed in the administration, handed out: only the file for EDGAR has it."""
    desk.ruth.is_staff = True
    desk.ruth.save()
    filing = signed_sale(desk)
    ruth = search.client()
    ruth.force_login(desk.ruth, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("owner-ccc", args=[desk.anil.pk])
    typed = ["bad#ccc", "one#1234", "two#1234", "new#1234", "adm#1234", "adm#12"]
    ruth.post(address, {"ccc": "bad#ccc", "again": "bad#ccc"})
    ruth.post(address, {"ccc": "one#1234", "again": "two#1234"})
    ruth.post(address, {"ccc": "new#1234", "again": "new#1234"}, follow=True)
    in_administration = f"/admin/people/reportingowner/{desk.anil.pk}/change/"
    ruth.post(in_administration, {"new_ccc": "adm#12", "kind": "person"})
    ruth.post(in_administration, {"new_ccc": "adm#1234", "kind": "wrong"})
    copy = as_person(desk.dana).post(reverse("filing-edgar-copy", args=[filing.pk]))
    assert b"new#1234" in copy.content
    as_person(desk.ruth).post(reverse("filing-package", args=[filing.pk]), {"live": "live", "with_ccc": "on"})
    for page_of in ("owner", "owner-edit", "owner-ccc", "owner-ledger"):
        assert ruth.get(reverse(page_of, args=[desk.anil.pk])).status_code == 200
    for administered in ("people/reportingowner/", "audit/event/", in_administration.removeprefix("/admin/")):
        assert ruth.get(f"/admin/{administered}").status_code == 200
    assert search.found([*typed, ANIL]) == []
