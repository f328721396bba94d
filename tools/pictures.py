"""Make the README's pictures from the demo desk itself: ``.venv/bin/python tools/pictures.py``.

Needs Chromium and pdftoppm (Debian: chromium, poppler-utils). Everything but the pictures goes to a temporary folder.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
PASSWORD = "form4-demo"
WIDTH = 1280


def main() -> None:
    """Start a demo desk, walk through it, keep the pictures."""
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    if not browser_path or not shutil.which("pdftoppm"):
        sys.exit("Chromium and pdftoppm are needed: apt-get install chromium poppler-utils")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as var:
        port = _free_port()
        environment = {
            **os.environ,
            "FORM4DESK_VAR": var,
            "DJANGO_SETTINGS_MODULE": "compliance.settings.local",
        }
        desk = subprocess.Popen(
            [sys.executable, "manage.py", "desk", "--port", str(port)], cwd=ROOT, env=environment
        )
        try:
            base = f"http://127.0.0.1:{port}"
            _wait_for(f"{base}/healthz")
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"]
                )
                page = browser.new_context(
                    base_url=base, viewport={"width": WIDTH, "height": 800}, device_scale_factor=1.5
                ).new_page()
                _walk(page)
                browser.close()
        finally:
            desk.send_signal(signal.SIGINT)
            desk.wait(timeout=20)


def _walk(page: Page) -> None:
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill("preparer")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url("/")
    _keep(page, "queue", 480)
    page.locator("table.q tbody tr", has_text="Locke").get_by_role("link", name="Open").click()
    page.get_by_role("link", name="Edit the report").click()
    page.locator("tbody", has_text="under a plan").get_by_role("link", name="Edit").click()
    page.locator(".proposal b").first.wait_for()
    _keep(page, "table-one", 860)
    page.get_by_role("link", name="Review").first.click()
    page.locator(".f4").first.wait_for()
    _keep(page, "review", 1000)
    page.goto("/")
    page.locator("table.q tbody tr", has_text="Doe Jane").get_by_role("link", name="Open").click()
    page.locator("#documents .chip.ok").nth(1).wait_for(timeout=60_000)
    _keep(page, "filing", 860)
    with page.expect_download() as waiting:
        page.get_by_role("link", name=".pdf").first.click()
    subprocess.run(
        ["pdftoppm", "-png", "-r", "110", "-f", "1", "-l", "1", "-singlefile", waiting.value.path(),
         PICTURES / "form-pdf"],
        check=True,
    )  # fmt: skip


def _keep(page: Page, name: str, height: int) -> None:
    page.set_viewport_size({"width": WIDTH, "height": height})
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / f"{name}.png")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait_for(url: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url):
                return
        except urllib.error.URLError:
            time.sleep(0.2)
    sys.exit(f"{url} did not answer within a minute.")


if __name__ == "__main__":
    main()
