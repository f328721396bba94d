"""A report that EDGAR would refuse for its size becomes several that it takes, with nothing lost between them."""

from itertools import accumulate

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from filings.ownership.checks import Facts, run
from filings.ownership.findings import Family, Severity
from filings.ownership.report import TRANSACTIONS, Cell, Footnote, OwnershipReport, Signature
from filings.ownership.schema import validate
from filings.ownership.splitting import proposal, split
from filings.ownership.writer import write
from tests.filings.ownership.checks.cases import (
    CALENDAR,
    FRIDAY,
    MONDAY,
    TUESDAY,
    form4,
    held,
    option,
    options_held,
    price,
    shares,
    stock,
    units,
)
from tests.reports import RAMASWAMY, typical_report

FACTS = Facts(today=TUESDAY, calendar=CALENDAR)


def bought(lines: int, *footnotes: str) -> list:
    """Purchases of 100 shares each; the total runs."""
    return [
        stock("P", 100, "38.40", "A", total, amount=shares(100, *footnotes))
        for total in accumulate([100] * lines)
    ]


def exercised(lines: int) -> tuple[list, list]:
    """Exercises of 10 options each, in both tables."""
    into = [stock("M", 10, "21.5", "A", 10 * line) for line in range(1, lines + 1)]
    out = [option("M", 10, "21.5", "D", 1000 - 10 * line) for line in range(1, lines + 1)]
    return into, out


def many_owners(number: int) -> tuple:
    return tuple(
        msgspec.structs.replace(RAMASWAMY, cik=str(1000 + count), name=f"Fund{count} L.P.")
        for count in range(number)
    )


def test_a_report_within_the_limits_stays_as_it_is():
    report = typical_report()
    assert split(report) == (report,)
    assert proposal(report) == ()


def test_41_purchases_become_two_forms_whose_totals_run_on():
    report = form4(*bought(41))
    first, second = split(report)
    assert [len(part.non_derivative) for part in (first, second)] == [30, 11]
    assert first.non_derivative[-1].owned_after.value + 100 == second.non_derivative[0].owned_after.value
    assert first.period_of_report == second.period_of_report == FRIDAY


def test_the_user_is_told_what_each_form_would_hold():
    into, out = exercised(2)
    assert proposal(form4(*bought(41), *into, *out)) == (
        "Table I has 43 lines and EDGAR takes 30. File it as 2 linked forms of the same period.",
        "Part 1: lines 1 to 30 of Table I.",
        "Part 2: lines 31 to 43 of Table I and lines 1 to 2 of Table II.",
    )


def test_each_part_says_in_its_remarks_which_one_it_is_and_keeps_the_filers_words():
    parts = split(form4(*bought(41), remarks="Exhibit List: Exhibit 24 - Power of Attorney"))
    assert [part.remarks for part in parts] == [
        f"This is part {number} of 2 of one report. Table I has 41 lines and EDGAR takes 30.\n"
        "Exhibit List: Exhibit 24 - Power of Attorney"
        for number in (1, 2)
    ]


def test_remarks_that_leave_no_room_are_not_shortened():
    long, full = "x" * 1985, "x" * 2000
    assert split(form4(*bought(31), remarks=long))[0].remarks == f"Part 1 of 2.\n{long}"
    assert split(form4(*bought(31), remarks=full))[0].remarks == full


def test_both_sides_of_an_exercise_go_on_one_form():
    into, out = exercised(20)
    first, second = split(form4(*bought(15), *into, *out))
    assert [row.coding.code for row in first.non_derivative].count("M") == len(first.derivative) == 15
    assert [row.coding.code for row in second.non_derivative].count("M") == len(second.derivative) == 5


def test_a_vesting_in_one_line_stays_with_its_grants_of_the_same_day():
    grants = [units("M", 100, "D", 500 - 100 * line) for line in range(3)]
    vesting = stock("M", 300, 0, "A", 3200), stock("F", 90, "38.40", "D", 3110)
    first, second = split(form4(*bought(29), *vesting, *grants, notes=("One share each.",)))
    assert [row.coding.code for row in first.non_derivative].count("M") == 1
    assert (len(first.derivative), len(second.derivative)) == (3, 0)


def test_a_form_that_would_hold_holdings_alone_is_cut_so_that_it_holds_a_trade_too():
    report = form4(*bought(10), *(held(number) for number in range(1, 26)))
    for part in split(report):
        assert any(isinstance(row, TRANSACTIONS) for row in part.rows())


def test_holdings_stand_on_one_part_each():
    report = form4(*bought(31), held(7, "I", "By Trust"), options_held(50))
    rows = [row for part in split(report) for row in part.rows()]
    assert sorted(map(repr, rows)) == sorted(map(repr, report.rows()))


def test_footnotes_go_where_they_are_used_under_new_numbers():
    rows = [*bought(30, "F1"), *bought(1, "F3", "F2")]
    first, second = split(form4(*rows, notes=("First.", "Second.", "Third; see footnote 2.")))
    assert first.footnotes == (Footnote("F1", "First."),)
    assert second.footnotes == (Footnote("F1", "Second."), Footnote("F2", "Third; see footnote 1."))
    assert second.non_derivative[0].amount.footnotes == ("F2", "F1")


def test_a_footnote_that_speaks_of_one_on_another_part_says_so():
    rows = [*bought(30, "F1"), *bought(1, "F2")]
    _, second = split(form4(*rows, notes=("First.", "As in footnotes (1) and (2).")))
    assert second.footnotes[0].text == "As in footnotes (1 of part 1) and (1)."


