"""Every way in which EDGAR suspends a document, put into real filings: ``check`` finds each by its id.

The filings are drawn by lot, anew each day, so that no rule can lean on one of them; a failure names the seed.
"""

import datetime as dt
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
from lxml import etree

from compliance.calendar import EdgarCalendar
from filings.ownership import schema
from filings.ownership.examination import examine_source
from filings.ownership.findings import Family
from filings.ownership.package import EdgarDocument, envelope_for, write_envelope
from filings.ownership.reader import Refused, read
from filings.ownership.report import Submission
from filings.ownership.writer import write
from tests.corpus.changes import (
    Change,
    both,
    done,
    double,
    drop,
    follow,
    longer,
    mark,
    move_last,
    rename,
    repeat,
    say,
    text,
    within,
)  # fmt: skip
from tests.reports import TUESDAY

SEED = os.environ.get("FORM4DESK_SEED", dt.datetime.now(tz=dt.UTC).date().isoformat())
TRIES = 3
CALENDAR = EdgarCalendar()

I = "//nonDerivativeTable/nonDerivativeTransaction"  # noqa: E741 -- the form's own name
II = "//derivativeTable/derivativeTransaction"
HELD = "/postTransactionAmounts/sharesOwnedFollowingTransaction"
US = "[../rptOwnerNonUSAddressFlag='false']"


class Kind(NamedTuple):
    """One kind of damage: what is done, on which filings, and what must be said of it."""

    id: str
    what: str
    change: Change
    sent: bool = False  # done to the filing as it would be sent today, and not to the one EDGAR published


