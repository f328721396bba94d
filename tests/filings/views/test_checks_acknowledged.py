"""Reasons for warnings: who gives them, where they stand, and when they are asked for again."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from filings.models import Filing
from filings.ownership.codes import Table
from filings.ownership.deadlines import EASTERN
from filings.services.review import examine
from tests.filings.harborwell import Desk, draft, filed, fresh, line, option, sale, signed
from tests.filings.views.pages import as_person, page, submit, words

REASON = "The committee's minutes are on their way."


def at(name: str, filing: Filing) -> str:
    return reverse(f"filing-{name}" if name else "filing", args=[filing.pk])


@pytest.fixture
def grant(desk: Desk) -> Filing:
    """A grant whose approval is not on record: one warning."""
    filing = draft(desk)
    line(desk, filing, option(), table=Table.II)
    return fresh(filing)


def acknowledge(desk: Desk, filing: Filing) -> None:
    submit(as_person(desk.kemi), at("review", filing), at("acknowledge", filing), reason=REASON)


def test_a_reason_stands_beside_the_finding_and_on_the_filings_page_with_who_gave_it(desk, grant):
    acknowledge(desk, grant)
    for address in (at("review", grant), at("", grant)):
        told = words(as_person(desk.dana).get(address))
        assert REASON in told
        assert "Kemi Adeyemi" in told
        assert "F4-037" in told


def test_it_is_kept_with_the_filed_report_and_in_its_history(desk, grant):
    acknowledge(desk, grant)
    filed(signed(desk, grant), by=desk.kemi)
    shown = page(as_person(desk.ruth).get(at("", grant)))
    kept = " ".join(shown.xpath("string(//section[h2='Acknowledged'])").split())
    assert REASON in kept
    assert "record what makes code A exempt" in kept
    history = " ".join(shown.xpath("string(//section[h2='History'])").split())
    assert "acknowledged F4-037" in history
    assert REASON in history


def test_it_holds_while_the_finding_reads_the_same_and_is_asked_again_when_it_does_not(desk, grant):
    acknowledge(desk, grant)
    line(desk, grant, sale(owned_after=Decimal(11_000)))
    assert [one.check for one in examine(fresh(grant)).open_warnings] == []
    line(desk, grant, option(exercise_price=Decimal(40), owned_after=Decimal(1_000)), table=Table.II)
    assert [one.check for one in examine(fresh(grant)).open_warnings] == ["F4-037"]
    told = page(as_person(desk.kemi).get(at("review", grant)))
    assert told.xpath("//form[contains(@class, 'ack-form')]")


def test_a_draft_that_goes_on_lying_is_asked_again_each_day_that_it_is_late(desk, clock):
    filing = draft(desk)
    line(desk, filing, sale())
    clock.set(dt.datetime(2026, 11, 27, 9, 0, tzinfo=EASTERN))
    acknowledge(desk, filing)
    assert not examine(fresh(filing)).open_warnings
    clock.set(dt.datetime(2026, 11, 30, 9, 0, tzinfo=EASTERN))
    assert [one.check for one in examine(fresh(filing)).open_warnings] == ["F4-017"]


@pytest.mark.parametrize("person", ["dana", "ruth", "anil_login"])
def test_only_a_preparer_is_offered_to_give_a_reason_and_only_a_preparer_gives_one(desk, grant, person):
    browser = as_person(getattr(desk, person))
    shown = browser.get(at("review", grant))
    assert "F4-037" in words(shown)
    assert not page(shown).xpath("//form[contains(@class, 'ack-form')]")
    (finding,) = examine(grant).open_warnings
    typed = {"fingerprint": finding.fingerprint, "reason": REASON}
    assert browser.post(at("acknowledge", grant), typed).status_code == 403
    assert not grant.acknowledgements.exists()
    assert page(as_person(desk.kemi).get(at("review", grant))).xpath("//form[contains(@class, 'ack-form')]")
