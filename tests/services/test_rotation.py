"""The keys are rotated in a process of its own, beside one that goes on writing; and it is killed in the middle."""

import os
import time
from pathlib import Path

import pytest
from cryptography.fernet import Fernet, InvalidToken

from tests.services.desk import Desk
from tests.services.servers import wait_until

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
OWNERS = 400

MAKE = f"""
from people.models import ReportingOwner
ReportingOwner.objects.bulk_create(
    ReportingOwner(cik=str(number + 1), conformed_name=f"{{number}}", last_name="Owner", ccc=f"old#{{number:04}}")
    for number in range({OWNERS})
)
"""
# Goes round and round, as somebody would who replaces CCCs all day; the last owner shows how far it is.
WRITE = """
import django; django.setup()
from compliance.models import User
from compliance.secrets import Secret
from people.models import ReportingOwner
from people.services.owners import owner_ccc_replace
ruth = User.objects.create_user("ruth", "ruth@harborwell.example")
while True:
    for owner in ReportingOwner.objects.defer("ccc").order_by("?")[:20]:
        owner_ccc_replace(actor=ruth, owner=owner, ccc=Secret(f"new#{int(owner.cik) - 1:04}"))
"""


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.service)])
def test_a_rotation_that_is_killed_beside_a_writer_loses_nothing(tmp_path: Path, kind, request):
    database = request.getfixturevalue("postgresql") if kind == "postgresql" else ""
    desk = Desk(tmp_path, database=database)
    desk.environment = {**desk.environment, "FORM4DESK_FIELD_KEYS": OLD}
    desk.do(MAKE)
    desk.environment = {**desk.environment, "FORM4DESK_FIELD_KEYS": f"{NEW},{OLD}"}
    with desk.running("-c", WRITE):
        wait_until(lambda: any(text.startswith("new#") for text in secrets(desk).values()), log=desk.log)
        with desk.running("manage.py", "rotate_keys") as rotation:
            wait_until(lambda: 0 < under_old_key(desk) < OWNERS, seconds=60, log=desk.log)
            os.kill(rotation.pid, 9)
            rotation.wait()
        assert "Re-encrypted 0" not in desk.log.read_text()
        desk.manage("rotate_keys")
        time.sleep(0.2)  # and the writer goes on a little behind it
    assert under_old_key(desk) == 0
    for number, text in secrets(desk).items():
        assert text in {f"old#{number:04}", f"new#{number:04}"}
    desk.environment = {**desk.environment, "FORM4DESK_FIELD_KEYS": NEW}
    assert "Nothing needs an old key any more" in desk.manage("rotate_keys", "--check")


def tokens(desk: Desk) -> dict[int, str]:
    return dict(desk.ask("select cast(cik as integer) - 1, ccc from people_reportingowner"))


def secrets(desk: Desk) -> dict[int, str]:
    """Each owner's CCC, read with whichever key fits."""
    return {number: opened(token) for number, token in tokens(desk).items()}


def opened(token: str) -> str:
    for key in (NEW, OLD):
        try:
            return Fernet(key).decrypt(token.encode()).decode()
        except InvalidToken:
            continue
    raise AssertionError("a token that neither key opens")


def under_old_key(desk: Desk) -> int:
    def is_old(token: str) -> bool:
        try:
            Fernet(NEW).decrypt(token.encode())
        except InvalidToken:
            return True
        return False

    return sum(map(is_old, tokens(desk).values()))
