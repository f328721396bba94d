"""How long the search for short-swing profit takes: ``python -m benchmarks.bench_short_swing``.

Wall clock, warm, one process, SQLite on disk. First the matching alone, then what it adds to the checks of a report,
then an owner with 300 past filings as the desk reads them, and the queue with a page of drafts.
"""

import datetime as dt
import logging
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "compliance.settings.test"
_folder = tempfile.TemporaryDirectory(prefix="form4desk-bench-")
os.environ["FORM4DESK_VAR"] = _folder.name
django.setup()

from django.core.management import call_command  # noqa: E402
from django.urls import reverse  # noqa: E402
from msgspec import structs  # noqa: E402

from compliance.calendar import EdgarCalendar  # noqa: E402
from filings.models import Filing, FilingOwner, FilingState, Snapshot  # noqa: E402
from filings.ownership import canonical  # noqa: E402
from filings.ownership.checks import Facts, run  # noqa: E402
from filings.ownership.report import Cell, OwnershipReport, Submission  # noqa: E402
from filings.ownership.short_swing import Leg, Side, read_report  # noqa: E402
from filings.ownership.short_swing.matching import greatest_profit  # noqa: E402
from filings.ownership.short_swing.record import Record, examine_trades  # noqa: E402
from filings.selectors.short_swing import record_of, trade_records  # noqa: E402
from filings.services.review import examine  # noqa: E402
from tests.filings.harborwell import FRIDAY, Desk, draft, line, open_desk, reporting_owner, sale  # noqa: E402
from tests.filings.ownership.checks.cases import form4, stock  # noqa: E402
from tests.filings.ownership.short_swing.trades import leg  # noqa: E402
from tests.filings.views.pages import as_person  # noqa: E402
from tests.reports import RAMASWAMY, TUESDAY, long_report, typical_report  # noqa: E402

FIRST = dt.date(2020, 1, 2)
LEGS, REPORTS, DRAFTS = 1_000, 300, 25
ROUNDS = 20


def main() -> None:
    logging.disable()
    for years in (0.5, 1, 2, 10):
        trades = legs(LEGS, int(365 * years))
        print_times(f"{LEGS:,} trades within {years:g} years", lambda trades=trades: greatest_profit(trades))
    for shape, make in (("5 + 3 lines", typical_report), ("30 + 30 lines", long_report)):
        for number in (0, 30, REPORTS):
            known = Facts(today=TUESDAY, calendar=EdgarCalendar(), trade_records=records(number))
            report = make(1)
            print_times(
                f"16(b) of {shape}, {number} reports on record", lambda r=report, k=known: matched(r, k)
            )
        print_times(
            f"all checks of {shape}, {REPORTS} reports on record", lambda r=report, k=known: run(r, k)
        )
    call_command("migrate", verbosity=0)
    of_the_desk(open_desk())


def of_the_desk(desk: Desk) -> None:
    filing = draft(desk)
    line(desk, filing, sale())
    print_times("examining a draft, nothing on record", lambda: examine(filing))
    for number in range(REPORTS):
        past_filing(desk, number)
    print_times(f"reading those near of {REPORTS} reports", lambda: trade_records(filing, (), FRIDAY, FRIDAY))
    print_times(f"examining a draft, {REPORTS} reports on record", lambda: examine(filing))
    print_times("every report of the owner, for the page", lambda: record_of(desk.anil, desk.issuer))
    kemi = as_person(desk.kemi)
    page = reverse("owner-short-swing", args=[desk.anil.pk])
    print_times("the owner's page of short-swing profit", lambda: kemi.get(page))
    print_times("the review page of a draft", lambda: kemi.get(reverse("filing-review", args=[filing.pk])))
    for number in range(DRAFTS - 1):
        other = draft(desk, reporting_owner(f"88{number:05}", "Ines", f"Mora {number}"))
        line(desk, other, sale())
    print_times(f"the queue with {DRAFTS} drafts", lambda: kemi.get(reverse("queue")))


def legs(number: int, days: int) -> list[Leg]:
    """Trades at 10 to 50 dollars, as many purchases as sales, drawn by lot."""
    lot = random.Random(3)
    return [
        leg(
            lot.choice(list(Side)),
            FIRST + dt.timedelta(days=lot.randrange(days)),
            lot.randrange(1, 100_000),
            Decimal(lot.randrange(100_000, 500_000)) / 10_000,
            index=index,
        )
        for index in range(number)
    ]


def past_report(number: int) -> OwnershipReport:
    """Three lines of a month: a purchase or a sale, a vesting and a withholding."""
    on = TUESDAY - dt.timedelta(days=12 * number + 20)
    code, way = ("P", "A") if number % 4 == 0 else ("S", "D")
    return form4(
        stock(code, 100 + number, 20 + number % 17, way, 1_000 + number, date=Cell(on)),
        stock("M", 500, 0, "A", 1_500 + number, date=Cell(on)),
        stock("F", 200, 30, "D", 1_300 + number, date=Cell(on)),
        period_of_report=on,
    )


def records(number: int) -> dict[str, Record]:
    reports = tuple(
        read_report(
            past_report(one),
            cik=RAMASWAMY.cik,
            reference=str(one),
            filed_on=past_report(one).period_of_report,
        )
        for one in range(number)
    )
    return {RAMASWAMY.cik: Record(reports=reports)}


def matched(report: OwnershipReport, facts: Facts) -> object:
    return examine_trades(report, facts.trade_records)


def past_filing(desk: Desk, number: int) -> None:
    report = past_report(number)
    owner = structs.replace(report.owners[0], cik=desk.anil.cik)
    content = canonical.encode(Submission(report=structs.replace(report, owners=(owner,))))
    filing = Filing.objects.create(
        source=Filing.Source.IMPORTED,
        issuer=desk.issuer,
        state=FilingState.FILED,
        period_of_report=report.period_of_report,
        filed_on=report.period_of_report,
        content_sha256=f"{number:064}",
    )
    FilingOwner.objects.create(filing=filing, owner=desk.anil, is_director=True)
    Snapshot.objects.create(
        filing=filing, kind=Snapshot.Kind.IMPORTED, sha256=canonical.sha256(content), content=content.decode()
    )


def print_times(name: str, work: Callable[[], object]) -> None:
    work()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start))
    print(
        f"{name:<52} median {statistics.median(times):8.2f} ms   p90 {statistics.quantiles(times, n=10)[-1]:8.2f} ms"
    )


if __name__ == "__main__":
    main()
