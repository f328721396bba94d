"""The desk of one process: it starts, says where things are, and stops when it is told to."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from urllib.error import URLError

import pytest

from tests.services.desk import ROOT, Desk
from tests.services.servers import free_port, wait_until


def answers(port: int) -> bool:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as response:
        return bool(response.status == 200)


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_a_desk_that_is_told_to_stop_ends_well_and_leaves_nothing_behind(tmp_path: Path, told):
    desk, port = Desk(tmp_path), free_port()
    with desk.running("manage.py", "desk", "--port", str(port)) as process:
        wait_until(lambda: answers(port), failures=(URLError,), log=desk.log)
        process.send_signal(told)
        assert process.wait(15) == 0
        with pytest.raises(ProcessLookupError):
            os.killpg(process.pid, 0)
    assert desk.log.read_text().endswith("Form 4 Desk has stopped.\n")
    assert "Traceback" not in desk.log.read_text()


def test_a_port_that_is_taken_is_said_in_one_sentence(tmp_path: Path):
    desk = Desk(tmp_path)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "manage.py", "desk", "--port", str(port)],
            cwd=ROOT,
            env=desk.environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert f"Port {port} cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_first_start_makes_the_files_of_the_demo_and_says_where_they_are(tmp_path: Path):
    desk, port = Desk(tmp_path), free_port()
    desk.environment = {**desk.environment, "DJANGO_SETTINGS_MODULE": "compliance.settings.local"}
    with desk.running("manage.py", "desk", "--port", str(port)):
        wait_until(lambda: ".xml" in said_paths(desk), seconds=60, log=desk.log)
    said = desk.log.read_text()
    assert f"http://127.0.0.1:{port}/" in said
    pdf, xml = (Path(path) for path in re.findall(r"^  (?:PDF|EDGAR XML) +(.+)$", said, re.MULTILINE))
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert b"<ownershipDocument>" in xml.read_bytes()


def said_paths(desk: Desk) -> str:
    return "".join(re.findall(r"^  (?:PDF|EDGAR XML) .+$", desk.log.read_text(), re.MULTILINE))


def test_a_file_that_is_too_large_is_refused_by_a_page_and_leaves_nothing_on_the_disk(tmp_path: Path):
    """300 MB for a scan: thrown away as they come in, and answered by one sentence on the same connection."""
    desk, port, spool = Desk(tmp_path), free_port(), tmp_path / "spool"
    spool.mkdir()
    desk.environment = {**desk.environment, "TMPDIR": str(spool)}
    largest = 0
    with desk.running("manage.py", "desk", "--port", str(port)) as process:
        wait_until(lambda: answers(port), failures=(URLError,), log=desk.log)
        with socket.create_connection(("127.0.0.1", port), timeout=30) as sending:
            sending.sendall(
                b"POST /powers/1/scan/new/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/pdf\r\n"
                b"Content-Length: %d\r\nConnection: close\r\n\r\n" % (300 * 2**20)
            )
            for _ in range(300):
                sending.sendall(b"x" * 2**20)
                largest = max(largest, spooled(process.pid, spool))
            answer = b"".join(iter(lambda: sending.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"at most 16 MB are taken here" in answer
    assert "Request Entity Too Large: /powers/1/scan/new/" in desk.log.read_text()
    assert largest <= 17 * 2**20


def spooled(pid: int, spool: Path) -> int:
    """How many bytes the files have that a process keeps open in a folder, those without a name too."""
    held = 0
    for one in Path(f"/proc/{pid}/fd").iterdir():
        try:
            if one.readlink().is_relative_to(spool):
                held += one.stat().st_size
        except FileNotFoundError:
            continue
    return held
