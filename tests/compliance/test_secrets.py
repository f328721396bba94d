"""CCCs at rest and in memory: unreadable in the database, unseen wherever Python shows values."""

import copy
import logging
import traceback

import pytest
from cryptography.fernet import Fernet
from django.core import serializers
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection, transaction

from compliance.secrets import EncryptedField, Secret, Undecryptable
from people.models import ReportingOwner
from tests.filings.harborwell import reporting_owner

CCC = "hush#123"


def stored(owner: ReportingOwner) -> str:
    """The column as it lies in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ccc FROM people_reportingowner WHERE id = %s", [owner.pk])
        (text,) = cursor.fetchone()
    return text


def test_a_secret_shows_itself_nowhere(caplog):
    secret = Secret(CCC)
    logging.getLogger("filings").warning("owner %s %r", secret, secret)
    for text in (
        str(secret),
        repr(secret),
        f"{secret}",
        f"{secret!r:>40}",
        str([secret]),
        caplog.text,
    ):
        assert CCC not in text
    assert secret.reveal() == CCC


def test_a_secret_has_no_dictionary_to_look_into():
    assert not hasattr(Secret(CCC), "__dict__")


def test_secrets_are_compared_by_what_they_hold():
    assert Secret(CCC) == Secret(CCC)
    assert Secret(CCC) != Secret("hush#124")
    assert Secret(CCC) != CCC
    assert len({Secret(CCC), Secret(CCC)}) == 1
    assert copy.copy(Secret(CCC)) == Secret(CCC)
    assert (bool(Secret(CCC)), bool(Secret(""))) == (True, False)


@pytest.mark.django_db
def test_the_column_holds_a_token_and_not_the_ccc():
    owner = reporting_owner("1", "Anil", "Ramaswamy", ccc=CCC)
    assert CCC not in stored(owner)
    assert stored(owner).startswith("gAAAA")
    assert ReportingOwner.objects.get(pk=owner.pk).ccc.reveal() == CCC


@pytest.mark.django_db
def test_no_ccc_is_stored_as_nothing():
    owner = reporting_owner("1", "Anil", "Ramaswamy")
    assert stored(owner) == ""
    assert not ReportingOwner.objects.get(pk=owner.pk).ccc


@pytest.mark.django_db
def test_one_ccc_of_two_owners_is_two_tokens():
    first, second = (reporting_owner(cik, "A", "B", ccc=CCC) for cik in ("1", "2"))
    assert stored(first) != stored(second)


@pytest.mark.django_db
def test_with_another_key_the_ccc_is_an_error_that_names_the_field_and_nothing_more(settings):
    owner = reporting_owner("1", "Anil", "Ramaswamy", ccc=CCC)
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(Undecryptable) as refused:
        ReportingOwner.objects.get(pk=owner.pk)
    assert "CCC" in str(refused.value)
    shown = "".join(traceback.format_exception(refused.value))
    assert stored(owner) not in shown
    assert CCC not in shown


@pytest.mark.django_db
def test_a_token_that_was_tampered_with_is_an_error_and_never_a_value():
    owner = reporting_owner("1", "Anil", "Ramaswamy", ccc=CCC)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_reportingowner SET ccc = %s WHERE id = %s", [CCC, owner.pk])
    with pytest.raises(Undecryptable):
        ReportingOwner.objects.get(pk=owner.pk)


@pytest.mark.django_db
def test_after_a_change_of_keys_the_old_one_still_reads_and_the_new_one_writes(settings):
    owner = reporting_owner("1", "Anil", "Ramaswamy", ccc=CCC)
    old, new = settings.FIELD_ENCRYPTION_KEYS, [Fernet.generate_key().decode()]
    settings.FIELD_ENCRYPTION_KEYS = [*new, *old]
    known = ReportingOwner.objects.get(pk=owner.pk)
    assert known.ccc.reveal() == CCC
    known.save()
    settings.FIELD_ENCRYPTION_KEYS = new
    assert ReportingOwner.objects.get(pk=owner.pk).ccc.reveal() == CCC


@pytest.mark.django_db
def test_without_a_key_nothing_is_stored_in_the_clear(settings):
    settings.FIELD_ENCRYPTION_KEYS = []
    with pytest.raises(ImproperlyConfigured, match="FORM4DESK_FIELD_KEYS"), transaction.atomic():
        reporting_owner("1", "Anil", "Ramaswamy", ccc=CCC)
    assert not ReportingOwner.objects.exists()


@pytest.mark.django_db
def test_a_dump_of_the_records_holds_tokens():
    reporting_owner("1", "Anil", "Ramaswamy", ccc=CCC)
    dumped = serializers.serialize("json", ReportingOwner.objects.all())
    assert CCC not in dumped
    assert "gAAAA" in dumped


@pytest.mark.django_db
@pytest.mark.parametrize("lookup", ["ccc", "ccc__contains", "ccc__startswith", "ccc__in"])
def test_the_database_cannot_be_asked_for_a_ccc(lookup):
    reporting_owner("1", "Anil", "Ramaswamy", ccc=CCC)
    with pytest.raises(FieldError):
        ReportingOwner.objects.filter(**{lookup: CCC}).exists()


def test_a_record_shows_its_ccc_neither_in_memory_nor_in_its_deferred_fields():
    owner = ReportingOwner(cik="1", last_name="Ramaswamy", ccc=Secret(CCC))
    assert CCC not in repr(vars(owner))
    assert isinstance(ReportingOwner._meta.get_field("ccc"), EncryptedField)
