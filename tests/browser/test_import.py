"""A history is handed in by browser and watched until it is on the desk, with its PDF in our form."""

import datetime as dt
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from compliance.models import Role
from filings.models import Filing
from tests.filings.harborwell import PASSWORD, login
from tests.filings.past import document, sale, submission, zipped

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MONDAY = dt.date(2020, 3, 2)


@pytest.mark.usefixtures("worker")
def test_a_zip_of_filings_is_imported_while_its_page_looks_on(page: Page, tmp_path: Path) -> None:
    days = [MONDAY + dt.timedelta(days=7 * week) for week in range(150)]
    history = {f"{day}.xml": document(sale(day)) for day in days}
    history["latest.txt"] = submission(sale(days[-1]), 1, days[-1])
    (tmp_path / "history.zip").write_bytes(zipped(history | {"notes.txt": b"no filing"}))
    kemi = login("kemi", "Kemi", "Adeyemi", Role.PREPARER)
    page.goto("/accounts/login/?next=/filings/")
    page.locator("input[name=login]").fill(kemi.username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.get_by_role("link", name="Import").click()
    page.get_by_label("Files of EDGAR").set_input_files(tmp_path / "history.zip")
    page.get_by_role("button", name="Import").click()

    expect(page.get_by_text("finished")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("link", name="Imported 150")).to_be_visible()
    page.get_by_role("link", name="Refused 1").click()
    expect(page.get_by_text("history.zip/notes.txt")).to_be_visible()
    page.get_by_role("link", name="Known already 1").click()
    page.get_by_role("link", name="Form 4", exact=True).click()

    page.wait_for_url(Filing.objects.exclude(accession_number="").get().get_absolute_url())
    page.get_by_role("button", name="Make the PDF and the XML").click()
    expect(page.get_by_text("form4-KSTL-2023-01-09-okafor-ngozi-a.pdf")).to_be_visible(timeout=60_000)
