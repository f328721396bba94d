"""What a change of EDGAR's calendar costs 10,000 open filings: ``python -m benchmarks.bench_deadlines``.

And what a due date costs. SQLite on disk, in a folder that is thrown away. Each filing has three lines; in one of
five a plan trade waits for its notice. The first closing lies in every count, so that every due date moves and
leaves an event; the second one lies in none. Wall clock, one process.
"""

import datetime as dt
import logging
import os
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

from compliance.audit.models import Event  # noqa: E402
from compliance.calendar import EdgarCalendar, load_calendar  # noqa: E402
from compliance.models import EdgarCalendarDay, User  # noqa: E402
from filings.models import Filing, TableRow  # noqa: E402
from filings.ownership.deadlines import Execution, form4_deadline, report_deadline  # noqa: E402
from filings.services.due import due_date_set, due_dates_refresh  # noqa: E402
from people.models import Issuer  # noqa: E402
from tests.reports import long_report, typical_report  # noqa: E402

FILINGS = 10_000
FRIDAY, MONDAY = dt.date(2026, 11, 20), dt.date(2026, 11, 23)
ONE_BY_ONE = 200
TIMES = 2_000


def main() -> None:
    logging.disable()
    call_command("migrate", verbosity=0)
    fill()
    seconds("every date is counted for the first time", due_dates_refresh)
    before = Event.objects.count()
    seconds(f"a closing moves {FILINGS:,} due dates", lambda: closing(MONDAY))
    print(f"{'  events written':<46}{Event.objects.count() - before:>8,}")
    seconds("a closing in no count", lambda: closing(dt.date(2026, 12, 24)))
    seconds("all counted again, none moved", due_dates_refresh)
    some = Filing.objects.select_related("issuer")[:ONE_BY_ONE]
    seconds(
        f"{ONE_BY_ONE} counted one by one, from whole reports", lambda: [due_date_set(one) for one in some]
    )

    calendar = EdgarCalendar()
    plan = Execution(FRIDAY, under_plan=True, notified_on=dt.date(2026, 11, 30))
    microseconds("a Form 4 deadline", lambda: form4_deadline(Execution(FRIDAY), calendar))
    microseconds("a deemed one", lambda: form4_deadline(plan, calendar))
    for name, report in (("5 + 3 lines", typical_report()), ("30 + 30 lines", long_report())):
        microseconds(f"a report's deadline, {name}", lambda report=report: report_deadline(report, calendar))
    microseconds("the calendar with the administrators' entries", load_calendar)


def fill() -> None:
    """Open drafts of one issuer, each with a sale on Friday, one on the Wednesday after and a holding."""
    issuer = Issuer.objects.create(cik="1234567", conformed_name="HARBORWELL INC.", trading_symbol="HBRW")
    actor = User.objects.create_user("kemi")
    filings = Filing.objects.bulk_create(
        Filing(issuer=issuer, created_by=actor, period_of_report=FRIDAY) for _ in range(FILINGS)
    )
    shared = {"table": "I", "title": "Common Stock", "owned_after": Decimal(12_000)}
    sale = shared | {"code": "S", "acquired_disposed": "D", "amount": Decimal(500), "price": Decimal("38.41")}
    TableRow.objects.bulk_create(
        (
            TableRow(filing=filing, position=position, **values)
            for number, filing in enumerate(filings)
            for position, values in enumerate(
                (
                    sale | {"date": FRIDAY},
                    sale | {"date": dt.date(2026, 11, 25), "under_plan": number % 5 == 0},
                    shared | {"kind": "holding"},
                ),
                start=1,
            )
        ),
        batch_size=2_000,
    )


def closing(day: dt.date) -> None:
    """What an administrator's entry sets off when it is saved."""
    EdgarCalendarDay.objects.create(day=day, kind="closing", name="Closed", source_url="https://www.sec.gov/")


def seconds(name: str, work: Callable[[], object]) -> None:
    before = time.perf_counter()
    work()
    print(f"{name:<46}{time.perf_counter() - before:>8.2f} s")


def microseconds(name: str, work: Callable[[], object]) -> None:
    taken = []
    for _ in range(TIMES):
        before = time.perf_counter()
        work()
        taken.append(1e6 * (time.perf_counter() - before))
    print(
        f"{name:<46}{statistics.median(taken):>8.1f} µs   p90 {statistics.quantiles(taken, n=10)[-1]:.1f} µs"
    )


if __name__ == "__main__":
    main()
