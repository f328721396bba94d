"""An amendment takes effect at the place of its original, and the later reports whose totals it moves are known."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filings.ownership.ledger import Statement, amount_of, replay, stories
from filings.ownership.report import DocumentType
from tests.filings.ownership.ledger.histories import (
    Desk,
    bought,
    held,
    on,
    only,
    sold,
    stock,
    traded,
    trust,
    whole,
)


def moved_by(amendment: Statement, history: list[Statement], adjustments=()) -> list[int]:
    """The references of the later reports that still carry what an amendment corrects."""
    own = {
        story.statement.reference
        for story in stories(history)
        if amendment.reference in {one.reference for one in story.amendments}
    }
    return sorted(
        {
            posting.source
            for account in replay(history, adjustments)
            for posting in account.postings()
            if amendment.reference in posting.lacks and posting.statement.reference not in own
        }
    )


def test_a_corrected_line_takes_the_place_of_the_wrong_one():
    desk = Desk()
    first = desk.report(0, sold(500, 12_000))
    wrong = desk.report(10, sold(50, 11_950, 10))
    amendment = desk.amendment(wrong, sold(500, 11_500, 10), went=20)
    account = only([first, wrong, amendment])
    assert [amount_of(one.after) for one in account.postings()] == [12_000, 11_500]
    line = account.tracks[0].last
    assert (line.source, line.instead_of, line.gap) == (amendment.reference, wrong.reference, 0)


def test_later_totals_that_carry_the_error_are_moved_and_nothing_else_is():
    desk = Desk()
    first = desk.report(0, sold(500, 12_000))
    wrong = desk.report(10, sold(50, 11_950, 10))
    carrying = desk.report(20, sold(100, 11_850, 20))
    aside = desk.report(22, trust(sold(100, 900, 22)))
    right = desk.report(30, sold(100, 11_300, 30))
    after = desk.report(40, sold(100, 11_200, 40))
    amendment = desk.amendment(wrong, sold(500, 11_500, 10), went=25)
    history = [first, wrong, carrying, aside, right, after, amendment]
    assert moved_by(amendment, history) == [carrying.reference]
    account = replay(history)[0]
    assert [amount_of(one.after) for one in account.postings()] == [12_000, 11_500, 11_400, 11_300, 11_200]
    assert not any(one.gap for one in account.postings())


def test_lines_of_the_original_behind_the_corrected_one_follow_it():
    desk = Desk()
    wrong = desk.report(0, sold(500, 12_050), sold(100, 11_950), sold(50, 11_900))
    amendment = desk.amendment(wrong, sold(500, 12_000), went=9)
    later = desk.report(20, sold(100, 11_800, 20))
    history = [wrong, amendment, later]
    assert [amount_of(one.after) for one in only(history).postings()] == [12_000, 11_900, 11_850, 11_750]
    assert moved_by(amendment, history) == [later.reference]


def test_an_omitted_trade_comes_to_the_lines_of_the_original():
    desk = Desk()
    short = desk.report(0, sold(500, 12_000))
    later = desk.report(20, sold(100, 11_900, 20))
    amendment = desk.amendment(short, sold(300, 11_700, 1), went=30)
    history = [short, later, amendment]
    assert [amount_of(one.after) for one in only(history).postings()] == [12_000, 11_700, 11_600]
    assert moved_by(amendment, history) == [later.reference]


def test_a_line_that_was_omitted_between_others_goes_where_its_total_fits():
    desk = Desk()
    short = desk.report(0, sold(500, 12_000), sold(100, 11_900, 2))
    amendment = desk.amendment(short, sold(500, 12_000), sold(300, 11_700, 1), sold(100, 11_600, 2), went=9)
    assert [amount_of(one.after) for one in only([short, amendment]).postings()] == [12_000, 11_700, 11_600]


def test_a_line_that_the_amended_totals_pass_over_is_taken_back():
    desk = Desk()
    doubled = desk.report(0, sold(500, 12_000), sold(500, 11_500, 1), sold(100, 11_400, 2))
    amendment = desk.amendment(doubled, sold(500, 12_000), sold(100, 11_900, 2), went=9)
    later = desk.report(20, sold(100, 11_300, 20))
    history = [doubled, amendment, later]
    assert [amount_of(one.after) for one in only(history).postings()] == [12_000, 12_000, 11_900, 11_800]
    assert moved_by(amendment, history) == [later.reference]


def test_a_corrected_holder_moves_the_line_to_the_other_account():
    desk = Desk()
    first = desk.report(0, sold(500, 12_000), trust(held(900)))
    wrong = desk.report(10, sold(100, 11_900, 10))
    amendment = desk.amendment(wrong, trust(sold(100, 800, 10)), went=20)
    direct, in_trust = replay([first, wrong, amendment])
    assert (amount_of(direct.balance), amount_of(in_trust.balance)) == (12_000, 800)


def test_two_amendments_of_one_form_hold_one_after_the_other():
    desk = Desk()
    first = desk.report(0, sold(500, 12_000))
    wrong = desk.report(10, sold(50, 11_950, 10))
    early = desk.report(20, sold(100, 11_850, 20))
    once = desk.amendment(wrong, sold(400, 11_600, 10), went=25)
    between = desk.report(30, sold(100, 11_400, 30))
    again = desk.amendment(wrong, sold(500, 11_500, 10), went=35)
    history = [first, wrong, early, once, between, again]
    assert [amount_of(one.after) for one in only(history).postings()] == [12_000, 11_500, 11_400, 11_300]
    assert moved_by(once, history) == [early.reference]
    assert moved_by(again, history) == [early.reference, between.reference]
    assert [one.lacks for one in only(history).postings()][2] == (again.reference, once.reference)


def test_another_amendment_that_states_the_corrected_total_ends_it():
    desk = Desk()
    wrong = desk.report(10, sold(50, 11_950, 10))
    carrying = desk.report(20, sold(100, 11_850, 20))
    amended_too = desk.report(30, sold(100, 11_750, 30))
    last = desk.report(40, sold(100, 11_650, 40))
    amendment = desk.amendment(wrong, sold(500, 11_500, 10), went=50)
    other = desk.amendment(amended_too, sold(100, 11_300, 30), went=51)
    history = [wrong, carrying, amended_too, last, amendment, other]
    assert moved_by(amendment, history) == [carrying.reference]
    assert moved_by(other, history) == [last.reference]
    assert amount_of(only(history).balance) == 11_200


def test_an_amendment_finds_its_form_by_the_filing_date_though_its_period_is_corrected():
    desk = Desk()
    wrong = desk.report(5, stock("A", 900, 0, "A", 1_000, date=sold(1, 1, 5).date))
    other = desk.report(5, trust(bought(10, 10, 5)), went=6)
    amendment = desk.amendment(
        wrong, stock("A", 900, 0, "A", 1_000, date=sold(1, 1, 4).date), went=9, period=on(4)
    )
    told = stories([wrong, other, amendment])
    assert [(one.statement.reference, len(one.amendments)) for one in told] == [
        (other.reference, 0), (wrong.reference, 1),
    ]  # fmt: skip


def test_an_amendment_without_its_original_stands_where_its_period_is():
    desk = Desk()
    gone = desk.report(0, sold(500, 12_050))
    amendment = desk.amendment(gone, sold(500, 12_000), went=9)
    later = desk.report(20, sold(100, 11_900, 20))
    assert [amount_of(one.after) for one in only([later, amendment]).postings()] == [12_000, 11_900]


def test_a_report_that_tells_a_trade_late_moves_the_totals_between():
    desk = Desk()
    first = desk.report(0, sold(500, 12_000))
    later = desk.report(20, sold(100, 11_900, 20))
    late = desk.report(10, sold(300, 11_700, 10), went=30)
    history = [first, later, late]
    assert [amount_of(one.after) for one in only(history).postings()] == [12_000, 11_700, 11_600]
    assert moved_by_late(late, history) == [later.reference]


def moved_by_late(late: Statement, history: list[Statement]) -> list[int]:
    return sorted({one.source for one in only(history).postings() if late.reference in one.lacks})


@st.composite
def carried_errors(draw):
    """A true series of reports, an error or an omission in one of them, and up to which report it is carried."""
    number = draw(st.integers(3, 8))
    changes = [
        draw(st.lists(st.integers(-500, 500).filter(bool), min_size=1, max_size=4, unique_by=abs))
        for _ in range(number)
    ]
    wrong = draw(st.integers(0, number - 2))
    right_again = draw(st.integers(wrong + 1, number))
    line = draw(st.integers(0, len(changes[wrong]) - 1))
    kind = draw(st.sampled_from(["amount", "total", "omission"]))
    error = draw(st.integers(-400, 400).filter(bool))
    # Of a line that is told alone nobody can say whether it is corrected or was omitted, where both totals fit.
    behind = sum(changes[wrong][line:]) + (0 if kind == "omission" else error)
    is_last = line == len(changes[wrong]) - 1
    clear = is_last if kind == "omission" else behind != 0
    whole_form = draw(st.booleans()) or not clear
    order = draw(st.permutations(range(number + 1)))
    return changes, wrong, right_again, line, kind, error, whole_form, order


@given(carried_errors())
def test_exactly_the_reports_that_carry_the_error_are_moved(case):
    changes, wrong, right_again, line, kind, error, whole_form, order = case
    if kind == "omission":
        error = -changes[wrong][line]
    if kind == "amount" and changes[wrong][line] + error == 0:
        error *= 2
    desk, balance, off = Desk(), 1_000_000, 0
    reports, truth, corrected = [], [], ()
    for number, of_form in enumerate(changes):
        if number == right_again:
            off = 0
        rows, true_rows = [], []
        for place, change in enumerate(of_form):
            balance += change
            is_wrong = number == wrong and place == line
            true_rows.append(moved_line(change, balance, number * 10))
            if is_wrong:
                off = error
                if kind == "omission":
                    continue
            stated = change + error if is_wrong and kind == "amount" else change
            rows.append(moved_line(stated, balance + off, number * 10))
        if number == wrong:
            corrected = tuple(true_rows) if whole_form or not rows else (true_rows[line],)
        reports.append(desk.report(number * 10, *rows, *([] if rows else [trust(held(7))])))
        truth += [amount_of(whole(row.owned_after.value)) for row in true_rows]
    amendment = desk.amendment(reports[wrong], *corrected, went=10 * len(changes) + 50)
    history = [*reports, amendment]
    history = [history[one] for one in order]
    account = next(one for one in replay(history) if not one.key.nature)
    assert [amount_of(one.after) for one in account.postings()] == truth
    assert not any(one.gap for one in account.postings())
    expected = [
        reports[number].reference for number in range(wrong + 1, right_again) if number < len(reports)
    ]
    assert moved_by(amendment, history) == expected


def moved_line(change: int, after: int, day: int):
    return traded(stock("J", abs(change), 9, "A" if change > 0 else "D", Decimal(after)), day)


@pytest.mark.parametrize("kind", ["amount", "omission"])
def test_an_amended_form_5_counts_as_well(kind):
    desk = Desk()
    first = desk.report(0, sold(500, 12_000))
    year_end = desk.report(100, sold(100, 11_900, 50), document_type=DocumentType.FORM_5)
    amended = (sold(200, 11_800, 50),) if kind == "amount" else (sold(30, 11_870, 60),)
    amendment = desk.amendment(year_end, *amended, went=120, document_type=DocumentType.FORM_5A)
    expected = 11_800 if kind == "amount" else 11_870
    assert amount_of(only([first, year_end, amendment]).balance) == expected
