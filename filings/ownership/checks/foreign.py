"""Insiders of foreign private issuers: who reports, since when, and whom an order of the SEC exempts."""

import datetime as dt
from collections.abc import Iterator

from filings.ownership.checks.form import Form
from filings.ownership.checks.registry import Problem, check
from filings.ownership.findings import Family, Part, Place, Severity
from filings.ownership.home_regimes import jurisdictions
from filings.ownership.wording import day

FOREIGN_INSIDERS_ACT = dt.date(2026, 3, 18)
"""From this day directors and officers of foreign private issuers report (Release 34-104903)."""


@check(
    "F4-044",
    Family.LAW,
    Severity.ERROR,
    "10% owner of a foreign private issuer",
    "Rule 16a-2; Release 34-104903",
    "Box 5",
    why="The rule leaves a holding alone no duty to report in a foreign private issuer.",
    fix="Tick the office that the person holds in box 5, or do not file.",
)
def large_holder_of_a_foreign_issuer(form: Form) -> Iterator[Problem]:
    if not form.facts.foreign_private_issuer:
        return
    for index, owner in enumerate(form.report.owners):
        relation = owner.relationship
        if relation.ten_percent_owner and not (relation.director or relation.officer or relation.other):
            yield Problem(
                Place(Part.OWNERS, index, "ten_percent_owner"),
                "Box 5 says 10% owner only, and such owners of a foreign private issuer do not report. Correct "
                "box 5, or do not file.",
            )


@check(
    "F4-045",
    Family.LAW,
    Severity.WARNING,
    "Insider whom an SEC order may exempt",
    "SEC orders of March 5, 2026 and May 20, 2026; Release 34-104903",
    "Boxes 1 and 2",
    why="The order has conditions that no form shows: an exempt person need not file and may all the same.",
    fix="Record the home regulation on the issuer's page and on the position whether the person reports under it.",
)
def exempt_under_an_order(form: Form) -> Iterator[Problem]:
    """Once the home regulation is on record, whoever does not report under it is not exempt."""
    facts = form.facts
    home = jurisdictions().get(facts.organized_in)
    if not facts.foreign_private_issuer or home is None or facts.filed_on is not None:
        return
    traded = [line.date for line in form.transactions if line.date is not None]
    if max(traded, default=form.filed_on) < home.order_of:
        return
    numbers = {"organized in": home.name, "order": f"{home.order_of}"}
    if not facts.home_regulation:
        yield Problem(
            Place(Part.ISSUER, None, "qualifying_regulation"),
            f"The issuer is organized in {home.name}: the SEC's order of {day(home.order_of)} may exempt its "
            "insiders. Record on the issuer's page the regulation under which they report at home.",
            numbers,
        )
        return
    for index, owner in enumerate(form.report.owners):
        if owner.cik in facts.report_at_home:
            yield Problem(
                Place(Part.OWNERS, index, "relationship"),
                f"{owner.name or f'CIK {owner.cik}'} reports at home under {facts.home_regulation}: the SEC's "
                f"order of {day(home.order_of)} may exempt this form. Confirm its conditions before you file.",
                numbers | {"home regulation": facts.home_regulation},
            )


@check(
    "F4-046",
    Family.LAW,
    Severity.WARNING,
    "Trade before foreign insiders had to report",
    "Holding Foreign Insiders Accountable Act; Release 34-104903",
    "Table I, column 2",
    "Table II, column 3",
    why="Nothing forbids to report an older trade.",
    fix="Take the line out unless it is meant to be told.",
)
def trade_before_the_act(form: Form) -> Iterator[Problem]:
    if not form.facts.foreign_private_issuer:
        return
    for line in form.transactions:
        if line.date is not None and line.date < FOREIGN_INSIDERS_ACT:
            yield Problem(
                line.place("date"),
                f"{line.column('date')} says {day(line.date)}; insiders of foreign private issuers report "
                f"trades from {day(FOREIGN_INSIDERS_ACT)} on. Check that this one belongs here.",
                {"trade": f"{line.date}", "first day": f"{FOREIGN_INSIDERS_ACT}"},
            )
