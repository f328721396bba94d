"""Several linked filings out of a draft that is too large for EDGAR: proposed to the preparer, never silent."""

from compliance.audit.log import record
from compliance.models import User
from filings.models import Filing, TableRow
from filings.ownership import splitting
from filings.ownership.codes import Table
from filings.services.assemble import assemble
from filings.services.copying import copy_owners, copy_rows
from filings.services.due import due_date_set
from filings.services.editing import editing
from filings.services.states import state_keep


class NothingToSplit(Exception):
    """The draft fits into one filing."""


def filing_split(*, actor: User, filing_id: int) -> tuple[Filing, ...]:
    """Split a draft into filings that EDGAR takes: the draft itself keeps the first part.

    Lines keep their order and totals, each part says in its remarks which part it is, and all are linked by
    ``split_from``. Raises ``NothingToSplit`` and ``NotEditable``.
    """
    with editing(filing_id, actor=actor) as filing:
        whole = assemble(filing).report
        parts = splitting.plan(whole)
        if len(parts) == 1:
            raise NothingToSplit("This draft fits into one filing.")
        reports = splitting.split(whole)
        owners = list(filing.filing_owners.all())
        rows = {table: list(filing.rows.filter(table=table)) for table in Table}
        others = []
        for part, report in zip(parts[1:], reports[1:], strict=True):
            other = Filing.objects.create(
                issuer=filing.issuer,
                form_type=filing.form_type,
                amends=filing.amends,
                original_filed_on=filing.original_filed_on,
                exit_box=filing.exit_box,
                plan_box=filing.plan_box,
                plan_adopted_on=filing.plan_adopted_on,
                remarks=report.remarks,
                split_from=filing,
                created_by=actor,
            )
            # Whoever prepared the whole prepared each part of it.
            other.preparers.set(filing.preparers.all())
            copy_owners(owners[slice(*part.owners)], other)
            copy_rows(_lines(rows, part), other)
            due_date_set(other)
            other.save()
            others.append(
                (other, record(actor=actor, verb=f"split off from filing {filing.pk}", subject=other))
            )
        _keep(filing, parts[0], owners_kept=[one.pk for one in owners[slice(*parts[0].owners)]], rows=rows)
        filing.remarks = reports[0].remarks
        for other, event in others:  # now that no line stands in two of them
            state_keep(actor=actor, filing=other, submission=assemble(other), event=event)
        numbers = ", ".join(str(other.pk) for other, _ in others)
        record(
            actor=actor,
            verb=f"split into {len(parts)} linked filings; the others are {numbers}",
            subject=filing,
        )
    return (filing, *(other for other, _ in others))


def parts_of(filing: Filing) -> list[Filing]:
    """All linked filings of one split report in order; empty for a filing that stands alone."""
    first = filing.split_from or filing
    others = list(first.split_parts.order_by("pk"))
    return [first, *others] if others else []


def _lines(rows: dict[Table, list[TableRow]], part: splitting.Part) -> list[TableRow]:
    return rows[Table.I][slice(*part.non_derivative)] + rows[Table.II][slice(*part.derivative)]


def _keep(
    filing: Filing, part: splitting.Part, *, owners_kept: list[int], rows: dict[Table, list[TableRow]]
) -> None:
    """Leave only the first part on the draft: its owners, its lines, and the footnotes that still hang there."""
    lines = [row.pk for row in _lines(rows, part)]
    used_before = set(filing.footnotes.filter(marks__isnull=False).values_list("pk", flat=True))
    filing.filing_owners.exclude(pk__in=owners_kept).delete()
    filing.rows.exclude(pk__in=lines).delete()
    filing.footnotes.filter(pk__in=used_before, marks__isnull=True).delete()
