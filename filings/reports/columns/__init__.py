"""What stands in the columns of each table, for its page and its files alike."""

from filings.reports.columns.persons import due_table, small_table, unsettled_table, year_end_table
from filings.reports.columns.timeliness import (
    before_table,
    delinquents_table,
    late_table,
    overdue_table,
    to_judge_table,
    undated_table,
)

__all__ = [
    "before_table",
    "delinquents_table",
    "due_table",
    "late_table",
    "overdue_table",
    "small_table",
    "to_judge_table",
    "undated_table",
    "unsettled_table",
    "year_end_table",
]
