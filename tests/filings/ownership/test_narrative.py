"""Plain words for each kind of line."""

import datetime as dt
from decimal import Decimal

import msgspec
import pytest

from filings.ownership.codes import CODES
from filings.ownership.narrative import describe
from filings.ownership.report import (
    Cell,
    Coding,
    DocumentType,
    Measure,
    Quantity,
    Underlying,
)
from filings.ownership.wording import noun
from tests.filings.ownership.checks.cases import (
    MONDAY,
    form4,
    held,
    option,
    options_held,
    price,
    shares,
    stock,
    units,
)
from tests.reports import RAMASWAMY, full_report, long_report, typical_report

UNIT_NOTE = ("Each unit is a right to one share.",)
DAY = "on Friday 20 November 2026"


def told(*rows, **changes) -> tuple[str, ...]:
    return describe(form4(*rows, **changes))


def test_the_typical_report_reads_like_this():
    assert describe(typical_report()) == (
        (
            "1,250 Restricted Stock Units vested on Friday 20 November 2026 and became 1,250 shares of Common Stock "
            "(code M, both tables); 13,750 shares are then held directly and 3,750 Restricted Stock Units remain."
        ),
        (
            "492 shares were withheld for tax at $38.41 on Friday 20 November 2026 (code F; see footnote 2); 13,258 "
            "are held directly after it."
        ),
        (
            "500 shares were sold at $38.7512 (see footnote 4) on Friday 20 November 2026 (code S; see footnote 3); "
            "12,758 are held directly after it."
        ),
        (
            "2,000 Stock Options were exercised at $21.50 on Monday 23 November 2026 for 2,000 shares of Common "
            "Stock (code M, both tables); 14,758 shares are then held directly and 4,000 Stock Options remain."
        ),
        (
            "5,000 Restricted Stock Units were granted on Monday 23 November 2026 (code A); 8,750 are held directly "
            "after it."
        ),
        "31,040 shares of Common Stock are held indirectly (By Trust; see footnote 5).",
        "The Rule 10b5-1(c) box is ticked: a transaction was made under a trading plan.",
    )


def test_one_share_is_singular():
    assert told(stock("S", 1, 9, "D", 1)) == (
        f"1 share was sold at $9 {DAY} (code S); 1 is held directly after it.",
    )


def test_the_last_share_leaves_none():
    assert told(stock("S", 1, 9, "D", 0))[0].endswith("; none is held directly after it.")


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("way", "AD")
def test_every_code_is_told_in_words(code, way):
    (sentence,) = told(stock(code, 100, 9, way, 900))
    assert sentence.startswith("100 shares were ")
    assert f"(code {code})" in sentence


@pytest.mark.parametrize(
    ("code", "way", "words"),
    [
        ("P", "A", "bought at $9"),
        ("D", "D", "returned to the issuer at $9"),
        ("G", "A", "received as a gift"),
        ("G", "D", "given as a gift"),
        ("W", "A", "received by will or inheritance"),
        ("J", "D", "disposed of in another way"),
        ("U", "D", "tendered in a change of control"),
        ("Z", "D", "deposited in a voting trust"),
        ("Q", "A", "acquired"),
    ],
)
def test_the_words_say_what_the_code_means(code, way, words):
    assert f"100 shares were {words}" in told(stock(code, 100, 9, way, 900))[0]


def test_a_price_that_only_a_footnote_gives():
    row = stock("F", 100, None, "D", 900, price=price(None, "F2"))
    assert f"withheld for tax (price: see footnote 2) {DAY}" in told(row, notes=("a", "b"))[0]


def test_shares_withheld_beside_an_exercise_may_have_paid_its_price():
    report = told(
        stock("M", 500, 21.5, "A", 900), stock("F", 280, 38.41, "D", 620), option("M", 500, 21.5, "D", 0)
    )
    assert "withheld for tax or the exercise price" in report[1]


def test_several_fills_of_one_day_are_one_sentence_with_their_range_of_prices():
    rows = [stock("S", 100, f"38.{n}5", "D", 900 - 100 * n) for n in range(3)]
    assert told(*rows) == (
        f"300 shares were sold at $38.05 to $38.25 {DAY} (code S); 700 are held directly after them.",
    )


def test_direct_and_indirect_sales_are_not_summed():
    trust = {"ownership": Cell("I"), "nature": Cell("By Trust")}
    assert len(told(stock("S", 1, 9, "D", 5), stock("S", 1, 9, "D", 5, **trust))) == 2


def test_an_exercise_of_two_grants_into_one_line_is_one_sentence():
    sentences = told(
        stock("M", 500, 0, "A", 900), units("M", 200, "D", 0), units("M", 300, "D", 50), notes=UNIT_NOTE
    )
    assert sentences == (
        (
            f"500 Restricted Stock Units vested {DAY} and became 500 shares of Common Stock (code M, both tables); "
            "900 shares are then held directly."
        ),
    )


def test_options_and_units_of_the_same_number_are_told_each_with_its_own_shares():
    sentences = told(
        stock("M", 500, 0, "A", 900),
        stock("M", 500, 21.5, "A", 1_400),
        option("M", 500, 21.5, "D", 0),
        units("M", 500, "D", 0),
        notes=UNIT_NOTE,
    )
    assert "Units vested" in sentences[0]
    assert "; 900 shares" in sentences[0]
    assert "exercised at $21.50" in sentences[1]
    assert "; 1,400 shares" in sentences[1]


