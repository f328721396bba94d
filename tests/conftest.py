"""What every test may ask for."""

import os
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
