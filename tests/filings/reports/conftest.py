"""Kestrel's past filings, as EDGAR published them, on Harborwell's desk."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from filings.ownership.report import OwnershipReport
from filings.services.history import import_sources
from tests.filings.past import document, submission

Keep = Callable[..., None]


@pytest.fixture
def keep(tmp_path: Path, desk) -> Keep:
    """Imports reports, each with its filing date; one without comes as a bare document."""
    known: list[tuple[OwnershipReport, dt.date | None]] = []

    def imported(*reports: tuple[OwnershipReport, dt.date | None]) -> None:
        folder = tmp_path / str(len(known))
        folder.mkdir()
        for report, filed_on in reports:
            known.append((report, filed_on))
            number = len(known)
            content = submission(report, number, filed_on) if filed_on else document(report)
            (folder / f"{number:05}.txt").write_bytes(content)
        assert {one.outcome for one in import_sources([str(folder)])} == {"imported"}

    return imported
