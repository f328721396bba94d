"""What every test may ask for."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The reference material beside the checkout: real filings and the SEC's schemas."""
    folder = Path(os.environ.get("FORM4DESK_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip("the reference material (real filings, the SEC's schemas) is not beside this checkout")
    return folder


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """With ``FORM4DESK_REQUIRE_SERVICES=1`` a test that lacks its server or browser fails instead of skipping."""
    report = yield
    required = os.environ.get("FORM4DESK_REQUIRE_SERVICES") == "1"
    if required and report.skipped and any(map(item.get_closest_marker, ("service", "browser"))):
        report.outcome = "failed"
        report.longrepr = f"{report.longrepr}\nThis run requires the servers and the browser to be there."
    return report
