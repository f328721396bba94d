"""The words printed on each of the three forms outside its tables, as data."""

from msgspec import Struct

from filings.ownership.report import DocumentType


class Captions(Struct, frozen=True, kw_only=True):
    """A form's title, its approval by the Office of Management and Budget, and the numbers of its boxes.

    ``burden`` is the average in hours. ``joint_filing`` is the instruction on forms of several persons.
    ``sec_number`` is the number of the printed form at the SEC.
    """

    title: str
    omb_number: str
    burden: str
    period_box: str
    period: str
    issuer_box: str
    relationship_box: str
    amendment_box: str
    joint_filing: str
    sec_number: str

    @property
    def is_initial(self) -> bool:
        """Whether this is Form 3, which has neither the exit box nor the one for Rule 10b5-1(c)."""
        return self.omb_number == "3235-0104"


_CAPTIONS = {
    "3": Captions(
        title="INITIAL STATEMENT OF BENEFICIAL OWNERSHIP OF SECURITIES",
        omb_number="3235-0104",
        burden="0.5",
        period_box="2",
        period="Date of Event Requiring Statement",
        issuer_box="3",
        relationship_box="4",
        amendment_box="5",
        joint_filing="5(b)(v)",
        sec_number="SEC 1473",
    ),
    "4": Captions(
        title="STATEMENT OF CHANGES IN BENEFICIAL OWNERSHIP OF SECURITIES",
        omb_number="3235-0287",
        burden="0.5",
        period_box="3",
        period="Date of Earliest Transaction",
        issuer_box="2",
        relationship_box="5",
        amendment_box="4",
        joint_filing="4(b)(v)",
        sec_number="SEC 1474 (03-26)",
    ),
    "5": Captions(
        title="ANNUAL STATEMENT OF CHANGES IN BENEFICIAL OWNERSHIP OF SECURITIES",
        omb_number="3235-0362",
        burden="1.0",
        period_box="3",
        period="Statement for Issuer's Fiscal Year Ended",
        issuer_box="2",
        relationship_box="5",
        amendment_box="4",
        joint_filing="4(b)(v)",
        sec_number="SEC 2270",
    ),
}


def captions(document_type: DocumentType) -> Captions:
    """The words of a form; an amendment has those of the form it amends."""
    return _CAPTIONS[document_type.form]
