"""A new key comes into use: everything that is encrypted goes under it, while people work on."""

from io import StringIO
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection

from compliance import rotation
from compliance.audit.models import Event
from compliance.rotation import Outcome, keys_check, keys_rotate
from compliance.sealed import Sealing, open_sealed
from compliance.secrets import Secret
from people.models import ReportingOwner
from people.services.owners import owner_ccc_replace
from tests.filings.harborwell import login, reporting_owner

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.fixture
def under_old_key(db, settings, tmp_path: Path) -> Path:
    """Two CCCs, an authenticator app with recovery codes, a file that waits for its import; and the new key."""
    settings.FIELD_ENCRYPTION_KEYS = [OLD]
    settings.MEDIA_ROOT = tmp_path
    reporting_owner("7654321", "Anil", "Ramaswamy", ccc="anil#12A")
    reporting_owner("7654322", "Mira", "Ramaswamy", ccc="mira$34B")
    reporting_owner("7654323", "Nobody", "Here")
    dana = login("dana", "Dana", "Okafor")
    TOTP.activate(dana, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(dana)
    waiting = tmp_path / "imports" / "a"
    waiting.parent.mkdir()
    sealing = Sealing(waiting)
    sealing.write(b"<ccc>anil#12A</ccc>" * 10_000)
    sealing.close()
    (tmp_path / "form4.pdf").write_bytes(b"%PDF-1.7 no secret")
    settings.FIELD_ENCRYPTION_KEYS = [NEW, OLD]
    return waiting


def read_all(waiting: Path) -> list[str]:
    """Every secret as the desk reads it, with the keys that it has."""
    with open_sealed(waiting) as file:
        content = file.read()
    return [
        *(owner.ccc.reveal() for owner in ReportingOwner.objects.order_by("cik")),
        *(one.wrap().generate_codes()[0] for one in Authenticator.objects.filter(type="recovery_codes")),
        content[:20].decode(),
        str(len(content)),
    ]


def test_nothing_is_lost_and_the_old_key_is_not_needed_any_more(under_old_key, settings):
    before = read_all(under_old_key)
    assert keys_check()[Outcome.OLD] == 5
    assert keys_rotate()[Outcome.RENEWED] == 5
    settings.FIELD_ENCRYPTION_KEYS = [NEW]
    assert read_all(under_old_key) == before
    assert keys_check().counted == {Outcome.CURRENT: 5}


def test_a_second_run_has_nothing_to_do_and_leaves_one_event(under_old_key):
    keys_rotate()
    assert keys_rotate()[Outcome.RENEWED] == 0
    assert [one.verb for one in Event.objects.all() if "re-encrypted" in one.verb] == [
        "re-encrypted 5 secrets under the newest key"
    ]


def test_a_change_in_the_same_moment_stays(under_old_key, desk_actor, monkeypatch):
    """Ruth replaces Anil's CCC between the look at the old one and its renewal."""
    swapping = rotation._swapping
    anil = ReportingOwner.objects.get(cik="7654321")

    def interrupted(swap, pk, token):
        is_old, renew = swapping(swap, pk, token)

        def renew_too_late():
            if pk == anil.pk and ReportingOwner.objects.get(pk=pk).ccc.reveal() == "anil#12A":
                owner_ccc_replace(actor=desk_actor, owner=anil, ccc=Secret("newer%9Z"))
            return renew()

        return is_old, renew_too_late

    monkeypatch.setattr(rotation, "_swapping", interrupted)
    keys_rotate()
    assert ReportingOwner.objects.get(pk=anil.pk).ccc.reveal() == "newer%9Z"
    assert keys_check()[Outcome.OLD] == 0


@pytest.fixture
def desk_actor(db):
    return login("ruth", "Ruth", "Halloran")


def test_a_recovery_code_that_is_used_in_the_same_moment_stays_used(under_old_key, monkeypatch):
    codes = Authenticator.objects.get(type="recovery_codes")
    putting = rotation._put

    def interrupted(new, pk, content):
        put = putting(new, pk, content)

        def put_too_late():
            one = Authenticator.objects.get(pk=pk)
            if one.type == "recovery_codes" and not one.data["used_mask"]:
                one.wrap().validate_code(one.wrap().get_unused_codes()[0])
            return put()

        return put_too_late

    monkeypatch.setattr(rotation, "_put", interrupted)
    keys_rotate()
    assert len(Authenticator.objects.get(pk=codes.pk).wrap().get_unused_codes()) == 9
    assert keys_check()[Outcome.OLD] == 0


def test_a_file_that_its_worker_has_thrown_away_meanwhile_does_not_come_back(under_old_key, monkeypatch):
    files = rotation.sealed_files

    def thrown_away(folder):
        for path in files(folder):
            path.unlink()
            yield path

    monkeypatch.setattr(rotation, "sealed_files", thrown_away)
    keys_rotate()
    assert list(under_old_key.parent.iterdir()) == []


def test_a_secret_that_no_key_fits_is_named_and_the_others_are_renewed(under_old_key, settings):
    anil = ReportingOwner.objects.get(cik="7654321")
    lost = Fernet(Fernet.generate_key()).encrypt(b"lost").decode()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_reportingowner SET ccc = %s WHERE id = %s", [lost, anil.pk])
    said, problems = StringIO(), StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("rotate_keys", stdout=said, stderr=problems)
    assert ended.value.code == 1
    assert "Re-encrypted under the newest key: 4." in said.getvalue()
    assert problems.getvalue() == f"No configured key fits: reporting owner {anil.pk}: CCC.\n"


def test_the_check_says_how_many_are_left_and_changes_nothing(under_old_key):
    for _ in range(2):
        said = StringIO()
        with pytest.raises(SystemExit) as ended:
            call_command("rotate_keys", "--check", stdout=said)
        assert ended.value.code == 1
        assert "Still in need of an old key: 5." in said.getvalue()
    call_command("rotate_keys")
    said = StringIO()
    call_command("rotate_keys", "--check", stdout=said)
    assert "Nothing needs an old key any more" in said.getvalue()
