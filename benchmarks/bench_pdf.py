"""How long a PDF takes and what it costs in memory: ``python -m benchmarks.bench_pdf``.

Times are of the clock on the wall, with the processor's beside them for a machine that has other work; all are
warm, in one process, and every document is a different one, so that nothing drawn before is drawn again.
Resident memory is printed after 50 and after 300 documents.
"""

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "compliance.settings.test")
django.setup()

from filings.ownership.report import OwnershipReport, Submission  # noqa: E402
from filings.rendering.html import render_html  # noqa: E402
from filings.rendering.pdf import render_pdf  # noqa: E402
from tests.reports import full_report, long_report, typical_report  # noqa: E402

XML = b"<ownershipDocument/>" + b" " * 12_000
WARM_UP = 10


def main() -> None:
    for variant in range(WARM_UP):
        _render(typical_report, variant)
    _print_times("HTML, 5 + 3 lines, 6 footnotes", _times(_render_html, typical_report, 40))
    _print_times("HTML, 30 + 30 lines", _times(_render_html, long_report, 20))
    _print_times("PDF, 30 + 30 lines", _times(_render, long_report, 15))
    _print_times("PDF, every limit at once", _times(_render, full_report, 3))
    times = _times(_render, typical_report, 50, start=WARM_UP)
    print(f"resident after 50 typical documents: {_resident_mib():.0f} MiB")
    times += _times(_render, typical_report, 250, start=WARM_UP + 50)
    print(f"resident after 300 typical documents: {_resident_mib():.0f} MiB")
    _print_times("PDF, 5 + 3 lines, 6 footnotes", times)


def _render(report: Callable[[int], OwnershipReport], variant: int) -> None:
    render_pdf(Submission(report=report(variant)), xml=XML)


def _render_html(report: Callable[[int], OwnershipReport], variant: int) -> None:
    render_html(Submission(report=report(variant)))


def _times(
    render: Callable[[Callable[[int], OwnershipReport], int], None],
    report: Callable[[int], OwnershipReport],
    documents: int,
    start: int = 0,
) -> list[tuple[float, float]]:
    """Milliseconds on the wall and of the processor, for each document."""
    times = []
    for variant in range(start, start + documents):
        before = time.perf_counter(), time.process_time()
        render(report, variant)
        after = time.perf_counter(), time.process_time()
        times.append((1000 * (after[0] - before[0]), 1000 * (after[1] - before[1])))
    return times


def _print_times(name: str, times: list[tuple[float, float]]) -> None:
    figures = []
    for kind, values in zip(("wall", "processor"), zip(*times, strict=True), strict=True):
        p90 = statistics.quantiles(values, n=10)[-1]
        figures.append(f"{kind} median {statistics.median(values):.0f} ms, p90 {p90:.0f} ms")
    print(f"{name}: {'; '.join(figures)}; {len(times)} documents")


def _resident_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    main()
