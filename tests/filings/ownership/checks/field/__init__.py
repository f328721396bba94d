"""For every check of the catalogue a case from the field that fires it, and one that must not.

``CASES`` gives both by the check's id, each as a question that answers with the ids that fired. The second is
the nearest right form: what somebody would file who made no slip. The tests beside this folder go further.
"""

from tests.filings.ownership.checks.field import document, holdings, insiders, lines, short_swing, trades
from tests.filings.ownership.checks.field.asking import Cases

TOPICS = (document, lines, trades, holdings, insiders, short_swing)

CASES: Cases = {}
for _topic in TOPICS:
    if _twice := CASES.keys() & _topic.CASES.keys():
        raise ValueError(f"Two cases for {sorted(_twice)}.")
    CASES |= _topic.CASES
