from filings.models.acknowledgement import Acknowledgement
from filings.models.attestation import Attestation
from filings.models.authentication import AuthenticationDocument, AuthenticationPdf
from filings.models.certificate import DeskCertificate
from filings.models.confirmation import Confirmation
from filings.models.filing import Filing, FilingOwner, FilingState
from filings.models.footnote import Footnote, FootnoteMark
from filings.models.import_run import ImportedDocument, ImportFile, ImportRun
from filings.models.ledger import Adjustment, LedgerEntry, LedgerKey, LedgerStatement
from filings.models.render_job import RenderJob
from filings.models.row import TableRow
from filings.models.shown import ReportShown
from filings.models.signature import Signature
from filings.models.snapshot import Snapshot
from filings.models.state import ReportState
from filings.models.year_end import YearEndStatement

__all__ = [
    "Acknowledgement",
    "Adjustment",
    "Attestation",
    "AuthenticationDocument",
    "AuthenticationPdf",
    "Confirmation",
    "DeskCertificate",
    "Filing",
    "FilingOwner",
    "FilingState",
    "Footnote",
    "FootnoteMark",
    "ImportFile",
    "ImportRun",
    "ImportedDocument",
    "LedgerEntry",
    "LedgerKey",
    "LedgerStatement",
    "RenderJob",
    "ReportShown",
    "ReportState",
    "Signature",
    "Snapshot",
    "TableRow",
    "YearEndStatement",
]
