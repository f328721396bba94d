"""The entries of the ledger as a table for a file."""

from collections.abc import Sequence

from compliance.tables import Column, Kind, Table
from filings.reports.columns.cells import WIDE, WIDEST
from filings.selectors.ledger import EntryShown


def entries_table(entries: Sequence[EntryShown]) -> Table[EntryShown]:
    """Every entry with its arithmetic, account by account."""
    return Table(
        slug="entries",
        title="Entries",
        columns=(
            Column(title="Security", value=lambda one: one.security.title, width=WIDE),
            Column(title="Terms", value=lambda one: one.security.series, width=WIDE),
            Column(title="Held", value=lambda one: one.security.held, width=WIDE),
            Column(title="Award", value=lambda one: one.award),
            Column(title="Day", value=lambda one: one.day, kind=Kind.DAY),
            Column(title="Code", value=lambda one: one.code, kind=Kind.CODE),
            Column(title="What", value=lambda one: one.what, width=WIDE),
            Column(title="Before", value=lambda one: one.before, kind=Kind.NUMBER),
            Column(title="Change", value=lambda one: one.change, kind=Kind.NUMBER),
            Column(title="Does not follow by", value=lambda one: one.gap or None, kind=Kind.NUMBER),
            Column(title="After", value=lambda one: one.after, kind=Kind.NUMBER),
            Column(title="The form states", value=lambda one: one.stated, kind=Kind.NUMBER),
            Column(title="Source", value=lambda one: one.source.name, width=WIDE),
            Column(title="Table", value=lambda one: one.source.line and one.source.line[0], kind=Kind.CODE),
            Column(title="Line", value=lambda one: one.source.line and one.source.line[1] + 1, kind=Kind.NUMBER),
            Column(title="Accession number", value=lambda one: one.source.accession_number, kind=Kind.CODE, width=22),
            Column(
                title="Explanation",
                value=lambda one: one.broken.explanation if one.broken else None,
                width=WIDEST,
            ),
        ),
        rows=entries,
        empty="No entry.",
    )  # fmt: skip
