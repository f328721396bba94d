"""Two reports beside each other: a corrected price, a line more, a footnote that only got another number."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from filings.ownership.comparison import Comparison, Fate, Line, compare, pieces
from filings.ownership.report import (
    Cell,
    DocumentType,
    Exhibit,
    Footnote,
    Measure,
    NonDerivativeTransaction,
    OwnershipReport,
    Quantity,
    Signature,
    Submission,
)
from filings.ownership.wording import amount, dollars
from tests.filings.ownership.strategies import reports
from tests.reports import RAMASWAMY, typical_report

ONE_LINE = {Fate.CHANGED: 1}


def section(comparison: Comparison, key: str) -> tuple[Line, ...]:
    return next(one.lines for one in comparison.sections if one.key == key)


def fates(comparison: Comparison, key: str) -> list[Fate]:
    return [line.fate for line in section(comparison, key)]


def differing(comparison: Comparison) -> dict[str, list[Fate]]:
    return {one.key: [line.fate for line in one.differing] for one in comparison.sections if one.differing}


def with_line(report: OwnershipReport, place: int, **cells: Any) -> OwnershipReport:
    rows = list(report.non_derivative)
    rows[place] = replace(rows[place], **cells)
    return replace(report, non_derivative=tuple(rows))


def without_line(report: OwnershipReport, place: int) -> OwnershipReport:
    rows = list(report.non_derivative)
    del rows[place]
    return replace(report, non_derivative=tuple(rows))


def test_an_amendment_that_corrects_one_price_tells_of_the_price_and_of_nothing_else_in_the_tables():
    original = typical_report()
    amended = replace(
        with_line(original, 2, price=Cell(Decimal("38.57"), original.non_derivative[2].price.footnotes)),
        document_type=DocumentType.FORM_4A,
        date_of_original_submission=dt.date(2026, 11, 24),
    )
    told = compare(original, amended)
    assert differing(told) == {"form": [Fate.CHANGED], "table_i": [Fate.CHANGED]}
    (line,) = [one for one in section(told, "table_i") if one.fate is Fate.CHANGED]
    (box,) = line.changed
    assert (line.place_in_one, line.place_in_other) == ("3", "3")
    assert (box.name, box.one.text, box.other.text) == ("4. Price", "$38.7512", "$38.57")
    assert [box.name for box in section(told, "form")[0].changed] == [
        "Form type",
        "4. Date of original filing",
    ]


def test_a_line_that_was_added_moves_the_numbers_below_it_and_changes_no_other_line():
    report = typical_report()
    first = report.non_derivative[0]
    more = replace(
        report, non_derivative=(replace(first, amount=Quantity(Decimal(77))), *report.non_derivative)
    )
    told = compare(report, more)
    assert fates(told, "table_i") == [Fate.ADDED] + [Fate.UNCHANGED] * 5
    assert [(line.place_in_one, line.place_in_other) for line in section(told, "table_i")][:2] == [
        ("", "1"),
        ("1", "2"),
    ]


def test_footnotes_that_only_got_other_numbers_are_no_change():
    report = typical_report()
    others = {note.id: f"F{len(report.footnotes) + 1 - int(note.number)}" for note in report.footnotes}
    assert not compare(report, renumbered(report, others)).differs


def test_a_footnote_that_was_reworded_is_told_once_and_not_on_every_box_that_it_hangs_on():
    report = typical_report()
    first, *rest = report.footnotes
    reworded = replace(report, footnotes=(Footnote(first.id, first.text + " They vest quarterly."), *rest))
    assert differing(compare(report, reworded)) == {"footnotes": [Fate.CHANGED]}


def test_another_footnote_under_the_same_number_is_told_on_the_box():
    report = typical_report()
    price = report.non_derivative[2].price
    other = replace(
        with_line(report, 2, price=Cell(price.value, ("F1",))),
    )
    (line,) = [one for one in section(compare(report, other), "table_i") if one.fate is Fate.CHANGED]
    (box,) = line.changed
    assert (box.name, box.text_changed, box.notes_changed) == ("4. Price", False, True)
    assert box.other.notes[0].text == report.footnotes[0].text


def test_an_owner_who_was_added_stands_alone():
    report = typical_report()
    spouse = replace(RAMASWAMY, cik="0007654322", name="Ramaswamy Mira")
    told = compare(report, replace(report, owners=(*report.owners, spouse)))
    assert differing(told) == {"owners": [Fate.ADDED]}
    assert section(told, "owners")[1].title == "Ramaswamy Mira"


def test_an_owner_with_another_title_is_the_same_owner():
    report = typical_report()
    owner = report.owners[0]
    promoted = replace(owner, relationship=replace(owner.relationship, officer_title="President"))
    (line,) = section(compare(report, replace(report, owners=(promoted,))), "owners")
    assert [(box.name, box.one.text, box.other.text) for box in line.changed] == [
        ("5. Officer title", "Chief Financial Officer", "President")
    ]


def test_of_two_equal_lines_one_goes():
    report = typical_report()
    sold = report.non_derivative[2]
    twice = replace(report, non_derivative=(*report.non_derivative[:3], sold, *report.non_derivative[3:]))
    assert differing(compare(twice, report)) == {"table_i": [Fate.REMOVED]}
    assert differing(compare(report, twice)) == {"table_i": [Fate.ADDED]}


def test_a_line_that_was_moved_says_so_and_nothing_else():
    report = typical_report()
    first, second, *rest = report.non_derivative
    told = compare(report, replace(report, non_derivative=(second, first, *rest)))
    (line,) = [one for one in section(told, "table_i") if one.fate is not Fate.UNCHANGED]
    assert line.fate is Fate.CHANGED
    assert [box.name for box in line.changed] == ["Place on the form"]


def test_another_trade_in_the_place_of_a_line_is_one_removed_and_one_added():
    report = typical_report()
    other = NonDerivativeTransaction(
        title=Cell("Class B Common Stock"),
        date=Cell(dt.date(2026, 1, 5)),
        amount=Quantity(Decimal(9)),
        owned_after=Quantity(Decimal(10)),
        ownership=Cell("I"),
    )
    rows = (*report.non_derivative[:2], other, *report.non_derivative[3:])
    told = compare(report, replace(report, non_derivative=rows))
    assert sorted(differing(told)["table_i"]) == [Fate.ADDED, Fate.REMOVED]


def test_remarks_and_exhibits_are_compared_too():
    report = typical_report()
    power = Exhibit(type="EX-24", description="Power of Attorney", text="I appoint Dana Okafor.")
    one = Submission(report=report, exhibits=(power,))
    other = Submission(
        report=replace(report, remarks="Exhibit 24 is attached."),
        exhibits=(replace(power, text="I appoint Dana Okafor and Kemi Adeyemi."),),
    )
    assert differing(compare(one, other)) == {"remarks": [Fate.CHANGED], "exhibits": [Fate.CHANGED]}


def test_a_signature_is_added_when_the_report_is_signed():
    report = replace(typical_report(), signatures=())
    signed = replace(report, signatures=(Signature("/s/ Anil Ramaswamy", dt.date(2026, 11, 24)),))
    assert differing(compare(report, signed)) == {"signatures": [Fate.ADDED]}


def test_boxes_bear_the_numbers_of_their_own_form():
    report = replace(typical_report(), document_type=DocumentType.FORM_3A)
    told = compare(report, with_line(report, 4, nature=Cell("By Spouse")))
    (line,) = [one for one in section(told, "table_i") if one.fate is Fate.CHANGED]
    assert [box.name for box in line.changed] == ["4. Nature of ownership"]


def test_a_form_of_hundreds_of_lines_that_all_changed_is_matched_line_by_line():
    row = typical_report().non_derivative[2]
    rows = [
        replace(row, amount=Quantity(Decimal(n)), owned_after=Quantity(Decimal(10_000 + n)))
        for n in range(300)
    ]
    report = replace(typical_report(), non_derivative=tuple(rows))
    moved = [replace(one, owned_after=Quantity(one.owned_after.value + 5)) for one in rows]
    told = compare(report, replace(report, non_derivative=tuple(moved)))
    assert {line.place_in_one == line.place_in_other for line in section(told, "table_i")} == {True}
    assert set(fates(told, "table_i")) == {Fate.CHANGED}


@pytest.mark.parametrize(
    ("one", "other", "out", "put_in"),
    [
        ("a weighted average price", "a weighted mean price", ["average"], ["mean"]),
        ("", "By Trust", [], ["By Trust"]),
        ("not ticked", "ticked", ["not ticked"], ["ticked"]),
        ("By Trust", "By Trust", [], []),
    ],
)
def test_the_words_that_differ_are_cut_out(one, other, out, put_in):
    mine, theirs = pieces(one, other)
    assert ("".join(piece.text for piece in mine), "".join(piece.text for piece in theirs)) == (one, other)
    assert [piece.text for piece in mine if piece.differs] == out
    assert [piece.text for piece in theirs if piece.differs] == put_in


# For every report


@given(reports())
def test_a_report_is_no_different_from_itself(report):
    told = compare(report, report)
    assert not told.differs
    assert all(line.place_in_one == line.place_in_other for one in told.sections for line in one.lines)


@st.composite
def pairs(draw):
    """Two reports that have most in common, or nothing."""
    one, other = draw(reports()), draw(reports())
    taken = {
        name: getattr(draw(st.sampled_from((one, other))), name) for name in OwnershipReport.__struct_fields__
    }
    mixed = replace(one, **taken)
    for table in ("non_derivative", "derivative", "owners", "footnotes"):
        lines = [*getattr(mixed, table), *getattr(other, table)]
        if draw(st.booleans()):
            mixed = replace(mixed, **{table: tuple(draw(st.permutations(lines))[:4])})
    return one, mixed


MIRRORED = {Fate.ADDED: Fate.REMOVED, Fate.REMOVED: Fate.ADDED}


def said(comparison: Comparison, *, turned: bool) -> list[tuple[object, ...]]:
    def line_said(key: str, line: Line) -> tuple[object, ...]:
        sides = [(box.name, box.one, box.other, box.is_changed) for box in line.boxes]
        if not turned:
            return key, line.fate, line.place_in_one, line.place_in_other, sides
        swapped = [(name, other, one, changed) for name, one, other, changed in sides]
        return key, MIRRORED.get(line.fate, line.fate), line.place_in_other, line.place_in_one, swapped

    return sorted((line_said(one.key, line) for one in comparison.sections for line in one.lines), key=repr)


@given(pairs())
def test_seen_from_the_other_side_the_same_is_told_in_the_mirror(two):
    one, other = two
    assert said(compare(one, other), turned=False) == said(compare(other, one), turned=True)


@given(pairs())
def test_every_line_of_both_reports_stands_in_the_comparison_once(two):
    one, other = two
    told = compare(one, other)
    for key, field in (("table_i", "non_derivative"), ("table_ii", "derivative"), ("owners", "owners")):
        numbers = [
            str(number + 1) for number in range(max(len(getattr(one, field)), len(getattr(other, field))))
        ]
        lines = section(told, key)
        assert (
            sorted(filter(None, (line.place_in_one for line in lines)), key=int)
            == numbers[: len(getattr(one, field))]
        )
        assert [line.place_in_other for line in lines if line.place_in_other] == numbers[
            : len(getattr(other, field))
        ]


def leaves(value: Any) -> Iterator[str]:
    """Every text, day and figure of a report as the form prints it, without the numbers of footnotes."""
    match value:
        case Footnote():
            yield from leaves(value.text)
        case msgspec.Struct():
            for name in value.__struct_fields__:
                if name != "footnotes" or isinstance(value, OwnershipReport):
                    yield from leaves(getattr(value, name))
        case tuple():
            for one in value:
                yield from leaves(one)
        case bool() | Measure() | None:
            pass
        case Decimal():
            yield amount(value)
        case dt.date():
            yield f"{value:%m/%d}/{value.year:04}"
        case str() if value:
            yield str(value)


def told_of(comparison: Comparison, side: str) -> set[str]:
    """What is told of one side where the two differ."""
    texts = {
        getattr(box, side).text
        for one in comparison.sections
        for line in one.differing
        for box in line.boxes
        if box.is_changed
    }
    return texts | {text.removeprefix("$") for text in texts}


@given(pairs())
def test_what_only_one_of_the_two_says_is_told(two):
    one, other = two
    told = compare(one, other)
    mine, theirs = set(leaves(one)), set(leaves(other))
    for only, side in ((mine - theirs, "one"), (theirs - mine, "other")):
        texts = told_of(told, side)
        missing = {text for text in only if text not in texts and dollars_text(text) not in texts}
        assert not missing


def dollars_text(text: str) -> str:
    try:
        return dollars(Decimal(text.replace(",", "")))
    except ArithmeticError:
        return text


def normal(value: Any, texts: dict[str, str]) -> Any:
    """A report without what is no difference: numbers of footnotes, their order, and blanks of either kind."""
    match value:
        case Cell() | Quantity() if not value and getattr(value, "measure", "shares") == "shares":
            return None
        case OwnershipReport():
            texts = {}
            for note in value.footnotes:
                texts.setdefault(note.id, note.text)
            fields = {name: normal(getattr(value, name), texts) for name in value.__struct_fields__}
            return fields | {"footnotes": sorted(note.text for note in value.footnotes)}
        case msgspec.Struct():
            kind = type(value).__name__
            return kind, {
                name: [texts.get(one, f"? {one}") for one in value.footnotes]
                if name == "footnotes"
                else normal(getattr(value, name), texts)
                for name in value.__struct_fields__
            }
        case tuple():
            return [normal(one, texts) for one in value]
    return value


@given(pairs())
def test_two_reports_that_say_different_things_differ(two):
    one, other = two
    if normal(one, {}) != normal(other, {}):
        assert compare(one, other).differs


def renumbered(report: OwnershipReport, others: dict[str, str]) -> OwnershipReport:
    """The same report with other numbers on its footnotes, in their order."""

    def with_ids(value: Any) -> Any:
        match value:
            case OwnershipReport():
                notes = (Footnote(others.get(one.id, one.id), one.text) for one in value.footnotes)
                tables = {name: with_ids(getattr(value, name)) for name in ("non_derivative", "derivative")}
                return replace(
                    value, footnotes=tuple(sorted(notes, key=lambda one: int(one.number))), **tables
                )
            case msgspec.Struct():
                return type(value)(
                    **{
                        name: tuple(others.get(one, one) for one in value.footnotes)
                        if name == "footnotes"
                        else with_ids(getattr(value, name))
                        for name in value.__struct_fields__
                    }
                )
            case tuple():
                return tuple(with_ids(one) for one in value)
        return value

    return with_ids(report)


@given(reports(), st.permutations(range(1, 100)))
def test_numbers_of_footnotes_are_never_a_difference(report, numbers):
    ids = [f"F{number}" for number in range(1, 100)]
    kept = {note.id: note for note in report.footnotes}
    report = replace(report, footnotes=tuple(kept.values()))
    again = renumbered(report, dict(zip(ids, (f"F{number}" for number in numbers), strict=True)))
    explained = {note.id for note in report.footnotes}
    marked = {
        one
        for row in report.rows()
        for name in row.__struct_fields__
        for one in getattr(getattr(row, name), "footnotes", ())
    }
    if marked <= explained and len({note.text for note in report.footnotes}) == len(report.footnotes):
        assert not compare(report, again).differs
