"""How long it takes to write, check and read an ownership document.

Run ``python -m benchmarks.bench_xml`` from the project's root: medians in milliseconds over different
documents of one shape, with every document a new one.
"""

import statistics
import time
from collections.abc import Callable, Sequence

from filings.ownership import schema
from filings.ownership.reader import read
from filings.ownership.report import OwnershipReport
from filings.ownership.writer import write
from tests.reports import full_report, long_report, typical_report

DOCUMENTS = 300


def median_ms(work: Callable[..., object], things: Sequence[object]) -> float:
    times = []
    for thing in things:
        start = time.perf_counter()
        work(thing)
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def write_and_validate(report: OwnershipReport) -> None:
    errors = schema.validate(write(report))
    assert not errors, errors


def main() -> None:
    print(f"{'':<32}{'write':>8}{'write + validate':>18}{'read':>8}   (ms)")
    shapes = {
        "typical (5 + 3 rows)": typical_report,
        "long (30 + 30 rows)": long_report,
        "full (every limit reached)": full_report,
    }
    for name, shape in shapes.items():
        reports = [shape(variant) for variant in range(DOCUMENTS)]
        for report in reports[:20]:
            write_and_validate(report)
        documents = [write(report) for report in reports]
        print(
            f"{name:<32}{median_ms(write, reports):>8.2f}{median_ms(write_and_validate, reports):>18.2f}"
            f"{median_ms(read, documents):>8.2f}"
        )


if __name__ == "__main__":
    main()
