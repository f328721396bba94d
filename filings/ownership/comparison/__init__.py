"""What two reports say differently: two states of a draft, or an amendment and the form that it amends.

Everything that a report says is in some box of the answer, so that nothing which differs is left out. Lines, owners,
signatures and exhibits are matched in their order; footnotes by what they say, because their numbers follow from
their first use on the form.
"""

from filings.ownership.comparison.aligning import compared
from filings.ownership.comparison.boxes import items_of
from filings.ownership.comparison.footnotes import footnotes_compared, paired_notes
from filings.ownership.comparison.values import Box, Comparison, Fate, Line, Note, Section, Side
from filings.ownership.comparison.words import Piece, pieces
from filings.ownership.report import OwnershipReport, Submission

__all__ = [
    "Box", "Comparison", "Fate", "Line", "Note", "Piece", "Section", "Side", "compare", "pieces",
]  # fmt: skip


def compare(one: Submission | OwnershipReport, other: Submission | OwnershipReport) -> Comparison:
    """The sections of the form, each with its lines as the first report has them and as the other one does.

    What stands only in the other one was added, what stands only in the first one was removed.
    """
    first, second = _submission(one), _submission(other)
    notes = paired_notes(first.report.footnotes, second.report.footnotes)
    form = first.report.document_type.form
    shared_form = form if form == second.report.document_type.form else ""
    before = items_of(first, notes.of_first, shared_form)
    after = items_of(second, notes.of_second, shared_form)
    sections = [
        Section(key=key, name=name, lines=compared(items, after_items))
        for (key, name, items), (_, _, after_items) in zip(before, after, strict=True)
    ]
    told = footnotes_compared(first.report.footnotes, second.report.footnotes, notes)
    place = next(number for number, section in enumerate(sections) if section.key == "remarks")
    return Comparison(sections=(*sections[:place], told, *sections[place:]))


def _submission(one: Submission | OwnershipReport) -> Submission:
    return one if isinstance(one, Submission) else Submission(report=one)
