"""What the authentication document says, and the words by which a signature is adopted."""

import datetime as dt

import msgspec
import pytest

from filings.ownership import authentication
from filings.ownership.authentication import (
    AuthenticationDocument,
    Basis,
    ByHand,
    Electronic,
    attestation_words,
    basis_in_words,
    instant_in_words,
    words_of_adoption,
)
from filings.ownership.deadlines import EASTERN
from tests.documents import DOCUMENT, LINE

SUBSTITUTE = (
    "as substitute attorney-in-fact, appointed on 2 February 2026 by Otto Lind, under the power of attorney of "
    "1 June 2025"
)
ATTORNEY = Basis(capacity="attorney-in-fact", executed_on=dt.date(2025, 6, 1))


def adopted(basis: Basis, attested_on: dt.date | None = dt.date(2026, 1, 5)) -> str:
    words = words_of_adoption(
        name="Dana Okafor",
        owner="Anil Ramaswamy",
        form="4",
        line=LINE,
        basis=basis,
        attested_on=attested_on,
    )
    return " ".join(words)


def test_the_attorney_adopts_the_typed_signature_and_says_for_whom_and_by_what():
    words = adopted(ATTORNEY)
    assert f"“{LINE}”" in words
    assert "acknowledge it and adopt it as my own signature" in words
    assert "for Anil Ramaswamy, as attorney-in-fact under the power of attorney of 1 June 2025" in words


def test_an_electronic_signature_names_the_attestation_by_hand():
    assert "On 5 January 2026 I attested by hand" in adopted(ATTORNEY)


def test_by_hand_nothing_is_said_of_an_attestation():
    assert "attest" not in adopted(ATTORNEY, attested_on=None)
    assert "by hand" in adopted(ATTORNEY, attested_on=None)


def test_who_signs_in_person_signs_for_nobody_else():
    assert "I give it for" not in adopted(Basis(capacity=authentication.IN_PERSON))


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        (Basis(capacity="in person"), "in person"),
        (Basis(capacity="Managing Member"), "as Managing Member"),
        (
            Basis(capacity="Managing Member", through="ACME GP LLC, its general partner"),
            "as Managing Member, through ACME GP LLC, its general partner",
        ),
        (
            Basis(
                capacity="substitute attorney-in-fact",
                executed_on=dt.date(2025, 6, 1),
                appointed_by="Otto Lind",
                appointed_on=dt.date(2026, 2, 2),
            ),
            SUBSTITUTE,
        ),
    ],
)
def test_every_authority_in_words(basis, words):
    assert basis_in_words(basis) == words


def test_the_instant_is_told_in_new_york_and_in_utc():
    winter = dt.datetime(2026, 11, 24, 16, 31, 7, tzinfo=EASTERN)
    assert instant_in_words(winter) == "24 November 2026, 4:31:07 p.m. EST (2026-11-24T21:31:07Z)"
    after_midnight = dt.datetime(2026, 7, 3, 4, 5, 0, tzinfo=dt.UTC)
    assert instant_in_words(after_midnight) == "3 July 2026, 12:05:00 a.m. EDT (2026-07-03T04:05:00Z)"


def test_the_attestation_says_what_the_rule_asks_for():
    words = " ".join(attestation_words("Dana Okafor"))
    assert "I, Dana Okafor" in words
    assert "legal equivalent of my signature by hand" in words
    assert "by hand, before the first of them" in words


def test_a_document_comes_back_from_its_canonical_form():
    content = authentication.encode(DOCUMENT)
    assert authentication.decode(content) == DOCUMENT
    assert authentication.encode(authentication.decode(content)) == content


@pytest.mark.parametrize("manner", [ByHand(), ByHand(signed_on=dt.date(2026, 11, 23), paper="c1" * 32)])
def test_one_by_hand_comes_back_too(manner):
    document = msgspec.structs.replace(DOCUMENT, manner=manner)
    assert authentication.decode(authentication.encode(document)) == document


def test_equal_instants_in_other_zones_are_one_document():
    """The desk writes instants in UTC, so that the hash does not depend on the server's zone."""
    assert isinstance(DOCUMENT.manner, Electronic)
    assert b"2026-11-23T16:00:00Z" in authentication.encode(DOCUMENT)


def test_what_is_no_document_is_refused():
    for content in (b"", b"{}", b"[]", b'{"line": 4}'):
        with pytest.raises(msgspec.DecodeError):
            authentication.decode(content)


def test_every_field_changes_the_hash():
    """Nothing that is said can be swapped without the hash showing it."""
    seen = {authentication.encode(DOCUMENT)}
    for name in AuthenticationDocument.__struct_fields__:
        value = getattr(DOCUMENT, name)
        other = {
            "owner": "Somebody Else",
            "owner_cik": "1",
            "line": "/s/ Somebody Else",
            "dated": dt.date(2026, 11, 24),
            "signed_at": DOCUMENT.signed_at + dt.timedelta(microseconds=1),
            "words": ("I adopt it.",),
            "manner": ByHand(),
        }.get(name)
        if other is None:
            first = value.__struct_fields__[0]
            other = msgspec.structs.replace(value, **{first: "another"})
        seen.add(authentication.encode(msgspec.structs.replace(DOCUMENT, **{name: other})))
    assert len(seen) == 1 + len(AuthenticationDocument.__struct_fields__)
