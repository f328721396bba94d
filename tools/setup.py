"""Make ready what the desk needs on this machine: its Python packages and a few parts of the system.

``make`` runs it with whatever ``python3`` there is, so it uses the standard library alone. ``run`` is for serving
the desk; ``dev`` adds what its tests and checks need, ``bench`` what the desk is measured against. What is there
already costs milliseconds and no network.
"""

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
PURPOSES = ("run", "dev", "bench")


class Part(NamedTuple):
    """A part of the system: what Debian and Homebrew call its package, and what the desk lacks without it."""

    package: str
    formula: str
    lacking: str
    is_there: Callable[[], bool]
    needed: bool = False


def main(purpose: str) -> None:
    """Set up for ``run``, ``dev`` or ``bench``; ends the program with a plain sentence when that cannot be done."""
    _use_new_enough_python()
    parts = serving_parts()
    if purpose != "run":
        parts += testing_parts()
    install_parts(parts)
    make_environment()
    install_packages(purpose)


def serving_parts() -> list[Part]:
    """What it takes to make the Python environment, and to draw the PDFs."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return [
        Part(f"python{version}-venv", "python", "the desk cannot be installed", _can_make_environment, True),
        Part("libpango-1.0-0", "pango", "no PDF can be made", _loads("pango-1.0"), True),
        Part("libpangoft2-1.0-0", "pango", "no PDF can be made", _loads("pangoft2-1.0"), True),
        Part("libharfbuzz-subset0", "harfbuzz", "PDFs take twice as long", _loads("harfbuzz-subset")),
        Part("fonts-liberation", "font-liberation", "PDFs show other fonts", _has_liberation_fonts),
    ]


def testing_parts() -> list[Part]:
    """The real servers and the browser that some tests drive."""
    browsers = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return [
        Part("redis-server", "redis", "tests on Redis are skipped", _has_program("redis-server")),
        Part("postgresql", "postgresql", "tests on PostgreSQL are skipped", _has_postgresql),
        Part("chromium", "chromium", "tests in a browser are skipped", _has_program(*browsers)),
        Part(
            "poppler-utils",
            "poppler",
            "tests that measure a printed page are skipped",
            _has_program("pdftotext"),
        ),
    ]


def install_parts(parts: list[Part]) -> None:
    """Install what is missing where that is allowed without a password; else name the command that does."""
    missing = [part for part in parts if not part.is_there()]
    if missing and shutil.which("apt-get") and _is_administrator():
        packages = [part.package for part in missing]
        say(f"Installing {', '.join(packages)} …")
        said = _apt("update", "-qq") + _apt("install", "-qq", "--yes", "--no-install-recommends", *packages)
        missing = [part for part in missing if not part.is_there()]
        if missing:
            say(said)
    if not missing:
        return
    say("Missing on this machine:")
    for part in missing:
        say(f"  {part.package}: without it {part.lacking}.")
    say(f"To install it:\n  {_install_command(missing)}")
    if any(part.needed for part in missing):
        sys.exit("Install it, then try again.")


def make_environment() -> None:
    """Make ``.venv``, whole or not at all: one that was interrupted is made anew."""
    if PYTHON.exists() and (VENV / "bin" / "pip").exists():
        return
    say("Making the Python environment .venv …")
    if subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=False).returncode:
        sys.exit("The Python environment .venv could not be made: the lines above say why.")


def install_packages(purpose: str) -> None:
    """Install the pinned packages, each held against its hash, unless just these are installed."""
    pinned = ROOT / "requirements" / f"{purpose}.txt"
    if _stamp(purpose).exists() and _stamp(purpose).read_text() == _sha256(purpose):
        return
    say(f"Installing the Python packages of requirements/{pinned.name} …")
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    if subprocess.run([*pip, "--requirement", pinned], check=False).returncode:
        sys.exit("The Python packages could not be installed: the lines above say why.")
    # Whoever has the packages of a later purpose has those before it: the files come from one resolution.
    for satisfied in PURPOSES[: PURPOSES.index(purpose) + 1]:
        _stamp(satisfied).write_text(_sha256(satisfied))


def say(line: str) -> None:
    """Tell the person at the terminal, at once."""
    print(line, flush=True)


def _use_new_enough_python() -> None:
    if sys.version_info >= OLDEST:
        return
    for minor in range(14, OLDEST[1] - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer:
            os.execv(newer, [newer, *sys.argv])
    sys.exit(
        "Form 4 Desk needs Python 3.11 or newer. Install it, or name it: make run PYTHON=/path/to/python3.12"
    )


def _can_make_environment() -> bool:
    # Debian keeps this module of Python in a package of its own.
    found = subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True, check=False)
    return found.returncode == 0


def _loads(library: str) -> Callable[[], bool]:
    if sys.platform == "darwin":
        names = [f"{folder}lib{library}.0.dylib" for folder in ("", "/opt/homebrew/lib/", "/usr/local/lib/")]
    else:
        names = [f"lib{library}.so.0"]

    def loads() -> bool:
        for name in names:
            try:
                ctypes.CDLL(name)
            except OSError:
                continue
            return True
        return False

    return loads


def _has_liberation_fonts() -> bool:
    folders = ["/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts"]
    folders += [str(Path.home() / own) for own in (".fonts", ".local/share/fonts", "Library/Fonts")]
    return any(next(Path(folder).rglob("LiberationSans-Regular.ttf"), None) for folder in folders)


def _has_program(*names: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(name) for name in names)


def _has_postgresql() -> bool:
    # Debian keeps the server's programs out of the path.
    return bool(shutil.which("initdb")) or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def _is_administrator() -> bool:
    if os.geteuid() == 0:
        return True
    if not shutil.which("sudo"):
        return False
    return subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0


def _apt(*arguments: str) -> str:
    """Run apt-get without a question; what it said, which is of interest only when it did not help."""
    command = ["apt-get", *arguments]
    if os.geteuid() != 0:
        command = ["sudo", "-n", *command]
    done = subprocess.run(
        command,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout


def _install_command(missing: list[Part]) -> str:
    if sys.platform == "darwin":
        return f"brew install {' '.join(sorted({part.formula for part in missing}))}"
    return f"sudo apt-get install {' '.join(part.package for part in missing)}"


def _stamp(purpose: str) -> Path:
    return VENV / f"installed-{purpose}"


def _sha256(purpose: str) -> str:
    return hashlib.sha256((ROOT / "requirements" / f"{purpose}.txt").read_bytes()).hexdigest()


if __name__ == "__main__":
    main(sys.argv[1])
