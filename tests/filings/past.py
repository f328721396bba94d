"""Past filings as somebody has them on a disk: made here, in every wrapping that EDGAR knows."""

import base64
import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from compliance.sealed import Sealing
from filings.ownership.report import (
    Address,
    Cell,
    Coding,
    DocumentType,
    Exhibit,
    Issuer,
    NonDerivativeTransaction,
    Owner,
    OwnershipReport,
    Quantity,
    Relationship,
    Signature,
)
from filings.ownership.writer import write

OKAFOR, LINDQVIST = "0001999001", "0001999002"
KESTREL = Issuer(cik="0001888001", name="KESTREL BIO INC", trading_symbol="KSTL")
OFFICER = Relationship(officer=True, officer_title="Chief Financial Officer")
DIRECTOR = Relationship(director=True)


def owner(
    cik: str = OKAFOR, name: str = "OKAFOR NGOZI A", told: Relationship = OFFICER, **values: Any
) -> Owner:
    return Owner(cik=cik, name=name, relationship=told, **values)


def address(street: str) -> Address:
    return Address(street1=street, city="BOSTON", state="MA", zip_code="02110")


def sale(on: dt.date, *owners: Owner, owned_after: int = 9_000, **values: Any) -> OwnershipReport:
    """A Form 4 on the sale of a thousand shares, as EDGAR published it in its day."""
    return OwnershipReport(
        **{
            "document_type": DocumentType.FORM_4,
            "schema_version": "X0306",
            "period_of_report": on,
            "not_subject_to_section16": False,
            "issuer": KESTREL,
            "owners": owners or (owner(),),
            "non_derivative": (
                NonDerivativeTransaction(
                    title=Cell("Common Stock"),
                    date=Cell(on),
                    coding=Coding(form_type="4", code="S", equity_swap=False),
                    amount=Quantity(Decimal(1_000)),
                    price=Cell(Decimal("12.5")),
                    acquired_disposed=Cell("D"),
                    owned_after=Quantity(Decimal(owned_after)),
                    ownership=Cell("D"),
                ),
            ),
            "signatures": (Signature("/s/ Ngozi A. Okafor", on),),
            **values,
        }
    )


def document(report: OwnershipReport) -> bytes:
    """The bare document as EDGAR shows it."""
    return write(report, as_published=True)


def submission(
    report: OwnershipReport, number: int, filed_on: dt.date, exhibits: Sequence[Exhibit] = ()
) -> bytes:
    """The whole submission as EDGAR publishes it, accepted at five in the afternoon."""
    accession = accession_number(number)
    parts = [_part(report.document_type, "form.xml", "", f"<XML>\n{document(report).decode()}\n</XML>")]
    parts += [_part(one.type, "exhibit.txt", one.description, one.text) for one in exhibits]
    return (
        f"<SEC-DOCUMENT>{accession}.txt : {filed_on:%Y%m%d}\n<SEC-HEADER>{accession}.hdr.sgml\n"
        f"<ACCEPTANCE-DATETIME>{filed_on:%Y%m%d}170000\nACCESSION NUMBER:\t\t{accession}\n"
        f"FILED AS OF DATE:\t\t{filed_on:%Y%m%d}\n</SEC-HEADER>\n{''.join(parts)}</SEC-DOCUMENT>\n"
    ).encode()


def sent(report: OwnershipReport, ccc: str = "") -> bytes:
    """The submission as the filer sent it, with the owners' CCC in it if one is given."""
    form = write(report, cccs={one.cik: ccc for one in report.owners} if ccc else None)
    return (
        f"<edgarSubmission><submissionType>{report.document_type}</submissionType><edgarDocument>"
        f"<documentName>form.xml</documentName><documentType>{report.document_type}</documentType>"
        f"<documentMimeBlock>{base64.b64encode(form).decode()}</documentMimeBlock></edgarDocument>"
        "</edgarSubmission>"
    ).encode()


def accession_number(number: int) -> str:
    return f"0001888001-20-{number:06}"


def sealed(path: Path, content: bytes) -> None:
    """Keep a file as the desk keeps what was handed in."""
    sealing = Sealing(path)
    sealing.write(content)
    sealing.close()


def zipped(files: Mapping[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return whole.getvalue()


def _part(kind: str, name: str, description: str, text: str) -> str:
    return (
        f"<DOCUMENT>\n<TYPE>{kind}\n<FILENAME>{name}\n<DESCRIPTION>{description}\n<TEXT>\n{text}\n</TEXT>\n"
        "</DOCUMENT>\n"
    )