ON_TIME = "[not(transactionTimeliness) and transactionCoding/transactionFormType='4']"
FORM_3 = "/ownershipDocument[starts-with(documentType,'3')]"
FORM_4 = "/ownershipDocument[documentType='4']"
ALL_IN_I = f"{FORM_4}[not(derivativeTable/*)]"
WITH_F1 = "/ownershipDocument[footnotes/footnote/@id='F1']"
ONE_OWNER = "/ownershipDocument[count(reportingOwner)=1]/reportingOwner"
ROWS = "*[contains(name(),'Table') or name()='footnotes' or name()='notSubjectToSection16']"
EXITS = "//notSubjectToSection16"
BOX_5 = "//reportingOwnerRelationship"
HOW = "//ownershipNature"
ORIGINAL = "<dateOfOriginalSubmission>2020-01-02</dateOfOriginalSubmission>"
EXIT = "<notSubjectToSection16>1</notSubjectToSection16>"
RETIRED = "<rptOwnerCountry>2F</rptOwnerCountry>"
TIMELINESS = "<transactionTimeliness><value>{}</value></transactionTimeliness>"
NATURE, D_OR_I, A_OR_D = "natureOfOwnership", "directOrIndirectOwnership", "transactionAcquiredDisposedCode"
HOLDING = "nonDerivativeTable/nonDerivativeHolding"
BY_TRUST = "<natureOfOwnership><value>By Trust</value></natureOfOwnership>"
MARK = '<footnoteId id="F1"/>'
VALUE_HELD = "<valueOwnedFollowingTransaction><value>1</value></valueOwnedFollowingTransaction>"
VALUE_UNDER = "<underlyingSecurityValue><value>1</value></underlyingSecurityValue>"
KINDS = (
    # The document
    Kind("refused", "a processing instruction", text(b"<issuer>", b"<?xml-stylesheet href='a'?><issuer>")),
    Kind("refused", "a DOCTYPE", text(b"<ownershipDocument>", b"<!DOCTYPE a><ownershipDocument>")),
    Kind("refused", "an ampersand as it is", text(b"<issuerCik>", b"<issuerCik>&")),
    Kind("refused", "another form", say("//documentType", "144")),
    Kind("refused", "cut off", lambda root: done(root)[:-30]),
    Kind("EDGAR-101", "an unknown element", follow("//issuer", "<unknown>1</unknown>")),
    Kind("EDGAR-101", "an element out of order", move_last("//issuer/issuerCik")),
    Kind("EDGAR-101", "an element twice", repeat("//documentType", 1)),
    Kind("EDGAR-101", "a cell out of order", move_last(f"{I}/securityTitle")),
    Kind("EDGAR-108", "text between the elements", text(b"<issuerCik>", b"stray<issuerCik>")),
    Kind("EDGAR-108", "an unknown attribute", mark("//issuer", "lang", "en")),
    Kind("EDGAR-109", "the issuer's name", follow("//issuerCik", "<issuerName>A</issuerName>"), sent=True),
    Kind("EDGAR-109", "the owner's name", follow("//rptOwnerCik", "<rptOwnerName>A</rptOwnerName>"), sent=True),
    # Boxes 2 to 4
    Kind("EDGAR-013", "no period", drop("//periodOfReport")),
    Kind("EDGAR-103", "an empty period", say("//periodOfReport", "")),
    Kind("EDGAR-013", "a period to come", say("//periodOfReport", "2099-01-04")),
    Kind("EDGAR-103", "a day that is none", say("//periodOfReport", "2020-02-30")),
    Kind("EDGAR-110", "a day with a zone", say("//periodOfReport", "2019-02-28-05:00"), sent=True),
    Kind("F4-056", "an original's date on no amendment", follow(f"{FORM_4}/periodOfReport", ORIGINAL)),
    Kind("F4-056", "an amendment of nothing", drop("//dateOfOriginalSubmission")),
    Kind("EDGAR-009", "a CIK with letters", say("//issuerCik", "12A4")),
    Kind("EDGAR-009", "a CIK of eleven digits", say("//rptOwnerCik", "12345678901")),
    Kind("EDGAR-107", "a CIK on its own line", text(b"<issuerCik>", b"<issuerCik>\n")),
    Kind("EDGAR-012", "no trading symbol", say("//issuerTradingSymbol", "")),
    Kind("EDGAR-001", "a trading symbol too long", say("//issuerTradingSymbol", longer(10))),
    Kind("EDGAR-009", "no issuer", drop("//issuer")),
    # Boxes 1 and 5
    Kind("EDGAR-010", "an owner twice", repeat("//reportingOwner", 1)),
    Kind("F4-047", "no owner", drop("//reportingOwner")),
    Kind("F4-047", "eleven owners", repeat(ONE_OWNER, 10, "reportingOwnerId/rptOwnerCik")),
    Kind("F4-041", "no relationship", drop(f"{BOX_5}/*[starts-with(name(),'is')]")),
    Kind("F4-041", "an officer of nothing", drop(f"{BOX_5}[isOfficer='1' or isOfficer='true']/officerTitle")),
    Kind("F4-041", "another of nothing", both(drop("//otherText"), say("//isOther", "1"))),
    Kind("EDGAR-001", "an officer's title too long", say("//officerTitle", longer(30))),
    Kind("EDGAR-105", "a flag in words", say("//isDirector", "yes")),
    Kind("EDGAR-105", "an empty flag", say("//isDirector", "")),
    Kind("EDGAR-001", "a street too long", say("//rptOwnerStreet1", longer(40))),
    Kind("EDGAR-011", "a zip with a comma", say("//rptOwnerZipCode", "94105,CA")),
    Kind("F4-070", "abroad without a country", say("//rptOwnerNonUSAddressFlag[.='false']", "true"), sent=True),
    Kind("F4-070", "no state", drop(f"//rptOwnerState{US}"), sent=True),
    Kind("F4-070", "Ontario as a state", say(f"//rptOwnerState{US}", "A6"), sent=True),
    Kind("F4-070", "a country code that was retired", follow("//rptOwnerState", RETIRED), sent=True),
    Kind("EDGAR-106", "a CCC of five", follow("//rptOwnerCik", "<rptOwnerCcc>ab#12</rptOwnerCcc>")),
    # The 10b5-1 box and the exit box
    Kind("EDGAR-016", "no 10b5-1 box", drop("//aff10b5One"), sent=True),
    Kind("EDGAR-105", "an empty 10b5-1 box", say("//aff10b5One", "")),
    Kind("EDGAR-101", "the 10b5-1 box elsewhere", move_last("//aff10b5One")),
    Kind("EDGAR-017", "an exit box on Form 3", follow(f"{FORM_3}/periodOfReport", EXIT)),
    Kind("F4-069", "nothing to report", drop(f"{FORM_4}/{ROWS}")),
    Kind("EDGAR-015", "holdings alone", both(say(f"{ALL_IN_I}/{HOLDING}/*/value", "Stock"), drop(f"{I} | {EXITS}"))),
    # Rows
    Kind("F4-048", "31 lines", repeat(I, 31)),
    Kind("EDGAR-005", "a transaction on Form 3", rename(f"{FORM_3}/{HOLDING}", "nonDerivativeTransaction")),
    Kind("F4-001", "K as a code", say(f"{I}//transactionCode", "K")),
    Kind("F4-001", "V as a code", say(f"{II}//transactionCode", "V")),
    Kind("F4-001", "no code", drop(f"{I}[1]//transactionCode")),
    Kind("EDGAR-019", "no coding", drop(f"{I}[1]/transactionCoding")),
    Kind("EDGAR-102", "no mark for a swap", drop(f"{I}/transactionCoding[not(footnoteId)]/equitySwapInvolved")),
    Kind("EDGAR-019", "a form that has no transactions", say(f"{I}//transactionFormType", "3")),
    Kind("EDGAR-020", "late on Form 4", follow(f"{FORM_4}{I}{ON_TIME}/transactionCoding", TIMELINESS.format("L"))),
    Kind("EDGAR-020", "a bar for early or late", follow(f"{I}{ON_TIME}/transactionCoding", TIMELINESS.format("|"))),
    Kind("EDGAR-014", "a trade in the year 22", say(f"{I}/transactionDate/value", "0022-01-04")),
    Kind("EDGAR-103", "a trade on an American date", say(f"{I}/transactionDate/value", "11/20/2020")),
    Kind("EDGAR-103", "an empty date", say(f"{I}/transactionDate/value", "")),
    Kind("F4-014", "no date", drop(f"{I}[1]/transactionDate/value")),
    Kind("F4-014", "no title", say(f"{I}/securityTitle/value", "")),
    Kind("EDGAR-001", "a title too long", say(f"{I}/securityTitle/value", longer(60))),
    Kind("EDGAR-104", "a comma in a number", say(f"{I}//transactionShares/value", "1,500")),
    Kind("EDGAR-104", "a dollar in a number", say(f"{I}//transactionPricePerShare/value", "$5")),
    Kind("EDGAR-104", "an exponent", say(f"{I}//transactionShares/value", "1e5")),
    Kind("EDGAR-104", "an empty number", say(f"{I}//transactionShares/value", "")),
    Kind("F4-013", "a negative number", say(f"{I}//transactionShares/value", "-5")),
    Kind("F4-013", "five decimals", say(f"{I}//transactionPricePerShare/value", "1.23456")),
    Kind("F4-013", "a number beyond the largest", say(f"{I}//transactionShares/value", "1000000000000")),
    Kind("F4-014", "no price and no footnote", drop(f"{I}[1]//transactionPricePerShare/*")),
    Kind("EDGAR-004", "a value in Table I", rename(f"{I}//transactionShares", "transactionTotalValue")),
    Kind("EDGAR-101", "shares and their value", follow(f"{I}{HELD}", VALUE_HELD)),
    Kind("F4-014", "no total", drop(f"{I}[1]/postTransactionAmounts")),
    Kind("EDGAR-003", "neither acquired nor disposed of", say(f"{I}//{A_OR_D}/value", "X")),
    Kind("F4-014", "no direction", drop(f"{I}[1]//{A_OR_D}")),
    Kind("EDGAR-008", "a footnote on the direction in Table II", within(f"{WITH_F1}{II}//{A_OR_D}", MARK)),
    Kind("EDGAR-003", "neither direct nor indirect", say(f"{I}//directOrIndirectOwnership/value", "X")),
    Kind("F4-014", "no ownership", drop(f"{I}[1]//directOrIndirectOwnership")),
    Kind("F4-030", "indirect in no way", drop(f"{HOW}[{D_OR_I}/value='I']/{NATURE}")),
    Kind("F4-030", "direct in some way", follow(f"{HOW}[not({NATURE})]/{D_OR_I}[value='D']", BY_TRUST)),
    Kind("EDGAR-001", "a nature too long", say("//natureOfOwnership/value", longer(100))),
    Kind("F4-014", "no underlying amount", drop(f"{II}//underlyingSecurityShares")),
    Kind("EDGAR-101", "two underlying amounts", follow(f"{II}//underlyingSecurityShares", VALUE_UNDER)),
    Kind("F4-014", "no expiration and no footnote", drop(f"{II}[1]/expirationDate/*")),
    # Footnotes, remarks, signatures
    Kind("F4-058", "a footnote on nothing", drop("//footnoteId[@id='F1']")),
    Kind("F4-058", "a mark that leads nowhere", drop("//footnotes/footnote[@id='F1']")),
    Kind("F4-058", "two footnotes of one number", repeat("//footnote", 1)),
    Kind("EDGAR-007", "a footnote's number with a zero", mark("//footnote", "id", "F01")),
    Kind("EDGAR-007", "footnote 100", mark("//footnote", "id", "F100")),
    Kind("EDGAR-006", "a footnote twice in one cell", double("//nonDerivativeTable//*/footnoteId")),
    Kind("F4-058", "a footnote too long", say("//footnote", longer(1000))),
    Kind("F4-058", "an empty footnote", say("//footnote", "")),
    Kind("EDGAR-108", "markup in a footnote", within("//footnote", "<b>sold</b>")),
    Kind("EDGAR-002", "a letter beyond ASCII", say("//footnote", "Soci\u00e9t\u00e9")),
    Kind("EDGAR-001", "remarks too long", say("//remarks", longer(2000))),
    Kind("EDGAR-102", "no signature", drop("//ownerSignature")),
    Kind("EDGAR-018", "eleven signatures", repeat("//ownerSignature", 10)),
    Kind("EDGAR-018", "a blank signature", say("//signatureName", "")),
    Kind("EDGAR-001", "a signature too long", say("//signatureName", longer(255))),
    Kind("EDGAR-103", "a signature without its day", say("//signatureDate", "")),
)  # fmt: skip


