"""The kinds of totals that do not follow from the form before, in the words of the pages."""

from enum import StrEnum


class BreakKind(StrEnum):
    """What explains a total that does not follow; the surest explanation is taken."""

    UNCORRECTED = "uncorrected"
    ALREADY_COUNTED = "already_counted"
    RESTATED = "restated"
    UNLISTED = "unlisted"
    FRACTION = "fraction"
    UNADJUSTED = "unadjusted"
    SPLIT = "split"
    INSTALMENTS = "instalments"
    TAKEN_BACK = "taken_back"
    TRANSFER = "transfer"
    VESTED = "vested"
    CONVERTED = "converted"
    FOOTNOTE = "footnote"
    MISSING_FORMS = "missing_forms"
    EARLIER_TOTAL = "earlier_total"
    SLIP = "slip"
    PARTLY = "partly"
    LONG_AGO = "long_ago"
    BELOW_ZERO = "below_zero"
    UNEXPLAINED = "unexplained"

    @property
    def label(self) -> str:
        """Two or three words for a list."""
        return _LABELS[self]

    @property
    def sentence(self) -> str:
        """What explains it, for people."""
        return _SENTENCES[self]

    @property
    def is_settled(self) -> bool:
        """Whether the explanation leaves nothing to look into."""
        return self not in _OPEN


_OPEN = frozenset(
    (
        BreakKind.UNADJUSTED, BreakKind.SLIP, BreakKind.PARTLY, BreakKind.BELOW_ZERO, BreakKind.UNEXPLAINED,
        BreakKind.RESTATED,
    )
)  # fmt: skip
_LABELS = {
    BreakKind.UNCORRECTED: "corrected since",
    BreakKind.ALREADY_COUNTED: "told afterwards",
    BreakKind.RESTATED: "two totals for one trade",
    BreakKind.UNLISTED: "no longer listed",
    BreakKind.FRACTION: "rounding",
    BreakKind.UNADJUSTED: "adjustment left out",
    BreakKind.SPLIT: "stock split",
    BreakKind.INSTALMENTS: "instalments between",
    BreakKind.TAKEN_BACK: "taken back",
    BreakKind.TRANSFER: "form of ownership",
    BreakKind.VESTED: "awards vested",
    BreakKind.CONVERTED: "another class",
    BreakKind.FOOTNOTE: "footnote",
    BreakKind.MISSING_FORMS: "forms missing",
    BreakKind.EARLIER_TOTAL: "goes on from earlier",
    BreakKind.SLIP: "slip",
    BreakKind.PARTLY: "partly explained",
    BreakKind.LONG_AGO: "long time between",
    BreakKind.BELOW_ZERO: "below zero",
    BreakKind.UNEXPLAINED: "unexplained",
}
_SENTENCES = {
    BreakKind.UNCORRECTED: "The form goes on from a total that was corrected or told late; the ledger has the "
    "corrected one.",
    BreakKind.ALREADY_COUNTED: "The totals had the trade before a form told it, as they may until Form 5 is due.",
    BreakKind.RESTATED: "Two reports tell one trade and state different totals after it.",
    BreakKind.UNLISTED: "The form lists the awards or holders of this class and this one is no longer among them.",
    BreakKind.FRACTION: "They are less than one share apart: rounding.",
    BreakKind.UNADJUSTED: "The form leaves out the adjustment that is recorded here.",
    BreakKind.SPLIT: "The number is the earlier one times a ratio: a stock split.",
    BreakKind.INSTALMENTS: "The award has become smaller by whole instalments, whose forms are not here.",
    BreakKind.TAKEN_BACK: "One form states another total and the next goes back to the one before it.",
    BreakKind.TRANSFER: "The same number has moved between two ways of holding the class.",
    BreakKind.VESTED: "As many shares as awards lost in the same time: they vested without a line.",
    BreakKind.CONVERTED: "The same number has moved between two classes: one was converted or renamed.",
    BreakKind.FOOTNOTE: "A footnote explains the total.",
    BreakKind.MISSING_FORMS: "Forms between these two are not here: an award on the later one has moved without a "
    "line.",
    BreakKind.EARLIER_TOTAL: "The form goes on from the total before the last form, as if that one were not there.",
    BreakKind.SLIP: "The amount was not carried into the total, or carried twice or with the wrong sign.",
    BreakKind.PARTLY: "A footnote on the total names another number than the difference.",
    BreakKind.LONG_AGO: "More than 180 days lie between the two forms.",
    BreakKind.BELOW_ZERO: "The sum is below zero: a purchase or an opening balance is missing.",
    BreakKind.UNEXPLAINED: "Nothing on the two forms explains the difference.",
}
