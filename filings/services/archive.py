"""After the signature: the copy for EDGAR, the acceptance, and the amendment."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from compliance.audit.log import record
from compliance.calendar import eastern_today, load_calendar
from compliance.models import User
from filings.models import Filing, FilingState, RenderJob, Snapshot
from filings.ownership.deadlines import filing_date
from filings.ownership.report import OwnershipReport
from filings.ownership.wording import listed
from filings.ownership.writer import write
from filings.selectors.evidence import signatures_without_document
from filings.services.assemble import assemble
from filings.services.copying import copy_owners, copy_rows
from filings.services.duties import preparer_keep
from filings.services.editing import NotEditable, set_values
from filings.services.frozen import frozen_report
from filings.services.render import queue_renderings
from filings.services.states import state_keep
from people.models import PowerOfAttorney, Substitution
from people.services.owners import owners_ccc_used


class CccMissing(Exception):
    """EDGAR needs the CCC of every owner, and the desk does not have it; the text says whose."""


class NotAuthenticated(Exception):
    """A signature has no authentication document, without which the report may not be filed; the text says whose."""


class ImpossibleAcceptance(Exception):
    """EDGAR cannot have accepted a report before it was signed, nor in time to come."""


class ImpossiblePosting(Exception):
    """A report cannot have been on the issuer's website before it was filed, nor in time to come."""


def edgar_copy(*, actor: User, filing: Filing) -> bytes:
    """The signed report as EDGAR takes it, with the CCCs in it; that it was handed out is kept in the log.

    Raises ``CccMissing``, ``NotAuthenticated``, ``Altered`` and ``Snapshot.DoesNotExist``.
    """
    must_be_authenticated(filing)
    report = frozen_report(filing, actor=actor).submission.report
    copy = write(report, cccs=cccs_for(filing, report))
    handing_out_record(
        actor=actor,
        filing=filing,
        verb="took the EDGAR copy, CCC included",
        cccs_in="the EDGAR copy",
    )
    return copy


def handing_out_record(*, actor: User, filing: Filing, verb: str, cccs_in: str = "") -> None:
    """Keep that something of a filing is handed out; ``cccs_in`` names it where it holds the owners' CCCs.

    Then each owner's record tells of it too.
    """
    with transaction.atomic():
        record(actor=actor, verb=verb, subject=filing)
        if cccs_in:
            owners = filing.owners.only("pk")
            owners_ccc_used(actor=actor, owners=owners, handed_out=cccs_in, filing_id=filing.pk)


def must_be_authenticated(filing: Filing) -> None:
    """Regulation S-T, Rule 302(b)(1): the authentication document is signed before or when the form is filed.

    Raises ``NotAuthenticated``.
    """
    without = [str(one.signer) for one in signatures_without_document(filing).select_related("signer")]
    if without:
        raise NotAuthenticated(
            f"There is no authentication document behind the signature of {listed(without)}, and it must be signed "
            "before the report is filed."
        )


def cccs_for(filing: Filing, report: OwnershipReport) -> dict[str, str]:
    """The CCC of each owner of a signed report, by the CIK that was signed. Raises ``CccMissing``.

    Whoever calls this hands them to a person who may have them, and keeps that in the log.
    """
    owners = [one.owner for one in filing.filing_owners.select_related("owner")]
    missing = [str(owner) for owner in owners if not owner.ccc]
    if missing:
        raise CccMissing(f"No CCC is on file for {', '.join(missing)}. An administrator can enter it.")
    # By the CIK that was signed, whatever the owner's record says by now; both are in the form's order.
    return {frozen.cik: owner.ccc.reveal() for frozen, owner in zip(report.owners, owners, strict=True)}


def filing_record_acceptance(
    *, actor: User, filing_id: int, accepted_at: dt.datetime, accession_number: str
) -> Filing:
    """Keep when EDGAR accepted the report and under which number; the filing date follows from the clock.

    A power of attorney that went with it as Exhibit 24 is on file from then on. Raises ``NotEditable`` for a
    report that is not signed and ``ImpossibleAcceptance``.
    """
    with transaction.atomic():
        filing = Filing.objects.select_for_update().get(pk=filing_id)
        if filing.state != FilingState.SIGNED or filing.signed_at is None:
            raise NotEditable("Only a signed report that is not yet filed can be recorded as filed.")
        # EDGAR's notice is read to the minute.
        if accepted_at < filing.signed_at.replace(second=0, microsecond=0):
            raise ImpossibleAcceptance(
                "EDGAR's acceptance cannot be before the signature. Check the date and time."
            )
        if accepted_at > timezone.now():
            raise ImpossibleAcceptance("That day and time have not come yet. Check the date and time.")
        filing.mark_filed(
            filed_on=filing_date(accepted_at, load_calendar()),
            accepted_at=accepted_at,
            accession_number=accession_number,
        )
        filing.save()
        if accession_number:
            _on_file_from_now_on(filing)
        record(
            actor=actor,
            verb=f"recorded the filing of {filing.filed_on:%d %b %Y} {accession_number}".rstrip(),
            subject=filing,
        )
    return filing


