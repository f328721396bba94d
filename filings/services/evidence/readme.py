"""The page that is read first in the evidence of a filing: what is there, and how it is verified."""

import datetime as dt
from collections.abc import Sequence

from filings.ownership.report import OwnershipReport

_README = """\
EVIDENCE OF THE SIGNATURES ON A FILING

Form {form}, {issuer}, filing {filing} of this desk, for {owners}.
Collected by {by} on {at}.

What is here
  report.json         the report as it was signed, in its canonical form
  form4.xml           (form4a.xml) the report as EDGAR takes it, without any CCC
  form4.pdf           (form4a.pdf) the report as people read it
  acceptance.json     EDGAR's acceptance, as the desk recorded it
  confirmations.json  what the owners were asked about the draft, by a link or at their login, and what they
                      answered; report_sha256 is of the report without signatures and exhibits
  signature-N.json    the authentication document of the Nth signature (17 CFR 232.302(b)(1)) as data
  signature-N.pdf     the same document to read, sealed by the desk
  signature-N-paper   the same document where it was signed by hand: its scan
  attestation-N       the signatory's attestation, signed by hand (17 CFR 232.302(b)(2)): its scan
  attestation-N.json  what the desk recorded of it
  power-N...          a power of attorney under which somebody signed: text, scan, revocation, substitutes
  events.json         everything that the desk's log tells of the filing and of these papers, with its digests
  authority-N.pem     the certificate that stands for the desk; seal-N.pem one that sealed a document
  manifest.json       the size and SHA-256 of every file, and which belong to which signature
  manifest.sha256     the SHA-256 of manifest.json itself

How it is verified, offline
  With the desk's software:   manage.py form4 verify FILE.zip
  By hand:                    sha256sum * beside manifest.json; any PDF reader shows whether the seal of a
                              signature-N.pdf holds.
  The certificates are the desk's own; nobody outside vouches for them. Their fingerprints stand in events.json, and
  the desk shows them on its page of attestations. There is no timestamp from outside: times are of the desk's clock.

How it hangs together
  The SHA-256 of report.json without its signatures stands in every signature-N.json: that is what was shown and
  signed.
  The SHA-256 of every signature-N.json, sealed PDF and attestation stands in an event of events.json, and each event
  has the digest of the event before it, so that none can be changed or put in later.
{missing}"""


def readme_of(report: OwnershipReport, filing: int, by: str, at: dt.datetime, missing: Sequence[str]) -> str:
    """The page for the evidence of one filing, collected by somebody at an instant."""
    told = "\nWhat the desk could not give\n" + "".join(f"  {one}\n" for one in missing)
    return _README.format(
        form=report.document_type,
        issuer=report.issuer.name,
        filing=filing,
        owners=", ".join(one.name for one in report.owners),
        by=by,
        at=f"{at.astimezone(dt.UTC):%d %b %Y, %H:%M} UTC",
        missing=told if missing else "",
    )
