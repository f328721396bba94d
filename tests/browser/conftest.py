"""A real browser for the tests in this folder, and the worker beside the live server."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from compliance.worker import EmbeddedWorker

# Playwright runs an event loop in this thread, which Django takes for asynchronous code of its own.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Quiet and without a network of its own; --no-sandbox because containers run everything as root.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The installed Chromium; skips where there is none.

    It goes with the last test of this folder, and Playwright's event loop with it: others run loops of their own.
    """
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip("Chromium is not installed (Debian package chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, live_server) -> Iterator[Page]:
    """A new page, signed out, 1280 pixels wide; relative addresses go to the live server."""
    context = chromium.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def worker(live_server, settings, tmp_path) -> Iterator[EmbeddedWorker]:
    """The worker beside the live server, as ``make run`` has it; its files go to a folder of the test."""
    settings.MEDIA_ROOT = tmp_path
    embedded = EmbeddedWorker()
    embedded.start()
    yield embedded
    assert embedded.stop(), "the worker is still at work when its test ends"
