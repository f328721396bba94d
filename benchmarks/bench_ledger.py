"""How long the ledger takes to say what somebody holds.

Run with ``python -m benchmarks.bench_ledger`` from the project's root. It starts a PostgreSQL of its own and, after
it, takes a SQLite file. One owner has 5,000 entries of 250 reports in 26 accounts, brought in by the way of ``form4
import``; another 100 owners of the same issuer have 40 each. Times are medians of runs in one process, warm.
"""

import datetime as dt
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

import msgspec

from filings.ownership.report import Cell, OwnershipReport, Quantity
from tests.conftest import ROOT
from tests.filings.past import submission
from tests.reports import HARBORWELL, RAMASWAMY, long_report
from tests.services.servers import postgresql_server

REPORTS, LINES, OTHERS = 250, 10, 100
FIRST_DAY = dt.date(2016, 1, 4)
RUNS = 30


def main() -> None:
    if len(sys.argv) > 1:
        measure()
        return
    # Not readable for its owner alone: PostgreSQL is another user.
    folder = Path(tempfile.mkdtemp(prefix="form4desk-bench-"))
    folder.chmod(0o755)
    try:
        with postgresql_server(folder / "server") as url:
            again("PostgreSQL", folder, {"DATABASE_URL": url})
        again("SQLite", folder, {})
    finally:
        shutil.rmtree(folder)


def again(engine: str, folder: Path, environment: dict[str, str]) -> None:
    print(engine, flush=True)
    settings = "compliance.settings.test" if environment else "compliance.settings.local"
    subprocess.run(
        [sys.executable, "-m", "benchmarks.bench_ledger", "measure"],
        check=True,
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": settings, "FORM4DESK_VAR": str(folder)} | environment,
    )


def measure() -> None:
    import django

    django.setup()
    logging.disable()
    from django.core.management import call_command

    from filings.models import Filing, LedgerEntry
    from filings.selectors.balances import opening_balances
    from filings.selectors.ledger import accounts_of, breaks_of, entries_of, split_preview
    from filings.selectors.ledger.reading import Record
    from filings.services.history import import_sources
    from filings.services.ledger import ledger_verify
    from people.models import Issuer, ReportingOwner

    call_command("migrate", verbosity=0)
    with tempfile.TemporaryDirectory() as folder:
        pack(Path(folder) / "history.zip")
        begun = time.perf_counter()
        documents = sum(1 for _ in import_sources([f"{folder}/history.zip"]))
        taken = time.perf_counter() - begun
    issuer = Issuer.objects.get()
    owner = ReportingOwner.objects.get(cik=RAMASWAMY.cik.lstrip("0"))
    own = LedgerEntry.objects.filter(statement__filing__filing_owners__owner=owner).count()
    print(
        f"  {documents:,} documents, {LedgerEntry.objects.count():,} entries in {taken:.1f} s; the owner has {own:,}"
    )
    record = Record(issuer.pk, [owner.pk])
    newest = Filing.objects.filter(owners=owner).order_by("period_of_report").last()
    assert newest is not None
    tell("read the owner's entries", lambda: Record(issuer.pk, [owner.pk]))
    tell("replay them", record.accounts)
    tell("balances on a day", lambda: Record(issuer.pk, [owner.pk]).accounts())
    tell("balances as the page shows them", lambda: accounts_of(owner, issuer, dt.date(2020, 1, 1)))
    tell("every entry as the page shows it", lambda: entries_of(owner, issuer))
    tell("the breaks", lambda: breaks_of(owner, issuer))
    tell("what was owned before a report", lambda: opening_balances(newest))
    day = dt.date(2020, 1, 1)
    tell("a split's preview, 101 owners", lambda: split_preview(issuer, "Common Stock", 4, 1, day), runs=5)
    begun = time.perf_counter()
    assert not list(ledger_verify())
    print(f"  verify the ledger against {documents:,} reports: {time.perf_counter() - begun:.1f} s")


def tell(what: str, action: Callable[[], object], runs: int = RUNS) -> None:
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        action()
        times.append((time.perf_counter() - begun) * 1_000)
    print(f"  {what}: {median(times):.1f} ms, p90 {quantiles(times, n=10)[-1]:.1f} ms", flush=True)


def pack(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for number in range(REPORTS):
            filed_on = FIRST_DAY + dt.timedelta(days=number * 14)
            report = past_report(number, filed_on, RAMASWAMY.cik)
            package.writestr(f"{number:05}.txt", submission(report, number, filed_on))
        for other in range(OTHERS):
            for number in (0, 100):
                filed_on = FIRST_DAY + dt.timedelta(days=number * 14)
                report = past_report(number, filed_on, f"{1_900_000 + other:010}")
                package.writestr(
                    f"{other}-{number}.txt", submission(report, 1_000 + 2 * other + number // 100, filed_on)
                )


def past_report(number: int, on: dt.date, cik: str) -> OwnershipReport:
    """Ten lines in each table whose totals run on from report to report; the options are of 25 series in turn."""
    long = long_report()
    stock, options = 10_000_000 - 1_000 * number, 1_000_000 - 1_000 * (number // 25)
    series = dt.date(2030, 1, 1) + dt.timedelta(days=number % 25)
    first, second = [], []
    for line in range(LINES):
        stock, options = stock - 100, options - 100
        told = {"date": Cell(on), "amount": Quantity(100)}
        first.append(msgspec.structs.replace(long.non_derivative[line], **told, owned_after=Quantity(stock)))
        second.append(
            msgspec.structs.replace(
                long.derivative[line], **told, owned_after=Quantity(options), expiration=Cell(series)
            )
        )
    return msgspec.structs.replace(
        long,
        schema_version="X0306",
        period_of_report=on,
        issuer=msgspec.structs.replace(HARBORWELL, cik="0001800000"),
        owners=(msgspec.structs.replace(RAMASWAMY, cik=cik),),
        non_derivative=tuple(first),
        derivative=tuple(second),
    )


if __name__ == "__main__":
    main()
