"""The seal on a PDF: a PAdES baseline signature (B-B) with the desk's certificate, and its verification offline.

There is no timestamp from outside: the time in a seal is the desk's own clock. What holds the time beside it is the
event log, which has the SHA-256 of the sealed file in its chain.
"""

import datetime as dt
import io
import logging
import zlib
from collections.abc import Iterable
from typing import Any

from asn1crypto import keys, pem, x509
from msgspec import Struct
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from compliance.secrets import Secret

_FIELD = "Seal"
# What is wrong with a seal is said by ``NotSealed``; their tracebacks say nothing more to anybody.
for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)
# What a PDF from somebody else may make the library stumble over.
_UNREADABLE = (
    PdfError,
    PathError,
    ValidationError,
    ArithmeticError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    zlib.error,
)


class Seal(Struct, frozen=True, kw_only=True):
    """A seal that holds: when it was put on by the desk's clock, and the fingerprints (SHA-256) of its certificate
    and of the one that vouches for it."""

    at: dt.datetime
    certificate: str
    authority: str


class NotSealed(Exception):
    """The PDF has no seal that holds; the text says why."""


def seal_pdf(pdf: bytes, *, certificate: str, key: Secret, authority: str, at: dt.datetime) -> bytes:
    """The PDF with a seal that allows no change after it. Certificates and key are in PEM."""
    own, vouching = _certificate(certificate), _certificate(authority)
    _, _, der = pem.unarmor(key.reveal().encode())
    known = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    known.register_multiple([vouching])
    signer = _SignerAt(
        PdfSignatureMetadata(
            field_name=_FIELD,
            subfilter=SigSeedSubFilter.PADES,
            md_algorithm="sha256",
            reason="Authentication document, sealed by the desk that made it",
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        ),
        SimpleSigner(signing_cert=own, signing_key=keys.PrivateKeyInfo.load(der), cert_registry=known),
        at=at,
    )
    sealed: bytes = signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf))).getvalue()
    return sealed


def read_seal(pdf: bytes, authorities: Iterable[str]) -> Seal:
    """The seal of a PDF, if it covers the whole file and one of the authorities, in PEM, vouches for it.

    Certificates are asked as of the time in the seal, so that one that ended since still holds. Raises ``NotSealed``.
    """
    try:
        trusted = [_certificate(one) for one in authorities]
        if not trusted:  # the library would ask whom this machine trusts
            raise NotSealed("It is sealed with a certificate that is not this desk's.")
        seals = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
        if len(seals) != 1:
            raise NotSealed("It has no seal." if not seals else "It has more than one seal.")
        found = seals[0]
        at = found.self_reported_timestamp
        if at is None:
            raise NotSealed("Its seal has no time.")
        status: Any = validate_pdf_signature(
            found,
            ValidationContext(
                trust_roots=trusted, moment=at, allow_fetching=False, revocation_mode="soft-fail"
            ),
        )
    except _UNREADABLE:
        raise NotSealed("Its seal cannot be read: the file was changed or is damaged.") from None
    if status.coverage is not SignatureCoverageLevel.ENTIRE_FILE or not status.intact or not status.valid:
        raise NotSealed("It was changed after it was sealed.")
    if not status.trusted:
        raise NotSealed("It is sealed with a certificate that is not this desk's.")
    if not status.bottom_line:
        raise NotSealed("Its seal does not hold.")
    return Seal(
        at=at,
        certificate=status.signing_cert.sha256.hex(),
        authority=status.validation_path.trust_anchor.certificate.sha256.hex(),
    )


def fingerprint(certificate: str) -> str:
    """The SHA-256 of a certificate in PEM."""
    digest: bytes = _certificate(certificate).sha256
    return digest.hex()


class _SignerAt(PdfSigner):
    """Seals with the time of the desk's clock, which is what all else that the desk keeps is dated by."""

    def __init__(self, *args: Any, at: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._at = at

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self._at
        return session


def _certificate(text: str) -> x509.Certificate:
    """Raises ``ValueError`` for what is no certificate in PEM."""
    _, _, der = pem.unarmor(text.encode())
    return x509.Certificate.load(der)
