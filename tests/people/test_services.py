"""Every write of people, issuers and powers stands in the log; a CCC never does."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from compliance.audit.log import history
from compliance.audit.models import Event
from compliance.secrets import Secret
from people.models import Issuer, Position, PowerOfAttorney, ReportingOwner, SecurityClass
from people.services.issuers import (
    SecurityClassInUse,
    issuer_save,
    security_class_remove,
    security_class_save,
)
from people.services.owners import owner_ccc_replace, owner_save, position_end, position_save
from people.services.powers import NotAScan, attorney_end, poa_revoke, poa_save, poa_scan_replace


def latest(subject) -> Event:
    return history(subject)[0]


def test_a_new_owner_is_told_with_what_was_given(preparer):
    owner = owner_save(
        actor=preparer,
        owner=ReportingOwner(cik="42", conformed_name="Doe Jane", first_name="Jane", last_name="Doe"),
    )
    event = latest(owner)
    assert str(event) == "Dana Whitfield added this reporting owner"
    assert event.changes["conformed_name"] == ["", "Doe Jane"]
    assert event.changes["kind"] == ["", "Natural person"]
    assert "ccc" not in event.changes
    assert "middle_name" not in event.changes


def test_a_change_tells_before_and_after_of_what_changed_alone(preparer, locke):
    locke.city, locke.state = "WALTHAM", "MA"
    owner_save(actor=preparer, owner=locke)
    assert latest(locke).changes == {"city": ["", "WALTHAM"], "state": ["", "MA"]}


def test_saving_what_is_already_so_tells_nothing(preparer, locke):
    owner_save(actor=preparer, owner=locke)
    assert not history(locke).exists()


def test_what_somebody_else_changed_meanwhile_stays(preparer, locke):
    seen_before = ReportingOwner.objects.defer("ccc").get(pk=locke.pk)
    seen_before.city = "BOSTON"
    ReportingOwner.objects.filter(pk=locke.pk).update(suffix="Jr.", ccc=Secret("abcd#123"))
    seen_before.refresh_from_db(fields=["suffix"])
    owner_save(actor=preparer, owner=seen_before)
    locke.refresh_from_db()
    assert (locke.city, locke.suffix, locke.ccc) == ("BOSTON", "Jr.", Secret("abcd#123"))


def test_a_ccc_is_kept_encrypted_and_told_without_it(administrator, locke):
    owner_ccc_replace(actor=administrator, owner=locke, ccc=Secret("abcd#123"))
    assert ReportingOwner.objects.get(pk=locke.pk).ccc == Secret("abcd#123")
    stored = ReportingOwner.objects.filter(pk=locke.pk).extra(select={"raw": "ccc"}).values_list("raw")[0][0]
    assert "abcd#123" not in stored
    event = latest(locke)
    assert str(event) == "Ada Novak replaced the CCC"
    assert event.changes == {}


@pytest.mark.parametrize("ccc", ["abcd#12", "abcd#1234", "abcd 123", "abcd#12é", ""])
def test_a_ccc_has_eight_visible_characters_and_the_refusal_does_not_repeat_it(administrator, locke, ccc):
    with pytest.raises(ValidationError) as refused:
        owner_ccc_replace(actor=administrator, owner=locke, ccc=Secret(ccc))
    assert not ccc or ccc not in repr(refused.value)
    assert not history(locke).exists()


def test_a_position_is_told_at_its_owner(preparer, locke, tecogen):
    position = position_save(
        actor=preparer,
        position=Position(
            owner=locke, issuer=tecogen, kind="officer", title="CEO", started_on=dt.date(2014, 11, 17)
        ),
    )
    assert str(latest(locke)) == "Dana Whitfield added the position CEO of TECOGEN INC."
    position_end(actor=preparer, position=position, ended_on=dt.date(2026, 6, 30))
    assert latest(locke).changes == {"ended_on": ["", "2026-06-30"]}


def test_a_position_cannot_end_before_it_starts(preparer, locke, tecogen):
    position = Position.objects.create(
        owner=locke, issuer=tecogen, kind="director", started_on=dt.date(2026, 1, 5)
    )
    with pytest.raises(ValidationError, match="cannot end before it starts"):
        position_end(actor=preparer, position=position, ended_on=dt.date(2026, 1, 4))
    position.refresh_from_db()
    assert position.ended_on is None


def test_an_issuer_and_its_classes(preparer):
    issuer = issuer_save(actor=preparer, issuer=Issuer(cik="9", conformed_name="NORTHWIND LABS INC"))
    stock = security_class_save(
        actor=preparer, security_class=SecurityClass(issuer=issuer, title="Common Stock")
    )
    stock.title = "Class A Common Stock"
    security_class_save(actor=preparer, security_class=stock)
    assert latest(issuer).changes == {"title": ["Common Stock", "Class A Common Stock"]}
    security_class_remove(actor=preparer, security_class=stock)
    assert str(latest(issuer)) == "Dana Whitfield removed the class Class A Common Stock"
    assert not issuer.security_classes.exists()


def test_a_class_that_underlies_an_option_stays(preparer, tecogen):
    stock = SecurityClass.objects.create(issuer=tecogen, title="Common Stock")
    SecurityClass.objects.create(
        issuer=tecogen, title="Stock Option (Right to Buy)", is_derivative=True, underlying=stock
    )
    with pytest.raises(SecurityClassInUse, match=r"Common Stock underlies Stock Option \(Right to Buy\)"):
        security_class_remove(actor=preparer, security_class=stock)
    assert tecogen.security_classes.count() == 2
    assert not history(tecogen).exists()


def test_a_power_names_its_attorneys_and_keeps_the_end_of_one_who_left(
    administrator, locke, attorney, garrison, preparer
):
    power = poa_save(
        actor=administrator,
        power=PowerOfAttorney(grantor=locke, executed_on=dt.date(2025, 3, 12), text="Know all"),
        attorneys=[attorney, garrison],
    )
    attorney_end(
        actor=administrator,
        attorney=power.named_attorneys.get(user=attorney),
        ended_on=dt.date(2026, 6, 30),
    )
    poa_save(
        actor=administrator,
        power=power,
        attorneys=[attorney, preparer],
        reason="The paper names Dana Whitfield, not David Garrison.",
    )
    named = {one.user: one.ended_on for one in power.named_attorneys.all()}
    assert named == {attorney: dt.date(2026, 6, 30), preparer: None}
    verbs = [event.verb for event in history(power)]
    assert verbs == [
        "took David Garrison off the attorneys-in-fact",
        "named Dana Whitfield as attorney-in-fact",
        "ended the authority of Kemi Adeyemi",
        "named David Garrison as attorney-in-fact",
        "named Kemi Adeyemi as attorney-in-fact",
        "added this power of attorney",
    ]


def test_a_revocation_is_told_and_cannot_precede_the_execution(administrator, power):
    with pytest.raises(ValidationError, match="cannot be revoked before it was executed"):
        poa_revoke(actor=administrator, power=power, revoked_on=dt.date(2025, 3, 11))
    poa_revoke(actor=administrator, power=power, revoked_on=dt.date(2026, 11, 24))
    power.refresh_from_db()
    assert power.revoked_on == dt.date(2026, 11, 24)
    assert [(event.verb, event.changes) for event in history(power)] == [
        ("revoked this power of attorney", {"revoked_on": ["", "2026-11-24"]})
    ]


def test_a_scan_is_kept_under_a_name_of_our_own_and_an_earlier_one_stays(
    administrator, power, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    poa_scan_replace(actor=administrator, power=power, scan=ContentFile(b"%PDF-1.7 first", "../../x.exe"))
    first = power.scan.name
    assert first.startswith("powers-of-attorney/")
    assert first.endswith(".pdf")
    poa_scan_replace(actor=administrator, power=power, scan=ContentFile(b"\xff\xd8\xff\xe0 second", "x"))
    assert {one.read_bytes()[:4] for one in (tmp_path / "powers-of-attorney").iterdir()} == {
        b"%PDF",
        b"\xff\xd8\xff\xe0",
    }
    event = latest(power)
    assert event.verb == "replaced the scan"
    assert event.changes["scan"] == [first, power.scan.name]


def test_a_page_that_calls_itself_a_scan_is_not_kept(administrator, power, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with pytest.raises(NotAScan):
        poa_scan_replace(
            actor=administrator, power=power, scan=ContentFile(b"<script>alert(1)</script>", "scan.pdf")
        )
    assert not any(tmp_path.iterdir())
    assert not history(power).exists()
