"""A report as people speak of it."""

import datetime as dt

from filings.ownership.ledger import Statement
from filings.ownership.wording import day


def form_named(statement: Statement) -> str:
    """``Form 4 filed on 3 March 2026``, ``Form 4 for 1 March 2026`` where the filing date is not known."""
    form = f"Form {statement.document_type.value}"
    if statement.filed_on is not None:
        return f"{form} filed on {day(statement.filed_on)}"
    return f"{form} for {day(statement.day)}" if statement.day > dt.date.min else form
