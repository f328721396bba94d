"""The event log: written with the change it tells of, and never changed itself."""

import pytest
from django.db import transaction

from compliance.audit.log import history, record
from compliance.audit.models import Event, EventIsFinal
from compliance.models import User
from people.models import Issuer


@pytest.fixture
def issuer(db) -> Issuer:
    return Issuer.objects.create(cik="1", conformed_name="HARBORWELL INC.")


@pytest.fixture
def kemi(db) -> User:
    return User.objects.create_user(
        "kemi", "kemi@harborwell.example", "x", first_name="Kemi", last_name="Adeyemi"
    )


def test_an_event_says_who_did_what_to_which_record(issuer, kemi):
    event = record(actor=kemi, verb="renamed the issuer", subject=issuer, changes={"name": ["OLD", "NEW"]})
    assert str(event) == "Kemi Adeyemi renamed the issuer"
    assert (event.subject_type, event.subject_id) == ("people.issuer", issuer.pk)
    assert event.changes == {"name": ["OLD", "NEW"]}


def test_what_the_desk_does_by_itself_has_its_name(issuer):
    assert str(record(actor=None, verb="made the PDF", subject=issuer)) == "Form 4 Desk made the PDF"


def test_an_event_is_neither_changed_nor_deleted(issuer, kemi):
    event = record(actor=kemi, verb="renamed the issuer", subject=issuer)
    event.verb = "did nothing"
    with pytest.raises(EventIsFinal):
        event.save()
    with pytest.raises(EventIsFinal):
        event.delete()
    assert Event.objects.get().verb == "renamed the issuer"


def test_many_events_at_once_are_neither_changed_nor_deleted(issuer, kemi):
    record(actor=kemi, verb="renamed the issuer", subject=issuer)
    with pytest.raises(EventIsFinal):
        Event.objects.all().delete()
    with pytest.raises(EventIsFinal):
        Event.objects.update(verb="did nothing")
    assert Event.objects.get().verb == "renamed the issuer"


def test_somebody_with_events_cannot_be_deleted(issuer, kemi):
    record(actor=kemi, verb="renamed the issuer", subject=issuer)
    with pytest.raises(Exception, match="protected"):
        kemi.delete()


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused():
    issuer = Issuer.objects.create(cik="1", conformed_name="HARBORWELL INC.")
    with pytest.raises(transaction.TransactionManagementError, match="transaction of its change"):
        record(actor=None, verb="renamed the issuer", subject=issuer)
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_event_goes_when_its_change_is_rolled_back():
    issuer = Issuer.objects.create(cik="1", conformed_name="HARBORWELL INC.")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(actor=None, verb="renamed the issuer", subject=issuer)
        raise ZeroDivisionError
    assert not Event.objects.exists()


def test_the_history_of_a_record_is_its_own_newest_first(issuer, kemi):
    other = Issuer.objects.create(cik="2", conformed_name="TIDEWATER CORP")
    record(actor=kemi, verb="first", subject=issuer)
    record(actor=kemi, verb="elsewhere", subject=other)
    record(actor=kemi, verb="second", subject=issuer)
    record(actor=kemi, verb="another kind of record with the same number", subject=kemi)
    assert [event.verb for event in history(issuer)] == ["second", "first"]


def test_a_long_name_does_not_break_the_log(issuer, kemi):
    """Some databases refuse a text that is too long, and with it the change that it tells of."""
    event = record(actor=kemi, verb="signed: /s/ " + "n" * 255, subject=issuer)
    assert len(event.verb) <= Event._meta.get_field("verb").max_length
