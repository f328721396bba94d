"""What every test may ask for."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import TransactionTestCase

from compliance.audit import triggers

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The reference material beside the checkout: real filings and the SEC's schemas."""
    folder = Path(os.environ.get("FORM4DESK_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip("the reference material (real filings, the SEC's schemas) is not beside this checkout")
    return folder


@pytest.fixture(autouse=True, scope="session")
def _tables_can_be_emptied() -> Iterator[None]:
    """A test that commits leaves its rows to be deleted, also those that no desk can delete: events and evidence."""
    from filings import final_rows  # Django is set up only now

    emptied = TransactionTestCase._fixture_teardown

    def teardown(case: TransactionTestCase) -> None:
        for connection in connections.all():
            triggers.remove(connection)
            final_rows.remove(connection)
        emptied(case)
        for connection in connections.all():
            triggers.install(connection)
            final_rows.install(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


@pytest.fixture(autouse=True)
def _nobody_has_tried_before() -> None:
    """What the desk counts beside its database (passwords tried, requests in a minute) starts anew with each test.

    Otherwise a login that one case locks out stays locked for the cases after it.
    """
    cache.clear()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """With ``FORM4DESK_REQUIRE_SERVICES=1`` a test that lacks its server or browser fails instead of skipping."""
    report = yield
    required = os.environ.get("FORM4DESK_REQUIRE_SERVICES") == "1"
    if required and report.skipped and any(map(item.get_closest_marker, ("service", "browser"))):
        report.outcome = "failed"
        report.longrepr = f"{report.longrepr}\nThis run requires the servers and the browser to be there."
    return report
