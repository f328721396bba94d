"""How long 10,000 past filings take into PostgreSQL, and what that costs in memory.

Run ``python -m benchmarks.bench_import`` from the project's root. It starts a PostgreSQL of its own. The documents
are whole submissions of 5 + 3 lines, every one another filing, of 400 owners at 20 issuers over ten years; they
come out of one ZIP, by the way of ``form4 import``. Where real filings are beside the checkout, they are among them.
Then the same ZIP comes again, and all of it is known. Resident memory is printed after 1,000 and after 10,000.
"""

import datetime as dt
import logging
import os
import shutil
import tempfile
import time
import zipfile
from collections import Counter
from pathlib import Path

import django
import msgspec

from filings.ownership.report import OwnershipReport
from tests.conftest import ROOT
from tests.filings.past import submission
from tests.reports import HARBORWELL, RAMASWAMY, typical_report
from tests.services.servers import postgresql_server

FILINGS = 10_000
OWNERS, ISSUERS = 400, 20
FIRST_DAY = dt.date(2016, 1, 4)


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

            call_command("migrate", verbosity=0)
            documents = pack(folder / "history.zip")
            print(f"{documents:,} documents, {(folder / 'history.zip').stat().st_size / 2**20:.0f} MB packed")
            bring(folder / "history.zip", "new")
            bring(folder / "history.zip", "known")
            connection.close()  # or the server would wait for it
    finally:
        shutil.rmtree(folder)


def pack(path: Path) -> int:
    real = sorted(
        (Path(os.environ.get("FORM4DESK_SHARED", ROOT.parent / "shared")) / "corpus").rglob("*.xml")
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for each in real:
            package.write(each, f"real/{each.name}")
        for number in range(FILINGS - len(real)):
            filed_on = FIRST_DAY + dt.timedelta(days=number * 3650 // FILINGS)
            package.writestr(f"{number:05}.txt", submission(past_report(number, filed_on), number, filed_on))
    return FILINGS


def past_report(number: int, on: dt.date) -> OwnershipReport:
    owner, issuer = number % OWNERS, number % ISSUERS
    return msgspec.structs.replace(
        typical_report(number),
        schema_version="X0306",
        period_of_report=on,
        issuer=msgspec.structs.replace(
            HARBORWELL, cik=f"{1_800_000 + issuer:010}", name=f"ISSUER {issuer} INC"
        ),
        owners=(
            msgspec.structs.replace(RAMASWAMY, cik=f"{1_900_000 + owner:010}", name=f"OWNER{owner} ANNA B"),
        ),
    )


def bring(path: Path, expected: str) -> None:
    from filings.services.history import import_sources

    outcomes: Counter[str] = Counter()
    begun = last = time.perf_counter()
    for done, one in enumerate(import_sources([str(path)]), start=1):
        outcomes[one.outcome] += 1
        if done in {1_000, FILINGS}:
            now = time.perf_counter()
            print(
                f"{expected:<6} {done:>6,} documents: {now - begun:>6.1f} s, {done / (now - begun):>5.0f} a second, "
                f"resident {_resident_mib():.0f} MiB"
            )
            last = now
    print(f"{expected:<6} whole run {last - begun:.1f} s: {dict(sorted(outcomes.items()))}")


def _resident_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    main()
