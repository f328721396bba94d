"""The seal on a PDF and its certificates: what holds, what shows, and what is renewed."""

import datetime as dt
import io

import pytest
from cryptography import x509
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from compliance.audit.log import history
from filings.models import DeskCertificate
from filings.ownership import authentication
from filings.ownership.package.pdf import attached_xml
from filings.rendering.papers import draw_authentication
from filings.services.evidence.certificates import authorities, sealing_certificate
from filings.services.evidence.seals import NotSealed, fingerprint, read_seal, seal_pdf
from tests.documents import DOCUMENT
from tests.filings.harborwell import NOW

YEAR = dt.timedelta(days=365)


@pytest.fixture
def certificate(db, clock) -> DeskCertificate:
    return sealing_certificate(NOW)


def sealed(certificate: DeskCertificate, at: dt.datetime = NOW) -> bytes:
    return seal_pdf(
        draw_authentication(DOCUMENT),
        certificate=certificate.certificate,
        key=certificate.key,
        authority=certificate.issuer.certificate,
        at=at,
    )


def test_a_sealed_document_holds_and_says_when_and_by_which_certificate(certificate):
    seal = read_seal(sealed(certificate), authorities())
    assert seal.at == NOW
    assert seal.certificate == certificate.fingerprint
    assert seal.authority == certificate.issuer.fingerprint == fingerprint(certificate.issuer.certificate)


def test_the_sealed_document_still_carries_itself_as_data(certificate):
    assert attached_xml(sealed(certificate)) == authentication.encode(DOCUMENT)


def test_one_letter_changed_shows(certificate):
    pdf = sealed(certificate)
    at = pdf.index(b"/Title")
    with pytest.raises(NotSealed):
        read_seal(pdf[: at + 10] + b"X" + pdf[at + 11 :], authorities())


def test_anything_added_after_the_seal_shows(certificate):
    with pytest.raises(NotSealed, match="changed after it was sealed"):
        read_seal(sealed(certificate) + b"\n% and so on\n", authorities())


def test_a_document_without_a_seal_is_told(certificate):
    with pytest.raises(NotSealed, match="no seal"):
        read_seal(draw_authentication(DOCUMENT), authorities())


def test_a_change_as_pdf_programs_append_it_shows(certificate):
    writer, changed = IncrementalPdfFileWriter(io.BytesIO(sealed(certificate))), io.BytesIO()
    writer.root["/Lang"] = writer.root["/Lang"]
    writer.update_root()
    writer.write(changed)
    with pytest.raises(NotSealed):
        read_seal(changed.getvalue(), authorities())


def test_the_seal_of_another_desk_is_not_taken(certificate):
    pdf = sealed(certificate)
    DeskCertificate.objects.filter(purpose="seal").delete()
    DeskCertificate.objects.all().delete()
    sealing_certificate(NOW)
    with pytest.raises(NotSealed, match="not this desk's"):
        read_seal(pdf, authorities())


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"\x00" * 500, b"PK\x03\x04 no PDF"])
def test_what_is_no_pdf_has_no_seal(certificate, content):
    with pytest.raises(NotSealed):
        read_seal(content, authorities())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 0.9999), byte=st.integers(0, 255), length=st.integers(1, 40))
def test_no_damage_passes_or_raises_anything_else(certificate, place, byte, length):
    pdf = _pdf(certificate)
    at = int(place * len(pdf))
    damaged = pdf[:at] + bytes([byte]) * length + pdf[at + length :]
    if damaged == pdf:
        return
    try:
        seal = read_seal(damaged, authorities())
    except NotSealed:
        return
    # The signature's own hexadecimal digits may be written in either case, and are followed by zeros.
    assert seal.certificate == certificate.fingerprint
    begin, end = pdf.rindex(b"/Contents <"), pdf.index(b">", pdf.rindex(b"/Contents <"))
    assert begin <= at <= at + length <= end


_made: dict[str, bytes] = {}


def _pdf(certificate: DeskCertificate) -> bytes:
    if certificate.fingerprint not in _made:
        _made[certificate.fingerprint] = sealed(certificate)
    return _made[certificate.fingerprint]


# Certificates


def test_the_desk_makes_its_certificates_once(certificate):
    assert sealing_certificate(NOW + dt.timedelta(days=1)) == certificate
    assert DeskCertificate.objects.count() == 2


def test_the_private_keys_are_kept_encrypted_and_show_themselves_nowhere(certificate):
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM filings_deskcertificate")
        stored = [row[0] for row in cursor.fetchall()]
    assert all(one and "PRIVATE" not in one for one in stored)
    assert "PRIVATE" not in str(certificate.key)
    assert "PRIVATE" in certificate.key.reveal()
    assert "PRIVATE" not in str(list(history(certificate).values()))


def test_the_log_has_the_fingerprint(certificate):
    assert history(certificate).get().changes["SHA-256"] == ["", certificate.fingerprint]


def test_a_certificate_is_renewed_before_it_ends_and_outlives_what_it_sealed(certificate):
    last_use = certificate.used_until - dt.timedelta(seconds=1)
    assert sealing_certificate(last_use) == certificate
    # A document sealed on the last day is kept for five years from its filing.
    assert certificate.ends_at - certificate.used_until > 5 * YEAR
    successor = sealing_certificate(certificate.used_until)
    assert (successor.number, successor.issuer) == (2, certificate.issuer)


def test_a_retired_certificate_loses_its_key_and_its_seals_still_hold(certificate):
    pdf = sealed(certificate)
    successor = sealing_certificate(NOW + 2 * YEAR)
    certificate.refresh_from_db()
    assert not certificate.key
    assert successor.key
    assert read_seal(pdf, authorities()).certificate == certificate.fingerprint
    assert read_seal(sealed(successor, NOW + 2 * YEAR), authorities()).certificate == successor.fingerprint


def test_the_authority_is_renewed_too_and_both_vouch(certificate):
    pdf = sealed(certificate)
    late = NOW + 12 * YEAR
    successor = sealing_certificate(late)
    assert successor.issuer != certificate.issuer
    assert len(authorities()) == 2
    assert read_seal(pdf, authorities()).authority == certificate.issuer.fingerprint
    assert read_seal(sealed(successor, late), authorities()).authority == successor.issuer.fingerprint


def test_every_seal_ends_before_its_authority(certificate):
    for years in range(0, 30, 2):
        one = sealing_certificate(NOW + years * YEAR)
        assert one.ends_at <= one.issuer.ends_at


def test_what_a_certificate_may_do(certificate):
    own = x509.load_pem_x509_certificate(certificate.certificate.encode())
    usage = own.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.content_commitment
    assert not usage.key_cert_sign
    assert not own.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert own.public_key().key_size >= 3072


def test_two_workers_that_make_one_at_once_agree(certificate, monkeypatch):
    """The second finds the number taken, and takes what the first has made."""
    other = DeskCertificate.objects.get(pk=certificate.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        DeskCertificate.objects.create(
            purpose="seal",
            number=other.number,
            issuer=other.issuer,
            certificate=other.certificate,
            fingerprint="f" * 64,
            begins_at=other.begins_at,
            used_until=other.used_until,
            ends_at=other.ends_at,
        )
