"""Our reader with EDGAR's checks beside the package edgartools, which only reads.

Run ``python -m benchmarks.bench_edgartools`` where the dependency group ``bench`` is installed.

Over the real filings beside the checkout: medians of the wall clock, each document read by both in turn, warm. Then
edgartools reads what we write as published, and must find the rows, owners, footnotes and signatures of our report.
edgartools asks the network what kind of filer an owner is; it gets an answer made up here instead.
"""

import math
import os
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "compliance.settings.test")
django.setup()

from compliance.calendar import EdgarCalendar, eastern_today  # noqa: E402
from filings.ownership.checks import Facts, run  # noqa: E402
from filings.ownership.examination import examine_source  # noqa: E402
from filings.ownership.findings import Family  # noqa: E402
from filings.ownership.reader import Refused, read  # noqa: E402
from filings.ownership.report import TRANSACTIONS, Cell, Measure, OwnershipReport, Quantity, Row  # noqa: E402
from filings.ownership.writer import write  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 3
# edgartools writes the footnotes of some cells behind their values.
_MARKS = re.compile(r"\s*\[F[0-9]+(?:,\s*F[0-9]+)*\]")


def main() -> int:
    corpus = Path(os.environ.get("FORM4DESK_SHARED", ROOT.parent / "shared")) / "corpus" / "xml"
    if find_spec("edgar") is None or not corpus.is_dir():
        print(
            "Nothing is measured: edgartools is not installed, or there are no real filings beside the checkout."
        )
        return 0
    from edgar.ownership import Ownership, owners

    owners.Entity = lambda _cik: SimpleNamespace(data=SimpleNamespace(is_company=False))
    sources = {path.name: path.read_bytes() for path in sorted(corpus.glob("*.xml"))}
    sources = {name: source for name, source in sources.items() if _reads(source)}
    _race(list(sources.values()), lambda source: Ownership.from_xml(source.decode()))
    apart = [
        f"{name}: {difference}"
        for name, source in sources.items()
        for difference in _differences(read(source).report, Ownership)
    ]
    print(f"{'read by edgartools as we write it':<44}{len(sources):>8} documents, {len(apart)} differences")
    print("\n".join(apart[:20]))
    return bool(apart)


def _reads(source: bytes) -> bool:
    try:
        read(source)
    except Refused:
        return False
    return True


def _race(sources: list[bytes], theirs: Callable[[bytes], object]) -> None:
    calendar, today = EdgarCalendar(), eastern_today()

    facts = Facts(today=today, calendar=calendar)

    def check(source: bytes) -> object:
        return run(read(source).report, facts, {Family.EDGAR})

    def examine(source: bytes) -> object:
        return examine_source(source, today=today, calendar=calendar, families={Family.EDGAR})

    runners = {
        "we read": read,
        "we read and run EDGAR's checks": check,
        "the same, held against the schema too": examine,
        "edgartools reads": theirs,
    }
    times: dict[str, list[float]] = {name: [] for name in runners}
    for source in sources[:20]:
        for runner in runners.values():
            runner(source)
    for source in sources:
        for name, runner in runners.items():
            times[name].extend(_seconds(runner, source) for _ in range(ROUNDS))
    medians = {name: 1000 * statistics.median(found) for name, found in times.items()}
    for name, median in medians.items():
        ninety = 1000 * statistics.quantiles(times[name], n=10)[-1]
        print(f"{name:<44}{median:>8.2f} ms   p90 {ninety:.2f} ms")
    for name in list(runners)[:-1]:
        ratio = medians["edgartools reads"] / medians[name]
        print(f"edgartools takes {ratio:.1f} times as long as: {name}")


def _seconds(runner: Callable[[bytes], object], source: bytes) -> float:
    before = time.perf_counter()
    runner(source)
    return time.perf_counter() - before


def _differences(report: OwnershipReport, ownership: Any) -> Iterator[str]:
    found = ownership.from_xml(write(report, as_published=True).decode("ascii"))
    ours, theirs = dict(_ours(report)), dict(_theirs(found))
    for what, value in ours.items():
        if theirs[what] != value:
            yield f"{what}: we say {value!r}, edgartools {theirs[what]!r}"