@pytest.fixture(scope="module")
def published(shared: Path) -> list[bytes]:
    """Real filings as EDGAR published them, those left out that a browser added to."""
    found = []
    for path in sorted((shared / "corpus" / "xml").glob("*.xml")):
        try:
            if not read(path.read_bytes()).unplaced:
                found.append(path.read_bytes())
        except Refused:
            continue
    return found


@pytest.fixture(scope="module")
def sent(published: list[bytes]) -> list[bytes]:
    """The same as they would be sent today, with the country told apart; those that EDGAR would still take."""
    documents = (write(_with_country(read(source).report)) for source in published)
    return [document for document in documents if not schema.validate(document)]


def _with_country(report):
    owners = tuple(
        msgspec.structs.replace(
            one, address=one.address and msgspec.structs.replace(one.address, non_us=False)
        )
        for one in report.owners
    )
    return msgspec.structs.replace(report, owners=owners)


def said(source: bytes) -> set[str]:
    try:
        examined = examine_source(source, today=TUESDAY, calendar=CALENDAR, families={Family.EDGAR})
    except Refused:
        return {"refused"}
    return {one.check for one in examined.findings}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.id} {kind.what}")
def test_each_kind_of_damage_is_found_by_its_id(kind: Kind, published, sent):
    lot = random.Random(f"{SEED} {kind.what}")
    tried = 0
    for source in lot.sample(sent if kind.sent else published, k=len(sent if kind.sent else published)):
        damaged = kind.change(etree.fromstring(source))
        if damaged is None or kind.id in said(source):
            continue
        after = said(damaged)
        assert kind.id in after, f"FORM4DESK_SEED={SEED}: {after or 'nothing'} is said of {kind.what}"
        tried += 1
        if tried == TRIES:
            return
    assert tried, f"no filing could be damaged so: {kind.what}"