def test_a_footnote_that_hangs_nowhere_and_a_mark_that_leads_nowhere_stay_the_faults_that_they_are():
    first, second = split(form4(*bought(30), *bought(1, "F9"), notes=("Never used.",)))
    assert first.footnotes == (Footnote("F1", "Never used."),)
    assert second.footnotes == ()
    assert second.non_derivative[0].amount.footnotes == ("F1",)


def test_23_owners_report_the_same_lines_on_three_forms_each_with_its_own_signatures():
    owners = many_owners(23)
    signatures = tuple(Signature(f"/s/ {owner.name}", TUESDAY) for owner in owners)
    report = form4(*bought(2), owners=owners, signatures=signatures)
    parts = split(report)
    assert [len(part.owners) for part in parts] == [10, 10, 3]
    assert all(part.non_derivative == report.non_derivative for part in parts)
    assert [one.name for one in parts[2].signatures] == [
        "/s/ Fund20 L.P.",
        "/s/ Fund21 L.P.",
        "/s/ Fund22 L.P.",
    ]
    assert proposal(report)[3] == "Part 3: owners 21 to 23 with lines 1 to 2 of Table I."


def test_one_signature_for_all_owners_stands_on_every_form():
    general = Signature("/s/ Pat Doe for each of them", TUESDAY)
    for part in split(form4(*bought(2), owners=many_owners(12), signatures=(general,))):
        assert part.signatures == (general,)


TRADES = st.sampled_from(
    [
        stock("P", 100, "38.40", "A", 100, amount=shares(100, "F1")),
        stock("M", 10, "21.5", "A", 10),
        stock("M", 10, "21.5", "A", 10, date=Cell(MONDAY)),
        stock("S", 5, "39", "D", 5, price=price(39, "F2")),
        held(7, "I", "By Trust", "F3"),
    ]
)  # fmt: skip
DERIVATIVES = st.sampled_from([option("M", 10, "21.5", "D", 10), units("A", 5, "A", 5), options_held(9)])
NOTES = ("Bought.", "See footnote 1.", "Held by a trust; see notes 1 and 2.")


@st.composite
def large_reports(draw) -> OwnershipReport:
    """Reports with any mixture of lines, of up to 100 lines a table and 25 owners, with nothing wrong but that."""
    rows = [*draw(st.lists(TRADES, max_size=100)), *draw(st.lists(DERIVATIVES, max_size=100))]
    report = form4(*rows, notes=NOTES, owners=many_owners(draw(st.integers(1, 25))))
    used = {note for row in report.rows() for _, cell in _cells(row) for note in cell.footnotes}
    return msgspec.structs.replace(
        report,
        not_subject_to_section16=True,
        footnotes=tuple(note for note in report.footnotes if note.id in used),
    )


def _cells(row):
    for field in row.__struct_fields__:
        cell = getattr(row, field)
        for one in (cell.title, cell.amount) if field == "underlying" else (cell,):
            if one is not None:
                yield field, one


def without_marks(row):
    return [(field, getattr(cell, "value", None)) for field, cell in _cells(row)]


@given(large_reports())
@settings(max_examples=60, deadline=None)
def test_whatever_the_lines_nothing_is_lost_and_edgar_takes_each_part(report):
    parts = split(report)
    groups = -(-len(report.owners) // 10)
    of_group = len(parts) // groups
    for start in range(0, len(parts), of_group):
        group = parts[start : start + of_group]
        for table in ("non_derivative", "derivative"):
            rows = [without_marks(row) for part in group for row in getattr(part, table)]
            assert rows == [without_marks(row) for row in getattr(report, table)]
    assert tuple(owner for part in parts[::of_group] for owner in part.owners) == report.owners
    for part in parts:
        assert max(len(part.non_derivative), len(part.derivative)) <= 30
        assert len(part.owners) <= 10
        assert part.period_of_report == report.period_of_report
        assert validate(write(part)) == ()
        errors = [one for one in run(part, FACTS, {Family.EDGAR}) if one.severity is Severity.ERROR]
        allowed = {"F4-069", "F4-058"} if not report.non_derivative and not report.derivative else set()
        assert {one.check for one in errors} <= allowed


@given(large_reports())
@settings(max_examples=60, deadline=None)
def test_every_mark_leads_to_the_text_that_it_led_to_before(report):
    """The first words of the three notes tell them apart."""
    for part, rows in _with_their_rows(report):
        old = {note.id: note.text.split()[0] for note in report.footnotes}
        new = {note.id: note.text.split()[0] for note in part.footnotes}
        assert [new[note] for row in part.rows() for note in _marks(row)] == [
            old[note] for row in rows for note in _marks(row)
        ]


def _with_their_rows(report):
    """Each part with the lines of the whole that it took, by counting them off; they begin anew for other owners."""
    parts = split(report)
    of_group = len(parts) // -(-len(report.owners) // 10)
    for number, part in enumerate(parts):
        if number % of_group == 0:
            left = [list(report.non_derivative), list(report.derivative)]
        rows = left[0][: len(part.non_derivative)] + left[1][: len(part.derivative)]
        left = [left[0][len(part.non_derivative) :], left[1][len(part.derivative) :]]
        yield part, rows


def _marks(row):
    return [note for _, cell in _cells(row) for note in cell.footnotes]
