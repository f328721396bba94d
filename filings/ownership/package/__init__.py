"""The package: what is sent to EDGAR, around the report, and what is kept of it.

``envelope_for`` makes the submission of a signed report, ``write_envelope`` its bytes, ``archive`` the ZIP with
everything in it, and ``verify`` proves that such a ZIP agrees with itself. A CCC enters only through
``envelope_for(cccs=…)``.
"""

from filings.ownership.package.archive import Manifest, Outcome, archive, verify
from filings.ownership.package.build import Unsendable, envelope_for, written_exhibit
from filings.ownership.package.envelope import (
    Contact,
    EdgarDocument,
    Envelope,
    read_envelope,
    write_envelope,
)
from filings.ownership.package.objections import WARNINGS, Kind, Objection, objections
from filings.ownership.package.plain import Replacement, plain_ascii, wrapped

__all__ = [
    "WARNINGS",
    "Contact",
    "EdgarDocument",
    "Envelope",
    "Kind",
    "Manifest",
    "Objection",
    "Outcome",
    "Replacement",
    "Unsendable",
    "archive",
    "envelope_for",
    "objections",
    "plain_ascii",
    "read_envelope",
    "verify",
    "wrapped",
    "write_envelope",
    "written_exhibit",
]