def _ours(report: OwnershipReport) -> Iterator[tuple[str, object]]:
    yield "owners", [
        (
            one.cik, one.name, bool(one.relationship.director), bool(one.relationship.officer),
            bool(one.relationship.ten_percent_owner), bool(one.relationship.other),
            one.address.street1 if one.address else "", one.address.city if one.address else "",
        )
        for one in report.owners
    ]  # fmt: skip
    yield "footnotes", {note.id: note.text for note in report.footnotes}
    yield "signatures", [(mark.name, f"{mark.date}") for mark in report.signatures]
    for table, rows in (("Table I", report.non_derivative), ("Table II", report.derivative)):
        trades = [row for row in rows if isinstance(row, TRANSACTIONS)]
        yield f"{table}, transactions", [_trade(row) for row in trades]
        yield f"{table}, holdings", [_holding(row) for row in rows if not isinstance(row, TRANSACTIONS)]


def _trade(row: Row) -> list[object]:
    terms = _terms(row)
    cells = [row.title, *terms, row.date, row.price, row.acquired_disposed, row.ownership]
    return [
        *map(_plain, cells), _shares(row.amount), _shares(row.owned_after), _plain(row.coding.code),
        bool(row.coding.equity_swap), *dict.fromkeys(_footnotes(row)),
    ]  # fmt: skip


def _holding(row: Row) -> list[object]:
    terms = _terms(row)
    held = [] if terms else [_shares(row.owned_after)]
    underlying = [_shares(row.underlying.amount)] if terms else []
    # edgartools takes a (D) with a footnote beside it for an (I) in Table I.
    direct = row.ownership.value == "D" and not (held and row.ownership.footnotes)
    return [*map(_plain, [row.title, *terms]), *held, *underlying, direct, _plain(row.nature)]


def _terms(row: Row) -> list[Cell]:
    return (
        [row.exercise_price, row.exercisable, row.expiration, row.underlying.title]
        if hasattr(row, "underlying")
        else []
    )


def _footnotes(row: Row) -> Iterator[str]:
    """The marks of a line in the document's order."""
    for field in row.__struct_fields__:
        cell = getattr(row, field)
        for one in (cell.title, cell.amount) if field == "underlying" else (cell,):
            yield from one.footnotes if one is not None else ()


def _theirs(found: Any) -> Iterator[tuple[str, object]]:
    yield "owners", [
        (
            one.cik, one.name_unreversed, one.is_director, one.is_officer, one.is_ten_pct_owner, one.is_other,
            one.address.street1 or "", one.address.city or "",
        )
        for one in found.reporting_owners.owners
    ]  # fmt: skip
    yield "footnotes", dict(found.footnotes.summary()["footnote"])
    yield "signatures", [(one.signature, one.date) for one in found.signatures.signatures]
    for table, name in (("Table I", "non_derivative_table"), ("Table II", "derivative_table")):
        rows, terms = getattr(found, name), ["ExercisePrice", "ExerciseDate", "ExpirationDate", "Underlying"]
        terms = terms if table == "Table II" else []
        plain = [
            "Security",
            *terms,
            "Date",
            "Price",
            "AcquiredDisposed",
            "DirectIndirect",
            "Shares",
            "Remaining",
            "Code",
        ]
        yield (
            f"{table}, transactions",
            [
                [*(_value(row[name]) for name in plain), bool(row["EquitySwap"]), *row["footnotes"].split()]
                for row in _records(rows.transactions)
            ],
        )
        nature = "Nature Of Ownership" if terms else "NatureOfOwnership"
        held = ["UnderlyingShares"] if terms else ["Shares"]
        yield (
            f"{table}, holdings",
            [
                [
                    *(_value(row[name]) for name in ("Security", *terms, *held)),
                    row["DirectIndirect"] == "D" if terms else row["Direct"] == "Yes",
                    _value(row[nature]),
                ]
                for row in _records(rows.holdings)
            ],
        )


def _records(rows: Any) -> list[Mapping[str, Any]]:
    return [] if rows.empty else rows.data.to_dict("records")


def _plain(cell: object) -> object:
    return _value(cell.value if isinstance(cell, (Cell, Quantity)) else cell)


def _shares(quantity: Quantity) -> object:
    """edgartools reads numbers of securities and passes over values in dollars."""
    return _value(quantity.value if quantity.measure is Measure.SHARES else None)


def _value(value: object) -> object:
    """Numbers as floats, as edgartools keeps them; blanks of every kind as nothing."""
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, (int, float, Decimal)):
        return float(value)
    text = _MARKS.sub("", str(value))
    try:
        return float(text)
    except ValueError:
        return text or None


if __name__ == "__main__":
    sys.exit(main())
