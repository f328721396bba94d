"""The desk of Harborwell, and a clock that stands still there."""

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone
from lxml import etree

from tests.filings.harborwell import NOW, Desk, open_desk


class Clock:
    """What time it is for the desk; ``set`` moves it."""

    def __init__(self, instant: dt.datetime) -> None:
        self.instant = instant

    def set(self, instant: dt.datetime) -> None:
        self.instant = instant

    def __call__(self) -> dt.datetime:
        return self.instant.astimezone(dt.UTC)


@pytest.fixture
def clock(monkeypatch) -> Clock:
    """Monday, 23 November 2026, 11 a.m. in New York."""
    standing = Clock(NOW)
    monkeypatch.setattr(timezone, "now", standing)
    return standing


@pytest.fixture
def desk(db, clock) -> Desk:
    """Harborwell's desk before its first filing."""
    return open_desk()


@pytest.fixture(scope="session")
def sec_schemas(shared: Path) -> dict[str, etree.XMLSchema]:
    """The SEC's own schemas of Form 4 and 4/A; skips where the reference material is not at hand."""
    folder = shared / "edgar" / "xsd"
    return {
        form: etree.XMLSchema(etree.parse(folder / f"ownership{form.replace('/', '')}Document.xsd.xml"))
        for form in ("4", "4/A")
    }
