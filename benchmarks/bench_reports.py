"""How long the reports take over 10,000 past filings of one issuer in PostgreSQL.

Run ``python -m benchmarks.bench_reports`` from the project's root. It starts a PostgreSQL of its own and imports
10,000 submissions of 5 + 3 lines by 100 owners over ten years, a twelfth of them filed late and one in fifty with a
small acquisition. Then it asks for each page twice, signed in as a preparer, and prints the second time and how
many queries it took; and for the files of the register.
"""

import datetime as dt
import logging
import os
import shutil
import tempfile
import time
import zipfile
from decimal import Decimal
from pathlib import Path

import django
import msgspec

from filings.ownership.report import Cell, Coding, OwnershipReport, Quantity
from tests.filings.past import submission
from tests.reports import HARBORWELL, RAMASWAMY, typical_report
from tests.services.servers import postgresql_server

FILINGS, OWNERS = 10_000, 100
FIRST_DAY = dt.date(2017, 1, 2)
YEAR = 2025


def main() -> None:
    # Not readable for its owner alone: PostgreSQL is another user.
    folder = Path(tempfile.mkdtemp(prefix="form4desk-bench-"))
    folder.chmod(0o755)
    try:
        with postgresql_server(folder / "server") as url:
            os.environ |= {
                "DJANGO_SETTINGS_MODULE": "compliance.settings.test",
                "FORM4DESK_VAR": str(folder),
                "DATABASE_URL": url,
            }
            django.setup()
            logging.disable()
            from django.core.management import call_command
            from django.db import connection

            from filings.services.history import import_sources

            call_command("migrate", verbosity=0)
            pack(folder / "history.zip")
            kept = sum(one.outcome == "imported" for one in import_sources([str(folder / "history.zip")]))
            connection.cursor().execute("ANALYZE")
            print(f"{kept:,} filings of one issuer by {OWNERS} owners")
            measure()
            connection.close()  # or the server would wait for it
    finally:
        shutil.rmtree(folder)


def pack(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for number in range(FILINGS):
            on = FIRST_DAY + dt.timedelta(days=number * 3560 // FILINGS)
            filed_on = on + dt.timedelta(days=9 if number % 12 == 0 else 2)
            package.writestr(f"{number:05}.txt", submission(past_report(number, on), number, filed_on))


def past_report(number: int, on: dt.date) -> OwnershipReport:
    owner = number % OWNERS
    report = typical_report(number)
    traded = tuple(
        msgspec.structs.replace(row, date=Cell(on)) if hasattr(row, "date") else row
        for row in report.non_derivative
    )
    if number % 50 == 0:
        traded = (
            msgspec.structs.replace(
                traded[0],
                coding=Coding(form_type="5", code="L", equity_swap=False),
                amount=Quantity(Decimal(100)),
                price=Cell(Decimal(30)),
                acquired_disposed=Cell("A"),
            ),
            *traded[1:],
        )
    return msgspec.structs.replace(
        report,
        schema_version="X0306",
        period_of_report=on,
        non_derivative=traded,
        derivative=tuple(msgspec.structs.replace(row, date=Cell(on)) for row in report.derivative),
        issuer=msgspec.structs.replace(HARBORWELL, cik="0001800000", name="ISSUER INC"),
        owners=(
            msgspec.structs.replace(RAMASWAMY, cik=f"{1_900_000 + owner:010}", name=f"OWNER{owner} ANNA B"),
        ),
    )


def measure() -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from compliance.models import Membership, Role, User
    from people.models import Issuer

    user = User.objects.create_user("bench", "bench@desk.example", "bench")
    Membership.objects.create(user=user, role=Role.PREPARER)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    issuer = Issuer.objects.get()
    register = reverse("report-late", args=[issuer.pk, YEAR])
    pages = {
        "the choice with its figures": f"{reverse('reports')}?issuer={issuer.pk}&year={YEAR}",
        "the register of a year": register,
        "the register as a workbook": f"{register}?as=xlsx",
        "the register as CSV": f"{register}?as=csv",
        "Item 405": reverse("report-item-405", args=[issuer.pk, YEAR]),
        "the year end": reverse("report-year-end", args=[issuer.pk, YEAR]),
        "small acquisitions": reverse("report-small"),
        "due, by person": reverse("report-due"),
    }
    for name, address in pages.items():
        client.get(address)
        begun = time.perf_counter()
        answer = client.get(address)
        took = time.perf_counter() - begun
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        print(
            f"{name:<28} {took * 1000:>5.0f} ms, {len(queries):>3} queries, {len(answer.content) / 1024:>5.0f} KB"
        )


if __name__ == "__main__":
    main()