def filing_record_posting(*, actor: User, filing_id: int, posted_on: dt.date) -> Filing:
    """Keep the day on which a filed report was put on the issuer's website (Rule 16a-3(k)).

    A day that is on record already is corrected. Raises ``NotEditable`` for a report that is not filed, that was
    imported, or whose issuer keeps no website, and ``ImpossiblePosting``.
    """
    with transaction.atomic():
        filing = Filing.objects.select_for_update(of=("self",)).select_related("issuer").get(pk=filing_id)
        if filing.state != FilingState.FILED or filing.filed_on is None or filing.is_imported:
            raise NotEditable("Only a report that was filed from here can be recorded as posted.")
        if not filing.issuer.has_website:
            raise NotEditable(f"{filing.issuer} keeps no website: there is nothing to post.")
        if posted_on < filing.filed_on:
            raise ImpossiblePosting(
                f"The report was filed on {filing.filed_on:%m/%d/%Y} and not posted before that. Check the date."
            )
        if posted_on > eastern_today():
            raise ImpossiblePosting("That day has not come yet. Check the date.")
        changes = set_values(filing, {"posted_on": posted_on})
        if changes:
            filing.save(update_fields=["posted_on"])
            record(
                actor=actor,
                verb="recorded the posting on the issuer's website",
                subject=filing,
                changes=changes,
            )
    return filing


def _on_file_from_now_on(filing: Filing) -> None:
    """Keep with which filing a power, or a substitute's appointment, went: those that the signed report carried."""
    carried = [one.text for one in filing.snapshots.get(kind=Snapshot.Kind.SIGNED).submission.exhibits]
    powers = filing.filing_owners.filter(power__isnull=False).values("power")
    for papers in (
        PowerOfAttorney.objects.filter(pk__in=powers),
        Substitution.objects.filter(attorney__power__in=powers),
    ):
        papers.filter(filed_with="", text__in=carried).update(filed_with=filing.accession_number)


def filing_amend(*, actor: User, filing_id: int) -> Filing:
    """Start a Form 4/A from a filed report, with its owners, lines and footnotes to be corrected.

    Raises ``NotEditable`` for a report that is not filed, because there is nothing to amend yet, and for one
    that was imported.
    """
    with transaction.atomic():
        original = Filing.objects.get(pk=filing_id)
        if original.state != FilingState.FILED:
            raise NotEditable("Only a filed report can be amended.")
        if original.is_imported:
            raise NotEditable(
                "An imported filing has no lines to start from. Begin a new report and choose Form 4/A in it."
            )
        amendment = Filing.objects.create(
            issuer=original.issuer,
            form_type=Filing.FormType.FORM_4A,
            amends=original,
            original_filed_on=original.filed_on,
            exit_box=original.exit_box,
            plan_box=original.plan_box,
            plan_adopted_on=original.plan_adopted_on,
            period_without_rows=original.period_without_rows,
            remarks=original.remarks,
            created_by=actor,
        )
        copy_owners(original.filing_owners.all(), amendment)
        copy_rows(original.rows.all(), amendment)
        preparer_keep(amendment, actor)
        begun = record(actor=actor, verb=f"started an amendment of filing {original.pk}", subject=amendment)
        state_keep(actor=actor, filing=amendment, submission=assemble(amendment), event=begun)
        record(actor=actor, verb=f"started amendment {amendment.pk}", subject=original)
    return amendment


def past_documents_queue(filing: Filing) -> None:
    """Have the PDF in our form and the XML of an imported filing made; asked twice, they are made once.

    Raises ``NotEditable`` for a report that was prepared here: its documents follow from its signature.
    """
    if not filing.is_imported:
        raise NotEditable("The documents of this report are made when it is signed.")
    snapshot = filing.snapshots.filter(kind=Snapshot.Kind.IMPORTED).first()
    if snapshot is None:
        raise Snapshot.DoesNotExist
    with transaction.atomic():
        queue_renderings(snapshot, kinds=RenderJob.Kind)
