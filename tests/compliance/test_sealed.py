"""Files that wait sealed on the disk read as what was written, from any place, and with the desk's keys only."""

import io
import zipfile

import pytest
from cryptography.fernet import Fernet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance import sealed
from compliance.sealed import Sealing, open_sealed
from compliance.secrets import Undecryptable


@pytest.fixture
def seal(tmp_path):
    """Writes pieces into a sealed file, and says where it is."""
    numbers = iter(range(10_000))

    def sealed(*pieces: bytes):
        path = tmp_path / f"{next(numbers)}"
        sealing = Sealing(path)
        for piece in pieces:
            sealing.write(piece)
        sealing.close()
        return path

    return sealed


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000])
def test_a_file_reads_as_it_was_written(seal, size):
    content = bytes(number % 251 for number in range(size))
    with open_sealed(seal(content[:1000], content[1000:])) as opened:
        assert opened.read() == content
        assert opened.seek(0, io.SEEK_END) == size
        assert opened.read() == b""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=40)), st.lists(st.tuples(st.integers(0, 300), st.integers(0, 60))))
def test_every_stretch_of_a_file_is_found_wherever_it_is_cut(seal, pieces, stretches):
    with pytest.MonkeyPatch.context() as short:
        short.setattr(sealed, "_CHUNK", 16)
        short.setattr(sealed, "_TOKEN", 120)
        whole = b"".join(pieces)
        with open_sealed(seal(*pieces)) as opened:
            for begin, length in stretches:
                opened.seek(begin)
                assert opened.read(length) == whole[begin : begin + length]


def test_a_zip_is_read_through_its_seal(seal):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("a.xml", bytes(100_000))
        package.writestr("b.xml", b"B")
    with open_sealed(seal(packed.getvalue())) as opened:
        assert zipfile.is_zipfile(opened)
        assert zipfile.ZipFile(opened).read("b.xml") == b"B"


def test_nothing_of_it_shows_on_the_disk(seal):
    path = seal(b"<rptOwnerCcc>x7#secre</rptOwnerCcc>")
    assert b"secre" not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600


def test_other_keys_do_not_open_it(seal, settings):
    path = seal(b"content")
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(Undecryptable):
        open_sealed(path)
