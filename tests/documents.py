"""An authentication document for tests: Dana Okafor signs for Anil Ramaswamy under his power of attorney."""

import datetime as dt

from filings.ownership.authentication import (
    AuthenticationDocument,
    Basis,
    Electronic,
    Person,
    SignedReport,
    words_of_adoption,
)

SIGNED_AT = dt.datetime(2026, 11, 23, 16, 0, tzinfo=dt.UTC)
LINE = "/s/ Dana Okafor, attorney-in-fact for Anil Ramaswamy"
_BASIS = Basis(capacity="attorney-in-fact", executed_on=dt.date(2025, 6, 1))
_ATTESTED_ON = dt.date(2026, 1, 5)

DOCUMENT = AuthenticationDocument(
    signatory=Person(name="Dana Okafor", login="dana"),
    owner="Anil Ramaswamy",
    owner_cik="7654321",
    report=SignedReport(
        form="4",
        filing=7,
        issuer="HARBORWELL INC.",
        issuer_cik="1234567",
        owners=("Ramaswamy Anil",),
        period=dt.date(2026, 11, 20),
        sha256="a3" * 32,
    ),
    basis=_BASIS,
    line=LINE,
    dated=dt.date(2026, 11, 23),
    manner=Electronic(
        proof="password and code of an authenticator app",
        proven_at=SIGNED_AT - dt.timedelta(minutes=1),
        shown_at=SIGNED_AT - dt.timedelta(minutes=9),
        attested_on=_ATTESTED_ON,
        attestation="b4" * 32,
    ),
    words=words_of_adoption(
        name="Dana Okafor",
        owner="Anil Ramaswamy",
        form="4",
        line=LINE,
        basis=_BASIS,
        attested_on=_ATTESTED_ON,
    ),
    signed_at=SIGNED_AT,
)
