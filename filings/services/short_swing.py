"""Section 16(b) for one owner at one issuer: what is signed, imported, and still in preparation."""

from filings.models import Filing, FilingState
from filings.ownership.codes import Table
from filings.ownership.short_swing import Context, Reported, ShortSwing, read_report, reckon
from filings.selectors.short_swing import original_of, record_of
from filings.services.assemble import assemble
from filings.services.executions import lines_of
from people.models import Issuer, ReportingOwner


def short_swing_of(owner: ReportingOwner, issuer: Issuer) -> ShortSwing:
    """Everything on the desk, drafts too: a trade counts from its day on, not from the report of it.

    Each report is named by its filing's primary key.
    """
    record = record_of(owner, issuer)
    drafts = Filing.objects.filter(
        owners=owner, issuer=issuer, state__in=[FilingState.DRAFT, FilingState.REVIEWED]
    ).select_related("issuer", "amends")
    return reckon(
        (*record.reports, *(_read_draft(draft, owner) for draft in drafts)),
        tenures=record.tenures,
        foreign_private_issuer=issuer.is_foreign_private_issuer,
    )


def _read_draft(draft: Filing, owner: ReportingOwner) -> Reported:
    lines = lines_of(draft)
    return read_report(
        assemble(draft).report,
        cik=owner.cik,
        reference=str(draft.pk),
        filed_on=None,
        original=original_of(draft),
        set=str(draft.split_from_id or draft.pk),
        context=Context(
            approvals={place: row.approval_basis for place, row in lines.items()},
            shares_per_unit={
                place: row.shares_per_unit
                for place, row in lines.items()
                if place[0] is Table.II and row.shares_per_unit is not None
            },
        ),
    )
