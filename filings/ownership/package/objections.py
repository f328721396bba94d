"""What EDGAR has against a submission's outer document and its files, whatever the report in it says.

Source: EDGAR Ownership XML specification 5.5, sections 3.4, 4.2 and 5; EDGAR Filer Manual, Volume II, chapter 5.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from enum import Enum, auto

from msgspec import Struct

from filings.ownership.findings import Part, Place
from filings.ownership.package.envelope import LIVE, PRIMARY_EXTENSION, TEST, EdgarDocument, Envelope
from filings.ownership.reader import Refused, read
from filings.ownership.report import DocumentType
from filings.ownership.wording import counted

MAX_NAME = 32
MAX_TYPE = 20
MAX_DESCRIPTION = 255
MAX_CONTACT_NAME, MAX_PHONE, MAX_EMAIL = 30, 20, 80
MAX_NOTIFIED = 30
MAX_CORRESPONDENCE, MAX_COVERS, MAX_EXHIBITS = 100, 10, 500
MAX_LINE, MAX_TABLE_LINE = 80, 132

FILE_NAME = re.compile(r"(?=[a-z])(?=[^_]*_?[^_]*\Z)(?=[^-]*-?[^-]*\Z)[a-z0-9_-]+\.[a-z]+")
_TYPE = re.compile(r"(?P<kind>CORRESP|COVER|EX-24|EX-99|GRAPHIC)(?:\.[A-Za-z0-9]+)?")
_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
)
_UNPLAIN = re.compile(r"[^\t\r\n\f -~]")
_GRAPHICS = frozenset({".jpg", ".gif"})
_TEXTS = frozenset({".txt", ".htm"})
_MAGIC = {".jpg": (b"\xff\xd8\xff",), ".gif": (b"GIF87a", b"GIF89a")}
_ACTIVE = re.compile(
    r"<\s*(script|form|iframe|object|embed|applet|input|button|link|meta\s+http-equiv)\b", re.IGNORECASE
)
_ADDRESSED = re.compile(r"\b(?:href|src|background)\s*=\s*[\"']?\s*([^\"'\s>]+)", re.IGNORECASE)


class Kind(Enum):
    """What an objection is about."""

    STEERING = auto()  # the type of the submission, and whether it is a test
    PRIMARY = auto()
    NAME = auto()
    TYPE = auto()
    EMAIL = auto()
    EMAIL_TWICE = auto()
    GRAPHIC = auto()
    CONTENT = auto()
    PDF = auto()
    LIMIT = auto()
    STRANGER = auto()
    LINE = auto()


# Where EDGAR goes on in spite of its objection.
WARNINGS = frozenset({Kind.EMAIL_TWICE, Kind.PDF, Kind.LINE})


class Objection(Struct, frozen=True):
    """One thing that EDGAR suspends the submission for, or warns of (``WARNINGS``)."""

    kind: Kind
    place: Place
    message: str


def objections(envelope: Envelope) -> Iterator[Objection]:
    """Everything EDGAR has against an envelope, in its order."""
    yield from _steering(envelope)
    yield from _contact(envelope)
    yield from _kinds_of_documents(envelope)
    shown = {name for one in envelope.documents if one.extension == ".htm" for name in addressed(one.content)}
    names: set[str] = set()
    for index, one in enumerate(envelope.documents):
        place = Place(Part.EXHIBITS, index, "name")
        if one.name in names:
            yield Objection(Kind.NAME, place, f"Two files are called {one.name}. Rename one.")
        names.add(one.name)
        yield from _document(index, one, shown)
    for path in envelope.strangers:
        yield Objection(
            Kind.STRANGER,
            Place(Part.REPORT, None, ""),
            f"{path} is unknown, repeated or out of order. Take it out.",
        )


def _steering(envelope: Envelope) -> Iterator[Objection]:
    if envelope.submission_type not in set(DocumentType):
        yield Objection(
            Kind.STEERING,
            Place(Part.REPORT, None, "submission_type"),
            "submissionType must be 3, 3/A, 4, 4/A, 5 or 5/A.",
        )
    if envelope.test_or_live not in {LIVE, TEST}:
        yield Objection(
            Kind.STEERING, Place(Part.REPORT, None, "test_or_live"), f"testOrLive must be {TEST} or {LIVE}."
        )


def _contact(envelope: Envelope) -> Iterator[Objection]:
    contact = envelope.contact
    limited = (
        ("contact_name", "The name of the contact", contact.name, MAX_CONTACT_NAME),
        ("contact_phone", "The telephone number of the contact", contact.phone, MAX_PHONE),
        ("contact_email", "The e-mail address of the contact", contact.email, MAX_EMAIL),
        *(("notified", "A notification address", email, MAX_EMAIL) for email in contact.notified),
    )
    for field, words, text, limit in limited:
        place = Place(Part.REPORT, None, field)
        if len(text) > limit:
            yield Objection(
                Kind.LIMIT, place, f"{words} has {counted(len(text), 'character')}; EDGAR takes {limit}."
            )
        if _UNPLAIN.search(text):
            yield Objection(Kind.CONTENT, place, f"{words} may hold plain keyboard characters only.")
    if len(contact.notified) > MAX_NOTIFIED:
        yield Objection(
            Kind.LIMIT,
            Place(Part.REPORT, None, "notified"),
            f"{counted(len(contact.notified), 'notification address', 'notification addresses')}; "
            f"EDGAR takes {MAX_NOTIFIED}.",
        )
    for field, email in (("contact_email", contact.email), *(("notified", one) for one in contact.notified)):
        # One that is too long has its own objection, and would take the expression long.
        if (email or field == "notified") and len(email) <= MAX_EMAIL and not _EMAIL.fullmatch(email):
            yield Objection(
                Kind.EMAIL,
                Place(Part.REPORT, None, field),
                f"“{email[:80]}” is not an e-mail address. Correct it or take it out.",
            )
    told = Counter(email.casefold() for email in (contact.email, *contact.notified) if email)
    for email, times in told.items():
        if times > 1:
            yield Objection(
                Kind.EMAIL_TWICE,
                Place(Part.REPORT, None, "notified"),
                f"{email} is named {times} times. EDGAR writes to each address once.",
            )


def _kinds_of_documents(envelope: Envelope) -> Iterator[Objection]:
    place = Place(Part.EXHIBITS)
    primary = [one for one in envelope.documents if one.type in set(DocumentType)]
    if len(primary) != 1:
        yield Objection(
            Kind.PRIMARY,
            place,
            f"The submission has {counted(len(primary), 'primary document')}; it needs one.",
        )
    elif primary[0].type != envelope.submission_type:
        yield Objection(
            Kind.PRIMARY,
            place,
            f"The submission is a {envelope.submission_type[:5]} and its document a {primary[0].type}. "
            "They must be the same.",
        )
    kinds = Counter(found["kind"] for one in envelope.documents if (found := _TYPE.fullmatch(one.type)))
    exhibits = kinds["EX-24"] + kinds["EX-99"] + kinds["GRAPHIC"]
    for number, limit, words in (
        (kinds["CORRESP"], MAX_CORRESPONDENCE, "letter"),
        (kinds["COVER"], MAX_COVERS, "cover"),
        (exhibits, MAX_EXHIBITS, "exhibit"),
    ):
        if number > limit:
            yield Objection(
                Kind.LIMIT, place, f"The submission has {counted(number, words)}; EDGAR takes {limit}."
            )


def _document(index: int, one: EdgarDocument, shown: Collection[str]) -> Iterator[Objection]:
    def of(field: str) -> Place:
        return Place(Part.EXHIBITS, index, field)

    name = one.name[:80]
    if one.extension == ".pdf" or one.content.startswith(b"%PDF-"):
        yield Objection(
            Kind.PDF, of("name"), f"EDGAR drops {name}: it takes no PDF with this form. Attach text."
        )
        return
    if len(one.name) > MAX_NAME or not FILE_NAME.fullmatch(one.name):
        yield Objection(
            Kind.NAME,
            of("name"),
            f"“{name}” cannot be a file's name: begin with a lower-case letter, use lower-case letters, digits, "
            f"one _ and one - at most, and {MAX_NAME} characters at most.",
        )
    primary = one.type in set(DocumentType)
    if not primary and not _TYPE.fullmatch(one.type):
        yield Objection(
            Kind.TYPE, of("type"), f"EDGAR takes no document of type “{one.type[:80]}” with this form."
        )
    if len(one.type) > MAX_TYPE:
        yield Objection(Kind.LIMIT, of("type"), f"The type of {name} is longer than {MAX_TYPE} characters.")
    if len(one.description) > MAX_DESCRIPTION:
        yield Objection(
            Kind.LIMIT,
            of("description"),
            f"The description of {name} is longer than {MAX_DESCRIPTION} characters.",
        )
    yield from _extension(of("name"), one, primary=primary)
    if not one.content:
        yield Objection(Kind.CONTENT, of("content"), f"{name} is empty.")
    elif one.extension in _GRAPHICS:
        yield from _graphic(of("content"), one, shown)
    elif one.extension in _TEXTS and not primary:
        yield from _text(of("content"), one)


def _extension(place: Place, one: EdgarDocument, *, primary: bool) -> Iterator[Objection]:
    shown, graphic = one.name[:80], one.type.partition(".")[0] == "GRAPHIC"
    if primary and one.extension != PRIMARY_EXTENSION:
        yield Objection(Kind.NAME, place, f"The primary document {shown} must end in {PRIMARY_EXTENSION}.")
    elif not primary and graphic and one.extension not in _GRAPHICS:
        yield Objection(Kind.NAME, place, f"The graphic {shown} must end in .jpg or .gif.")
    elif not primary and not graphic and one.extension not in _TEXTS | _GRAPHICS:
        yield Objection(Kind.NAME, place, f"{shown} must end in .txt, .htm, .jpg or .gif.")
    if not primary and _is_ownership_document(one):
        yield Objection(Kind.TYPE, place, f"{shown} is an ownership document, which cannot be an exhibit.")


def _is_ownership_document(one: EdgarDocument) -> bool:
    if b"<ownershipDocument" not in one.content:
        return False
    try:
        read(one.content)
    except Refused:
        return False
    return True


def _graphic(place: Place, one: EdgarDocument, shown: Collection[str]) -> Iterator[Objection]:
    if not one.content.startswith(_MAGIC[one.extension]):
        yield Objection(Kind.CONTENT, place, f"{one.name[:80]} is no {one.extension[1:]} picture.")
    if one.name not in shown:
        yield Objection(
            Kind.GRAPHIC,
            place,
            f"No .htm document shows the picture {one.name[:80]}. Refer to it there, or take it out.",
        )


def addressed(page: bytes) -> set[str]:
    """The names that an HTML document refers to."""
    return set(_ADDRESSED.findall(page.decode("latin-1")))


def _text(place: Place, one: EdgarDocument) -> Iterator[Objection]:
    text, shown = one.content.decode("latin-1"), one.name[:80]
    if found := _UNPLAIN.search(text):
        line = text.count("\n", 0, found.start()) + 1
        yield Objection(
            Kind.CONTENT,
            place,
            f"Line {line} of {shown} holds a character that is not plain ASCII. Replace it.",
        )
    if one.extension == ".htm":
        yield from _markup(place, text, shown)
    elif re.search(r"<\s*(?:html|body|script)\b", text, re.IGNORECASE):
        yield Objection(
            Kind.CONTENT, place, f"{shown} is HTML and not plain text. Call it .htm, or make it text."
        )
    elif _has_long_line(text):
        yield Objection(
            Kind.LINE,
            place,
            f"{shown} has lines longer than {MAX_LINE} characters ({MAX_TABLE_LINE} in a table). Break them.",
        )


def _has_long_line(text: str) -> bool:
    limit = MAX_LINE
    for line in text.splitlines():
        tagged = line.upper()
        limit = MAX_TABLE_LINE if "<TABLE>" in tagged else limit
        if len(line.rstrip()) > limit:
            return True
        limit = MAX_LINE if "</TABLE>" in tagged else limit
    return False


def _markup(place: Place, text: str, shown: str) -> Iterator[Objection]:
    if found := _ACTIVE.search(text):
        yield Objection(
            Kind.CONTENT,
            place,
            f"{shown} holds <{found[1].lower()}>, which EDGAR does not take. Take it out.",
        )
    outside = [name for name in _ADDRESSED.findall(text) if re.match(r"(?:[a-z]+:|//)", name, re.IGNORECASE)]
    if outside:
        yield Objection(
            Kind.CONTENT,
            place,
            f"{shown} refers to {outside[0][:80]} outside of the submission. Take the reference out.",
        )
