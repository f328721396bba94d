"""How long all checks of a report take: ``python -m benchmarks.bench_checks``.

Wall clock, warm, one process; every report is a different value of one shape.
"""

import os
import statistics
import time
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "compliance.settings.test")
django.setup()

from compliance.calendar import EdgarCalendar  # noqa: E402
from filings.ownership.checks import Facts, catalogue, run  # noqa: E402
from filings.ownership.narrative import describe  # noqa: E402
from filings.ownership.report import OwnershipReport  # noqa: E402
from tests.reports import TUESDAY, full_report, long_report, typical_report  # noqa: E402

REPORTS = 200
SHAPES: tuple[tuple[str, Callable[[int], OwnershipReport]], ...] = (
    ("5 + 3 lines, 6 footnotes", typical_report),
    ("30 + 30 lines, 6 footnotes", long_report),
    ("every limit at once", full_report),
)


def main() -> None:
    facts = Facts(today=TUESDAY, calendar=EdgarCalendar())
    print(f"{len(catalogue())} checks")
    for shape, make in SHAPES:
        reports = [make(variant) for variant in range(REPORTS)]
        _print_times(f"checks, {shape}", reports, lambda report: run(report, facts))
        _print_times(f"plain words, {shape}", reports, describe)


def _print_times(
    name: str, reports: list[OwnershipReport], work: Callable[[OwnershipReport], object]
) -> None:
    work(reports[0])
    times = []
    for report in reports:
        start = time.perf_counter()
        work(report)
        times.append(1000 * (time.perf_counter() - start))
    slow = statistics.quantiles(times, n=10)[-1]
    print(f"{name:<40} median {statistics.median(times):6.2f} ms   p90 {slow:6.2f} ms")


if __name__ == "__main__":
    main()
