"""Putting on a draft what the ledger knows to be held beside its trades."""

from django.db import transaction

from compliance.models import User
from filings.models import Filing, TableRow
from filings.ownership import codes
from filings.ownership.codes import Table
from filings.selectors.ledger import holdings_to_add
from filings.services.assemble import assemble
from filings.services.rows import row_save


def holdings_add(*, actor: User, filing_id: int) -> int:
    """Add a holding line for every other holding of the classes that a draft trades; how many there were.

    Each line is an event of its own. A footnote that says how something is held comes with its line, and is the
    draft's own where that has the same text. Raises ``NotEditable``, ``TableFull`` or ``FootnotesFull``, and adds
    nothing then.
    """
    with transaction.atomic():
        filing = Filing.objects.select_for_update().get(pk=filing_id)
        holdings = holdings_to_add(filing, assemble(filing).report)
        for one in holdings:
            known = filing.footnotes.filter(text=one.nature_notes).first() if one.nature_notes else None
            row_save(
                actor=actor,
                filing_id=filing_id,
                table=Table.I,
                # A form of an earlier day may hold longer texts than EDGAR takes now.
                values={
                    "table": Table.I,
                    "kind": TableRow.Kind.HOLDING,
                    "title": one.title[: codes.MAX_SECURITY_TITLE],
                    "ownership": one.ownership,
                    "nature": one.nature[: codes.MAX_NATURE],
                    "owned_after": one.owned,
                },
                marks={"nature": [known]} if known else {},
                new_notes={"nature": one.nature_notes} if one.nature_notes and not known else {},
            )
    return len(holdings)
