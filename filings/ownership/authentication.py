"""The authentication document behind a typed signature, as a value, and the words in it.

Regulation S-T, Rule 302(b)(1): before or when a form is filed, the signatory signs a document that authenticates,
acknowledges or adopts the signature that is typed in the form. Rule 302(b)(2): it may be signed electronically by
somebody who has once attested by hand that an electronic signature is as good as one by hand. The value says all
that the rules and the EDGAR Filer Manual (Volume II, 5.1.2) ask for: who signed, how that person was
authenticated, what was signed, and when. Its canonical JSON is what is kept, and its PDF is made of that alone.
"""

import datetime as dt
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from filings.ownership.deadlines import EASTERN
from filings.ownership.wording import day


class Person(Struct, frozen=True, kw_only=True):
    """The signatory: the name as it is signed, and the login on the desk."""

    name: str
    login: str


class SignedReport(Struct, frozen=True, kw_only=True):
    """Which report is signed. ``sha256`` is that of its canonical JSON without signatures, as it was shown."""

    form: str
    filing: int
    issuer: str
    issuer_cik: str
    owners: tuple[str, ...]
    period: dt.date | None
    sha256: str


class Basis(Struct, frozen=True, kw_only=True):
    """On what authority one signs for an owner: ``capacity`` is ``in person`` or what the signer is.

    ``through`` names the entity that acts for an entity. Under a power of attorney ``executed_on`` is its day and
    ``filed_with`` its accession number, empty where it goes along as Exhibit 24. A substitute was appointed by
    ``appointed_by`` on ``appointed_on``.
    """

    capacity: str
    through: str = ""
    executed_on: dt.date | None = None
    filed_with: str = ""
    appointed_by: str = ""
    appointed_on: dt.date | None = None


class Electronic(Struct, frozen=True, kw_only=True, tag="electronic"):
    """Signed on the desk. ``proof`` says how the signer proved who he or she is, at ``proven_at``; the report was
    shown to the signer at ``shown_at``. The attestation by hand is of ``attested_on``; ``attestation`` is the
    SHA-256 of its scan."""

    proof: str
    proven_at: dt.datetime
    shown_at: dt.datetime
    attested_on: dt.date
    attestation: str


class ByHand(Struct, frozen=True, kw_only=True, tag="by hand"):
    """Signed on paper. ``paper`` is the SHA-256 of the scan; empty while it is not signed."""

    signed_on: dt.date | None = None
    paper: str = ""


class AuthenticationDocument(Struct, frozen=True, kw_only=True):
    """By which a signatory adopts one typed signature: ``line``, with the day ``dated``, for one owner.

    ``signed_at`` is the server's clock; ``None`` on a paper that is still to be signed by hand.
    """

    signatory: Person
    owner: str
    owner_cik: str
    report: SignedReport
    basis: Basis
    line: str
    dated: dt.date
    manner: Electronic | ByHand
    words: tuple[str, ...]
    signed_at: dt.datetime | None = None


_encoder = msgspec.json.Encoder(order="sorted")
_decoder = msgspec.json.Decoder(AuthenticationDocument, strict=True)


def encode(document: AuthenticationDocument) -> bytes:
    """The canonical JSON of a document: keys sorted, no spaces, instants with their zone."""
    return _encoder.encode(document)


def decode(content: bytes | str) -> AuthenticationDocument:
    """The document of its canonical JSON. Raises ``msgspec.DecodeError`` when the content is not one."""
    return _decoder.decode(content)


def words_of_adoption(
    *, name: str, owner: str, form: str, line: str, basis: Basis, attested_on: dt.date | None
) -> tuple[str, ...]:
    """The sentences by which the signatory adopts the typed signature: for whom, and electronically by what was
    attested on a day, or (``None``) by hand."""
    whose = "" if basis.capacity == IN_PERSON else f" I give it for {owner}, {basis_in_words(basis)}."
    adopted = (
        f"I, {name}, have read the Form {form} that is named above. The signature “{line}” that is typed in it is "
        f"mine: I acknowledge it and adopt it as my own signature on that form.{whose}"
    )
    if attested_on is None:
        return (adopted, "I sign this document by hand, before the form is filed.")
    electronically = (
        f"I sign this document electronically. On {day(attested_on)} I attested by hand that my "
        "electronic signature on such a document is the legal equivalent of my signature by hand."
    )
    return (adopted, electronically)


IN_PERSON = "in person"


def basis_in_words(basis: Basis) -> str:
    """``as attorney-in-fact under the power of attorney of 12 March 2025``, as it follows a name."""
    if basis.capacity == IN_PERSON:
        return IN_PERSON
    text = f"as {basis.capacity}"
    if basis.through:
        text += f", through {basis.through}"
    if basis.executed_on is None:
        return text
    if basis.appointed_on is not None:
        text += f", appointed on {day(basis.appointed_on)} by {basis.appointed_by},"
    return f"{text} under the power of attorney of {day(basis.executed_on)}"


def instant_in_words(instant: dt.datetime, zone: ZoneInfo = EASTERN) -> str:
    """``24 November 2026, 4:31:07 p.m. EST (2026-11-24T21:31:07Z)``: to the second, in New York and in UTC."""
    there = instant.astimezone(zone)
    half = "a.m." if there.hour < 12 else "p.m."
    utc = instant.astimezone(dt.UTC)
    return f"{day(there.date())}, {there.hour % 12 or 12}:{there:%M:%S} {half} {there:%Z} ({utc:%Y-%m-%dT%H:%M:%SZ})"


def attestation_words(name: str) -> tuple[str, ...]:
    """What somebody signs by hand, once, before signing electronically (Regulation S-T, Rule 302(b)(2))."""
    who = (
        f"I, {name}, sign documents that authenticate my signature in filings with the U.S. Securities and "
        "Exchange Commission."
    )
    agrees = (
        "I agree that when I sign such a document electronically, my electronic signature is the legal equivalent "
        "of my signature by hand, for authenticating my signature in every filing for which I give it."
    )
    holds = (
        "This holds for every authentication document that I sign electronically from the day below on. I sign "
        "this statement by hand, before the first of them."
    )
    return who, agrees, holds
