"""Taking owners, lines and footnotes of one filing over to another."""

from collections.abc import Iterable
from copy import copy
from typing import TypeVar

from filings.models import Filing, FilingOwner, Footnote, FootnoteMark, TableRow

Copied = TypeVar("Copied", FilingOwner, Footnote, TableRow)


def copy_owners(owners: Iterable[FilingOwner], to: Filing) -> None:
    """Put the same owners, with their box 5 and their way of signing, on another filing."""
    for position, one in enumerate(owners, start=1):
        fresh = _copy(one, to)
        if fresh.position != position:
            fresh.position = position
            fresh.save(update_fields=["position"])


def copy_rows(rows: Iterable[TableRow], to: Filing) -> None:
    """Put the same lines on another filing, numbered from 1 in each table, with the footnotes that they use."""
    notes: dict[int, Footnote] = {}
    numbers: dict[str, int] = {}
    for row in rows:
        fresh = _copy(row, to)
        numbers[row.table] = numbers.get(row.table, 0) + 1
        fresh.position = numbers[row.table]
        fresh.save(update_fields=["position"])
        for mark in row.marks.select_related("footnote"):
            if mark.footnote_id not in notes:
                notes[mark.footnote_id] = _copy(mark.footnote, to)
            FootnoteMark.objects.create(row=fresh, footnote=notes[mark.footnote_id], cell=mark.cell)


def _copy(source: Copied, filing: Filing) -> Copied:
    """A new record with the values of another one, on another filing."""
    fresh = copy(source)
    fresh.pk, fresh.version, fresh.filing = None, 1, filing
    fresh.save(force_insert=True)
    return fresh
