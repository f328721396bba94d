"""The steps of the form: their addresses, what of the report belongs to each, and when one is complete.

Completeness is derived from the draft each time and never stored.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.urls import reverse

from filings.models import Filing, FilingOwner, FilingState, Footnote, TableRow
from filings.ownership.codes import Table
from filings.ownership.findings import Finding, Part, Place, Severity
from filings.services.assemble import number_footnotes
from filings.services.review import Examination


class Status(StrEnum):
    """The mark beside a step: to do, complete, or with an error in it."""

    OPEN = "open"
    DONE = "done"
    BAD = "bad"


@dataclass(frozen=True)
class Step:
    """One page of the form. ``parts`` are the parts of the report whose findings it shows."""

    slug: str
    title: str
    parts: frozenset[Part]
    has_content: Callable[[Examination], bool]

    def url(self, filing_id: int) -> str:
        return reverse(f"filing-{self.slug}", args=[filing_id])

    def status(self, examination: Examination) -> Status:
        if any(one.place.part in self.parts for one in examination.errors):
            return Status.BAD
        return Status.DONE if self.has_content(examination) else Status.OPEN


def _has_rows(examination: Examination) -> bool:
    report = examination.submission.report
    return bool(report.non_derivative or report.derivative or report.not_subject_to_section16)


STEPS = (
    Step(
        "who",
        "Who reports",
        frozenset({Part.ISSUER, Part.OWNERS}),
        lambda examination: bool(examination.submission.report.owners),
    ),
    Step(
        "report",
        "The report",
        frozenset({Part.REPORT}),
        lambda examination: examination.submission.report.period_of_report is not None,
    ),
    Step("table-1", "Table I", frozenset({Part.TABLE_I}), _has_rows),
    Step("table-2", "Table II", frozenset({Part.TABLE_II}), _has_rows),
    Step("notes", "Notes, remarks", frozenset({Part.FOOTNOTES, Part.REMARKS}), _has_rows),
    Step("exhibits", "Exhibits", frozenset({Part.EXHIBITS}), _has_rows),
    Step(
        "review",
        "Review",
        frozenset(),
        lambda examination: examination.filing.state != FilingState.DRAFT,
    ),
    Step(
        "sign",
        "Sign",
        frozenset({Part.SIGNATURES}),
        lambda examination: examination.filing.state in {FilingState.SIGNED, FilingState.FILED},
    ),
)
BY_SLUG = {step.slug: step for step in STEPS}
_BY_PART = {part: step for step in STEPS for part in step.parts}


def findings_of(step: Step, examination: Examination) -> tuple[Finding, ...]:
    """The findings that are mended on a step's page."""
    return tuple(one for one in examination.findings if one.place.part in step.parts)


def worst(findings: tuple[Finding, ...]) -> Severity | None:
    """The gravest severity among some findings."""
    return next((level for level in Severity if any(one.severity is level for one in findings)), None)


# Names of the report's fields where the web form calls the input something else.
_INPUTS = {
    "coding": "code",
    "deemed_execution": "notified_on",
    "form_type": "is_early",
    "underlying": "underlying_title",
    "underlying.title": "underlying_title",
    "underlying.amount": "underlying_amount",
    "coding.code": "code",
    "coding.form_type": "is_early",
    "coding.equity_swap": "equity_swap",
    "date_of_original_submission": "original_filed_on",
    "not_subject_to_section16": "exit_box",
    "aff10b5_one": "plan_box",
    "period_of_report": "period_without_rows",
    "non_us_state_territory": "region",
    "relationship": "is_director",
    "director": "is_director",
    "officer": "is_officer",
    "ten_percent_owner": "is_ten_percent_owner",
    "other": "is_other",
}
# What of an owner stands on the filing itself; the rest is on the owner's own page.
_BOX_5 = {
    "relationship", "director", "officer", "officer_title", "ten_percent_owner", "other", "other_text",
}  # fmt: skip


def input_name(place: Place) -> str:
    """The name of the web form's input for a place on the form; empty where it is not about one cell."""
    return _INPUTS.get(place.field, place.field.replace(".", "_"))


def mending_url(place: Place, examination: Examination) -> str:
    """The address of the input that mends a finding: the editor of the line, owner, issuer or footnote that it
    is about, or the step with the input's id."""
    filing = examination.filing
    step = _BY_PART[place.part].url(filing.pk)
    name = input_name(place)
    anchor = f"#id_{name}" if name else ""
    if place.part is Part.ISSUER:
        return reverse("issuer-edit", args=[filing.issuer_id]) + anchor
    one = _record_at(place, filing)
    if isinstance(one, FilingOwner):
        if place.field in _BOX_5:
            return f"{step}#id_o{one.pk}-{name}"
        return reverse("owner-edit", args=[one.owner_id]) + anchor
    if isinstance(one, TableRow):
        return reverse("filing-row", args=[filing.pk, one.pk]) + anchor
    if isinstance(one, Footnote):
        return reverse("filing-note", args=[filing.pk, one.pk]) + anchor
    return step + anchor


def _record_at(place: Place, filing: Filing) -> FilingOwner | TableRow | Footnote | None:
    """The record behind a numbered place on the form; ``None`` where the place has no number or is gone."""
    records: Sequence[FilingOwner | TableRow | Footnote] = ()
    if place.part is Part.OWNERS:
        records = list(filing.filing_owners.all())
    elif place.part in {Part.TABLE_I, Part.TABLE_II}:
        records = list(filing.rows.filter(table=Table.I if place.part is Part.TABLE_I else Table.II))
    elif place.part is Part.FOOTNOTES:
        records = number_footnotes(list(filing.rows.prefetch_related("marks")), filing.footnotes.all())
    return records[place.index] if place.index is not None and place.index < len(records) else None


def statuses(examination: Examination) -> Iterator[tuple[Step, Status]]:
    """Every step with its mark, in order."""
    for step in STEPS:
        yield step, step.status(examination)
