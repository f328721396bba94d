"""The desk's certificates: made when they are first needed, renewed in time, kept for verification.

One stands for the desk and signs the others, with which documents are sealed. Nobody outside vouches for it: whoever
wants to know that a seal is this desk's compares the fingerprint, which stands in the event log.
"""

import datetime as dt

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from django.db import IntegrityError, transaction

from compliance.audit.log import record
from compliance.secrets import Secret
from filings.models import DeskCertificate

Purpose = DeskCertificate.Purpose

_KEY_BITS = 3072
_YEAR = dt.timedelta(days=365)
# A seal's certificate is used for two years and outlives the five for which what it sealed last is kept.
_SEALS_FOR, _SEAL_ENDS_AFTER = 2 * _YEAR, 8 * _YEAR
# The authority outlives every seal that it signs.
_AUTHORITY_USED_FOR, _AUTHORITY_ENDS_AFTER = 11 * _YEAR, 20 * _YEAR
# Clocks of readers may be a little behind.
_BEFORE = dt.timedelta(minutes=5)


def sealing_certificate(now: dt.datetime) -> DeskCertificate:
    """The certificate with which the desk seals at an instant; a new one is made where the last one's time is over.

    Two workers that both find none make one: who comes second takes the first one's.
    """
    while True:
        current = _current(Purpose.SEAL, now)
        if current is not None:
            return current
        try:
            with transaction.atomic():
                authority = _current(Purpose.AUTHORITY, now) or _make(Purpose.AUTHORITY, now, None)
                return _make(Purpose.SEAL, now, authority)
        except IntegrityError:
            continue


def authorities() -> list[str]:
    """The certificates that stand for the desk, in PEM, the newest first."""
    return list(
        DeskCertificate.objects.filter(purpose=Purpose.AUTHORITY).values_list("certificate", flat=True)
    )


def _current(purpose: DeskCertificate.Purpose, now: dt.datetime) -> DeskCertificate | None:
    return (
        DeskCertificate.objects.filter(purpose=purpose, begins_at__lte=now, used_until__gt=now)
        .select_related("issuer")
        .first()
    )


def _make(
    purpose: DeskCertificate.Purpose, now: dt.datetime, authority: DeskCertificate | None
) -> DeskCertificate:
    """Make a certificate with its key, and retire the keys before it. Call it inside a transaction."""
    before = DeskCertificate.objects.filter(purpose=purpose)
    number = (before.values_list("number", flat=True).first() or 0) + 1
    is_authority = purpose == Purpose.AUTHORITY
    begins_at = now - _BEFORE
    used_until = now + (_AUTHORITY_USED_FOR if is_authority else _SEALS_FOR)
    ends_at = now + (_AUTHORITY_ENDS_AFTER if is_authority else _SEAL_ENDS_AFTER)
    key = rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)
    made = _certificate(_name(purpose, number), key, authority, begins_at, ends_at)
    certificate = DeskCertificate.objects.create(
        purpose=purpose,
        number=number,
        issuer=authority,
        certificate=made.public_bytes(serialization.Encoding.PEM).decode(),
        fingerprint=made.fingerprint(hashes.SHA256()).hex(),
        key=_kept(key),
        begins_at=begins_at,
        used_until=used_until,
        ends_at=ends_at,
    )
    # What has been sealed is verified without them.
    before.exclude(pk=certificate.pk).update(key="")
    record(
        actor=None,
        verb=f"made the certificate that {'stands for the desk' if is_authority else 'seals documents'}",
        subject=certificate,
        changes={"SHA-256": ["", certificate.fingerprint], "until": ["", ends_at.date().isoformat()]},
    )
    return certificate


def _kept(key: rsa.RSAPrivateKey) -> Secret:
    """A key as its column takes it, which encrypts it."""
    plain = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Secret(plain.decode())


def _certificate(
    name: x509.Name,
    key: rsa.RSAPrivateKey,
    authority: DeskCertificate | None,
    begins_at: dt.datetime,
    ends_at: dt.datetime,
) -> x509.Certificate:
    issuer, issuer_key = (name, key) if authority is None else _signing(authority)
    is_authority = authority is None
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins_at)
        .not_valid_after(ends_at)
        .add_extension(
            x509.BasicConstraints(ca=is_authority, path_length=0 if is_authority else None), critical=True
        )
        .add_extension(_usage(is_authority=is_authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
        )
        .sign(issuer_key, hashes.SHA256())
    )


def _usage(*, is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _name(purpose: DeskCertificate.Purpose, number: int) -> x509.Name:
    what = "desk" if purpose == Purpose.AUTHORITY else "seal"
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Form 4 Desk"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"Form 4 Desk, {what} {number}"),
        ]
    )


def _signing(authority: DeskCertificate) -> tuple[x509.Name, rsa.RSAPrivateKey]:
    certificate = x509.load_pem_x509_certificate(authority.certificate.encode())
    key = serialization.load_pem_private_key(authority.key.reveal().encode(), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("The desk's keys are RSA keys.")
    return certificate.subject, key