def test_the_same_vesting_twice_is_told_twice():
    rows = (stock("M", 500, 0, "A", 900), units("M", 500, "D", 0))
    assert len(told(*rows, *rows, notes=UNIT_NOTE)) == 2


def test_a_performance_award_that_pays_out_more_than_its_units():
    (sentence,) = told(stock("M", 750, 0, "A", 900), units("M", 500, "D", 0), notes=UNIT_NOTE)
    assert sentence.startswith("500 Restricted Stock Units vested")
    assert "became 750 shares" in sentence
    assert sentence.endswith("and no Restricted Stock Units remain.")


def test_a_conversion_between_two_classes():
    class_b = stock("C", 500, 0, "D", 100, title=Cell("Class B Common Stock"))
    class_a = stock("C", 500, 0, "A", 500, title=Cell("Class A Common Stock"))
    assert told(class_b, class_a) == (
        (
            f"500 shares of Class B Common Stock were converted into 500 shares of Class A Common Stock {DAY} "
            "(code C); 500 shares of Class A Common Stock are then held directly and 100 shares of Class B Common "
            "Stock remain."
        ),
    )


def test_one_side_of_an_exercise_is_told_alone():
    assert told(option("M", 500, 21.5, "D", 0)) == (
        f"500 Stock Options were exercised or vested {DAY} (code M); none is held directly after it.",
    )


def test_a_grant_of_options_gives_its_terms():
    (sentence,) = told(option("A", 5_000, "21.5", "A", 5_000))
    assert "with an exercise price of $21.50 and an expiration on 15 February 2030" in sentence


def test_early_swap_and_deemed_date_are_said():
    row = stock(
        "P", 100, 9, "A", 900, coding=Coding("5", "P", True), deemed_execution=Cell(dt.date(2026, 11, 23))
    )
    assert told(row)[0].startswith(
        f"100 shares were bought in an equity swap at $9 {DAY}, deemed executed on 23 November 2026 "
        "(code P, reported early)"
    )


def test_a_line_that_is_not_yet_complete():
    row = stock(
        "", None, None, None, None, date=Cell(None), coding=None, title=Cell(None), amount=shares(None)
    )
    assert told(row) == (
        "An amount that is not given of securities was disposed of on a day that is not given (no code).",
    )


def test_notes_are_told_by_their_value():
    value = Quantity(Decimal(250_000), (), Measure.VALUE)
    row = option(
        "P", 1, 40, "A", 1, title=Cell("Convertible Notes, due 2030"), amount=value, owned_after=value
    )
    assert told(row)[0].startswith("$250,000 of Convertible Notes was bought")


def test_holdings_come_last_and_one_of_form_3_says_what_it_is_over():
    form3 = options_held(
        100, owned_after=Quantity(), underlying=Underlying(Cell("Common Stock"), shares(5_000))
    )
    assert told(form3, document_type=DocumentType.FORM_3) == (
        "Stock Option (Right to Buy) over 5,000 shares of Common Stock is held directly.",
    )
    assert told(held(50, "I", "By spouse"), stock("S", 1, 9, "D", 1))[-1] == (
        "50 shares of Common Stock are held indirectly (By spouse)."
    )


def test_a_form_3_of_nothing():
    assert told(document_type=DocumentType.FORM_3) == ("No securities are owned.",)


def test_amendment_joint_filing_and_exit():
    report = form4(
        document_type=DocumentType.FORM_4A,
        date_of_original_submission=MONDAY,
        owners=(RAMASWAMY, msgspec.structs.replace(RAMASWAMY, name="Harborwell Fund LP")),
        not_subject_to_section16=True,
    )
    assert describe(report) == (
        "This form amends the Form 4 filed on Monday 23 November 2026.",
        "2 owners report together: Ramaswamy Anil K. and Harborwell Fund LP.",
        "The exit box is ticked: the person is no longer subject to Section 16.",
    )


@pytest.mark.parametrize(
    ("title", "one", "several"),
    [
        ("Common Stock", "share of Common Stock", "shares of Common Stock"),
        ("Common Stock, par value $.01", "share of Common Stock", "shares of Common Stock"),
        ("Restricted Stock Units", "Restricted Stock Unit", "Restricted Stock Units"),
        ("Stock Option (Right to Buy)", "Stock Option", "Stock Options"),
        ("Option to Purchase", "Option to Purchase", "Options to Purchase"),
        ("Ordinary Shares", "Ordinary Share", "Ordinary Shares"),
        ("Noble Energy", "of “Noble Energy”", "of “Noble Energy”"),
        ("", "security", "securities"),
    ],
)
def test_a_title_becomes_a_counted_noun(title, one, several):
    assert (noun(title, one=True), noun(title, one=False)) == (one, several)


@pytest.mark.parametrize("report", [long_report(), full_report()])
def test_long_reports_are_told_whole(report):
    sentences = describe(report)
    assert sentences
    assert all(sentence[0].upper() == sentence[0] and sentence.endswith(".") for sentence in sentences)