def test_a_filing_with_any_number_of_faults_is_examined_or_refused(published):
    lot = random.Random(SEED)
    outcomes = []
    for _ in range(300):
        root = etree.fromstring(lot.choice(published))
        for kind in lot.choices(KINDS, k=lot.randrange(2, 9)):
            kind.change(root)
        outcomes.append(said(done(root)))
    assert sum(map(bool, outcomes)) > 250


GIF = EdgarDocument(name="scan.gif", type="GRAPHIC", content=b"GIF89a")
TEXT = EdgarDocument(name="ex99.txt", type="EX-99", content=b"As agreed.\n")


def _outer(submission: Submission) -> Iterator[tuple[str, str, bytes]]:
    """The id and the kind of damage in the outer document, and the submission that has it."""
    cccs = {owner.cik: "abcd#123" for owner in submission.report.owners}
    whole = envelope_for(submission, cccs=cccs)
    source = write_envelope(whole)
    change = msgspec.structs.replace
    yield "", "nothing", source
    yield "EDGAR-112", "no CCC", write_envelope(envelope_for(submission))
    yield "EDGAR-201", "neither test nor live", write_envelope(change(whole, test_or_live="live"))
    yield "EDGAR-202", "another type", write_envelope(change(whole, submission_type="5/A"))
    for email in ("a@", "a b@c.example", "a@b", "@c.example"):
        contact = change(whole.contact, email=email)
        yield "EDGAR-205", f"the address {email}", write_envelope(change(whole, contact=contact))
    contact = change(whole.contact, email="a@b.example", notified=("A@b.example",))
    yield "EDGAR-206", "an address twice", write_envelope(change(whole, contact=contact))
    yield (
        "EDGAR-210",
        "a name too long",
        write_envelope(change(whole, contact=change(contact, name=longer(30), notified=()))),
    )
    for check, document in (
        ("EDGAR-203", change(TEXT, name="EX99.TXT")),
        ("EDGAR-203", change(TEXT, name="9ex.txt")),
        ("EDGAR-203", change(TEXT, name="ex_9_9.txt")),
        ("EDGAR-203", change(TEXT, name=f"{'x' * 29}.txt")),
        ("EDGAR-204", change(TEXT, type="EX-101")),
        ("EDGAR-207", GIF),
        ("EDGAR-208", change(TEXT, content="\u201cAs agreed.\u201d".encode())),
        ("EDGAR-208", change(TEXT, name="ex99.htm", content=b"<html><script></script></html>")),
        ("EDGAR-209", change(TEXT, name="ex99.pdf", content=b"%PDF-1.7")),
        ("EDGAR-212", change(TEXT, content=b"agreed " * 20)),
    ):
        documents = (*whole.documents, document)
        yield (
            check,
            f"{document.name} {document.content[:8]!r}",
            write_envelope(change(whole, documents=documents)),
        )
    yield (
        "EDGAR-211",
        "an element of the past",
        source.replace(b"<testOrLive>", b"<returnCopy>0</returnCopy><testOrLive>"),
    )
    yield "refused", "no base64", source.replace(b"<documentMimeBlock>", b"<documentMimeBlock>*")


def test_each_kind_of_damage_around_a_filing_is_found_by_its_id(sent):
    for source in random.Random(SEED).sample(sent, k=TRIES):
        for check, what, damaged in _outer(Submission(report=read(source).report)):
            found = {
                one for one in said(damaged) if one == "refused" or one.startswith(("EDGAR-112", "EDGAR-2"))
            }
            assert found == ({check} if check else set()), f"FORM4DESK_SEED={SEED}: {what}"
