"""What a change of EDGAR's calendar costs 10,000 filings, open or past: ``python -m benchmarks.bench_deadlines``.

And what a due date costs. SQLite on disk, in a folder that is thrown away. Each filing has three lines; in one of
five a plan trade waits for its notice. The first closing lies in every count, so that every due date moves and
leaves an event; the second one lies in none. The past filings are of 5 + 3 lines each and spread over ten years;
then they are all of one week, so that one closing moves every one. Wall clock, one process.
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
from msgspec import structs

os.environ["DJANGO_SETTINGS_MODULE"] = "compliance.settings.test"
_folder = tempfile.TemporaryDirectory(prefix="form4desk-bench-")
os.environ["FORM4DESK_VAR"] = _folder.name
django.setup()

from django.core.management import call_command  # noqa: E402

from compliance.audit.models import Event  # noqa: E402
from compliance.calendar import EdgarCalendar, load_calendar  # noqa: E402
from compliance.models import EdgarCalendarDay, User  # noqa: E402
from filings.models import Filing, FilingState, Snapshot, TableRow  # noqa: E402
from filings.ownership import canonical  # noqa: E402
from filings.ownership.deadlines import Execution, form4_deadline, report_deadline  # noqa: E402
from filings.ownership.report import TRANSACTIONS, Submission  # noqa: E402
from filings.services.due import due_date_set, due_dates_refresh, due_of_report  # noqa: E402
from people.models import Issuer  # noqa: E402
from tests.reports import long_report, typical_report  # noqa: E402

FILINGS = 10_000
FRIDAY, MONDAY = dt.date(2026, 11, 20), dt.date(2026, 11, 23)
PAST_FRIDAY, PAST_MONDAY = dt.date(2020, 3, 6), dt.date(2020, 3, 9)
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
    Filing.objects.all().delete()
    fill_past(3652)
    seconds(f"{FILINGS:,} past filings, all counted again", due_dates_refresh)
    before = Event.objects.count()
    seconds("  a closing of one day among ten years", lambda: closing(PAST_MONDAY))
    print(f"{'  of them moved':<46}{Event.objects.count() - before:>8,}")
    seconds("  the entry is put on another day", lambda: put_off(PAST_MONDAY))
    Filing.objects.all().delete()
    fill_past(1)
    before = Event.objects.count()
    seconds("  a closing that moves every one", lambda: closing(PAST_MONDAY))
    print(f"{'  of them moved':<46}{Event.objects.count() - before:>8,}")
    Filing.objects.all().delete()
    fill()
    due_dates_refresh()
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


def issuer_and_actor() -> tuple[Issuer, User]:
    issuer, _ = Issuer.objects.get_or_create(
        cik="1234567", conformed_name="HARBORWELL INC.", trading_symbol="HBRW"
    )
    return issuer, User.objects.get_or_create(username="kemi")[0]


def fill_past(days: int) -> None:
    """Past filings with what was imported of each, spread over some days before and after the one in question."""
    issuer, actor = issuer_and_actor()
    report = typical_report()
    calendar = load_calendar()
    filings, contents = [], []
    for number in range(FILINGS):
        moved = dt.timedelta(days=number * days // FILINGS - days // 2)
        rows = [
            structs.replace(row, date=structs.replace(row.date, value=PAST_FRIDAY + moved))
            if isinstance(row, TRANSACTIONS)
            else row
            for row in report.non_derivative
        ]
        past = structs.replace(
            report,
            period_of_report=PAST_FRIDAY + moved,
            non_derivative=tuple(rows),
            derivative=(),
            remarks=str(number),
        )
        due_on, _ = due_of_report(past, calendar)
        filings.append(
            Filing(
                issuer=issuer,
                created_by=actor,
                source=Filing.Source.IMPORTED,
                state=FilingState.FILED,
                period_of_report=past.period_of_report,
                due_on=due_on,
                filed_on=due_on,
                content_sha256=f"{number:064}",
            )
        )
        contents.append(canonical.encode(Submission(report=past)))
    Snapshot.objects.bulk_create(
        (
            Snapshot(
                filing=filing,
                kind=Snapshot.Kind.IMPORTED,
                sha256=filing.content_sha256,
                content=content.decode(),
            )
            for filing, content in zip(Filing.objects.bulk_create(filings), contents, strict=True)
        ),
        batch_size=2_000,
    )


def put_off(day: dt.date) -> None:
    """An entry stands for another day: every due date is counted."""
    entry = EdgarCalendarDay.objects.get(day=day)
    entry.day += dt.timedelta(days=7)
    entry.save()
    entry.delete()


def fill() -> None:
    """Open drafts of one issuer, each with a sale on Friday, one on the Wednesday after and a holding."""
    issuer, actor = issuer_and_actor()
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
