"""The rows of the ledger as the core's values, read as plainly as the database gives them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from filings.models import Adjustment as AdjustmentRow
from filings.models import FilingOwner, FilingState, LedgerEntry, LedgerKey, LedgerStatement
from filings.ownership.codes import Table
from filings.ownership.ledger import (
    Account,
    Adjustment,
    AdjustmentKind,
    BalanceKey,
    Entry,
    Statement,
    Wording,
    replay,
    units,
)
from filings.ownership.report import DocumentType, Measure

_DOCUMENTS = {one.value: one for one in DocumentType}
_WORDING = tuple(one for one in Wording.__struct_fields__ if one not in {"table", "measure"})
_STATEMENT = (
    "pk", "sha256", "signed_on", "filing__form_type", "filing__period_of_report", "filing__signed_at",
    "filing__accepted_at", "filing__filed_on", "filing__accession_number", "filing__amends",
    "filing__original_filed_on",
)  # fmt: skip
_ENTRY = (
    "statement", "key", "line", "day", "code", "change", "stated", "price", "early", "told", "told_amounts",
    "award",
)  # fmt: skip

_PARAMETERS = 900

Place = tuple[int, Table, int]


class Record:
    """What is on record of some owners at one issuer; of all its owners where ``owners`` is left out.

    ``wordings`` and ``keys`` give each row of ``LedgerKey`` that occurs, as its wording and as its key. Reports that
    are signed and not yet filed count: the next one follows them.
    """

    def __init__(
        self, issuer: int, owners: Collection[int] | None = None, *, without: Collection[int] = ()
    ) -> None:
        reports = FilingOwner.objects.order_by("filing")
        reports = (
            reports.filter(filing__issuer=issuer) if owners is None else reports.filter(owner__in=owners)
        )
        reported = [pair for pair in reports.values_list("owner", "filing") if pair[1] not in without]
        told = {
            row[0]: row
            for some in _some(sorted({filing for _, filing in reported}))
            for row in LedgerStatement.objects.filter(
                pk__in=some,
                filing__issuer=issuer,
                filing__state__in=[FilingState.SIGNED, FilingState.FILED],
            ).values_list(*_STATEMENT)
        }
        self.filings_of: dict[int, list[int]] = defaultdict(list)
        for owner, filing in reported:
            if filing in told:
                self.filings_of[owner].append(filing)
        self._rows: list[tuple[Any, ...]] = [
            row
            for some in _some(sorted(told))
            for row in LedgerEntry.objects.filter(statement__in=some)
            .order_by("statement", "position")
            .values_list(*_ENTRY)
        ]
        adjusting = AdjustmentRow.objects.filter(issuer=issuer)
        if owners is not None:
            adjusting = adjusting.filter(owner__in=owners) | adjusting.filter(owner__isnull=True)
        self._adjusting = list(adjusting.order_by("pk"))
        keys = {row[1] for row in self._rows}
        keys |= {pk for one in self._adjusting for pk in (one.key_id, one.to_id) if pk}
        self.wordings = wordings_of(keys)
        self.keys = {pk: wording.key for pk, wording in self.wordings.items()}
        self.statements = self._statements(told.values())

    def accounts(self, owners: Collection[int] | None = None) -> tuple[Account, ...]:
        """The accounts of these owners, replayed together; of all that were read where they are left out."""
        return replay(self.statements_of(owners), self.adjustments_of(owners))

    def add(self, statement: Statement, owners: Iterable[int]) -> None:
        """Count one more report of some owners, which is not in the ledger."""
        self.statements[statement.reference] = statement
        for owner in owners:
            self.filings_of[owner].append(statement.reference)

    @property
    def owners(self) -> set[int]:
        """The owners who have reported, or about whom something is recorded."""
        return {*self.filings_of, *(row.owner_id for row in self._adjusting if row.owner_id is not None)}

    def statements_of(self, owners: Collection[int] | None = None) -> list[Statement]:
        chosen = self.filings_of if owners is None else owners
        references = {filing for owner in chosen for filing in self.filings_of[owner]}
        return [self.statements[one] for one in sorted(references) if one in self.statements]

    def adjustments_of(self, owners: Collection[int] | None = None) -> list[Adjustment]:
        return [
            adjustment_of(row, self.keys)
            for row in self._adjusting
            if row.owner_id is None or owners is None or row.owner_id in owners
        ]

    @cached_property
    def words(self) -> Mapping[Place, int]:
        """The row of ``LedgerKey`` that words a line, by filing, table and zero-based line."""
        tables = {pk: wording.table for pk, wording in self.wordings.items()}
        return {(row[0], tables[row[1]], row[2]): row[1] for row in self._rows}

    @cached_property
    def rows_of_keys(self) -> Mapping[BalanceKey, int]:
        """A row of ``LedgerKey`` for each key: of several spellings the first by their digests."""
        ordered = sorted(self.wordings, key=lambda pk: self.wordings[pk].digest, reverse=True)
        return {self.keys[pk]: pk for pk in ordered}

    @property
    def worded(self) -> Mapping[BalanceKey, Wording]:
        """Each key as a report words it."""
        return {key: self.wordings[pk] for key, pk in self.rows_of_keys.items()}

    def _statements(self, rows: Iterable[tuple[Any, ...]]) -> dict[int, Statement]:
        entries: dict[int, list[Entry]] = defaultdict(list)
        keys = self.keys
        for statement, key, line, day, code, change, stated, price, early, told, amounts, award in self._rows:
            entries[statement].append(
                Entry(
                    keys[key], line, day, code, change, stated, price, early, told,
                    amounts_kept(amounts) if amounts else (), award,
                )
            )  # fmt: skip
        statements = {}
        for pk, sha256, signed_on, form, period, signed_at, accepted_at, *edgar in rows:
            filed_on, number, amends, original_filed_on = edgar
            statements[pk] = Statement(
                reference=pk,
                document_type=_DOCUMENTS[form],
                entries=tuple(entries[pk]),
                period=period,
                went=signed_at or accepted_at,
                filed_on=filed_on,
                signed_on=signed_on,
                accession_number=number,
                sha256=sha256,
                amends=amends,
                original_filed_on=original_filed_on,
            )
        return statements


def _some(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    """Primary keys, so many at a time that they fit as parameters.

    A database that has just been filled plans them better than a query within the query.
    """
    for start in range(0, len(keys), _PARAMETERS):
        yield keys[start : start + _PARAMETERS]


def adjustment_of(row: AdjustmentRow, keys: Mapping[int, BalanceKey]) -> Adjustment:
    """A row as a value; ``keys`` gives the keys of the rows of ``LedgerKey``."""
    return Adjustment(
        reference=row.pk,
        kind=AdjustmentKind(row.kind),
        day=row.day,
        key=keys[row.key_id] if row.key_id else None,
        to=keys[row.to_id] if row.to_id else None,
        change=units(row.change) or 0,
        award=row.award,
        title=row.title,
        new=units(row.new) or 1,
        old=units(row.old) or 1,
        reverses=row.reverses_id,
    )


def wordings_of(keys: Iterable[int]) -> dict[int, Wording]:
    """The wordings of some rows of ``LedgerKey``."""
    return {
        row.pk: wording_kept(row)
        for some in _some(sorted(keys))
        for row in LedgerKey.objects.filter(pk__in=some)
    }


def wording_kept(row: LedgerKey) -> Wording:
    return Wording(
        table=Table(row.table),
        measure=Measure(row.measure),
        **{name: getattr(row, name) for name in _WORDING},
    )


def amounts_kept(text: str) -> tuple[int, ...]:
    """The numbers of shares that footnotes name, as an entry keeps them."""
    return tuple(int(one) for one in text.split())
