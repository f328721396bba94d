"""Reports for tests and benchmarks: a typical Form 4, a long one, a full one, and the product's first one.

Each function takes a ``variant`` that moves the amounts, so that a benchmark can ask for documents of one
shape that are all different. Every figure in ``typical_report`` and ``seed_report`` agrees with the others:
running totals, dates, footnotes and the period.
"""

import datetime as dt
from decimal import Decimal

from filings.ownership.codes import (
    MAX_AMOUNT,
    MAX_FOOTNOTE_TEXT,
    MAX_FOOTNOTES,
    MAX_NATURE,
    MAX_REMARKS,
    MAX_SECURITY_TITLE,
)
from filings.ownership.report import (
    Address,
    Cell,
    Coding,
    DerivativeHolding,
    DerivativeTransaction,
    DocumentType,
    Exhibit,
    Footnote,
    Issuer,
    Measure,
    NonDerivativeHolding,
    NonDerivativeTransaction,
    Owner,
    OwnershipReport,
    Quantity,
    Relationship,
    Signature,
    Submission,
    Underlying,
)

FRIDAY = dt.date(2026, 11, 20)
MONDAY = dt.date(2026, 11, 23)
TUESDAY = dt.date(2026, 11, 24)

HARBORWELL = Issuer(cik="0001234567", name="HARBORWELL INC.", trading_symbol="HBRW")
RAMASWAMY = Owner(
    cik="0007654321",
    name="Ramaswamy Anil K.",
    address=Address(
        non_us=False,
        street1="C/O HARBORWELL INC.",
        street2="100 MAIN STREET, SUITE 400",
        city="SAN FRANCISCO",
        state="CA",
        zip_code="94105",
    ),
    relationship=Relationship(
        director=True,
        officer=True,
        ten_percent_owner=False,
        other=False,
        officer_title="Chief Financial Officer",
    ),
)


def typical_report(variant: int = 0) -> OwnershipReport:
    """Five lines in Table I, three in Table II and six footnotes: a vesting, tax withholding, a sale under a
    plan, an exercise, a trust's holding and a new grant, signed by an attorney-in-fact on its due day."""
    vested, exercised, granted = 1_250 + variant, 2_000 + variant, 5_000 + variant
    withheld, sold = 492, 500
    after_vesting = 12_500 + vested
    after_withholding = after_vesting - withheld
    after_sale = after_withholding - sold
    after_exercise = after_sale + exercised
    stock, units, option = "Common Stock", "Restricted Stock Units", "Stock Option (Right to Buy)"
    return OwnershipReport(
        document_type=DocumentType.FORM_4,
        period_of_report=FRIDAY,
        issuer=HARBORWELL,
        owners=(RAMASWAMY,),
        not_subject_to_section16=False,
        aff10b5_one=True,
        non_derivative=(
            _bought_or_sold(stock, FRIDAY, "M", vested, "0", "A", after_vesting, ("F1",)),
            _bought_or_sold(stock, FRIDAY, "F", withheld, "38.41", "D", after_withholding, ("F2",)),
            _bought_or_sold(stock, FRIDAY, "S", sold, "38.7512", "D", after_sale, ("F3",), ("F4",)),
            _bought_or_sold(stock, MONDAY, "M", exercised, "21.5", "A", after_exercise),
            NonDerivativeHolding(
                title=Cell(stock),
                owned_after=_shares(31_040),
                ownership=Cell("I"),
                nature=Cell("By Trust", ("F5",)),
            ),
        ),
        derivative=(
            DerivativeTransaction(
                title=Cell(units),
                exercise_price=Cell(None, ("F1",)),
                date=Cell(FRIDAY),
                coding=_coding("M"),
                amount=_shares(vested),
                price=Cell(Decimal(0)),
                acquired_disposed=Cell("D"),
                exercisable=Cell(None, ("F6",)),
                expiration=Cell(None, ("F6",)),
                underlying=Underlying(Cell(stock), _shares(vested)),
                owned_after=_shares(3_750),
                ownership=Cell("D"),
            ),
            DerivativeTransaction(
                title=Cell(option),
                exercise_price=Cell(Decimal("21.5")),
                date=Cell(MONDAY),
                coding=_coding("M"),
                amount=_shares(exercised),
                price=Cell(Decimal(0)),
                acquired_disposed=Cell("D"),
                exercisable=Cell(dt.date(2024, 2, 15)),
                expiration=Cell(dt.date(2030, 2, 15)),
                underlying=Underlying(Cell(stock), _shares(exercised)),
                owned_after=_shares(4_000),
                ownership=Cell("D"),
            ),
            DerivativeTransaction(
                title=Cell(units),
                exercise_price=Cell(None, ("F1",)),
                date=Cell(MONDAY),
                coding=_coding("A"),
                amount=_shares(granted),
                price=Cell(Decimal(0)),
                acquired_disposed=Cell("A"),
                exercisable=Cell(None, ("F6",)),
                expiration=Cell(None, ("F6",)),
                underlying=Underlying(Cell(stock), _shares(granted)),
                owned_after=_shares(3_750 + granted),
                ownership=Cell("D"),
            ),
        ),
        footnotes=(
            Footnote(
                "F1", "Each unit is a contingent right to receive one share of the issuer's common stock."
            ),
            Footnote("F2", "Shares withheld by the issuer to pay the tax due on the vesting of the units."),
            Footnote("F3", "Sale under a Rule 10b5-1 trading plan adopted on May 5, 2026."),
            Footnote(
                "F4",
                "The price is a weighted average. The shares were sold in several transactions at prices "
                "from $38.42 to $39.05, inclusive. The reporting person will give the issuer, a security "
                "holder of the issuer or the staff of the Commission, on request, the number of shares "
                "sold at each price.",
            ),
            Footnote("F5", "Shares held by a family trust of which the reporting person is a trustee."),
            Footnote("F6", "The units vest in four equal annual instalments and have no expiration date."),
        ),
        remarks="Exhibit List: Exhibit 24 - Power of Attorney.",
        signatures=(Signature("/s/ Kemi Adeyemi, Attorney-in-Fact for Anil K. Ramaswamy", TUESDAY),),
    )


def typical_submission(variant: int = 0) -> Submission:
    """``typical_report`` with the power of attorney that its signature rests on."""
    return Submission(
        report=typical_report(variant),
        exhibits=(
            power_of_attorney("Anil K. Ramaswamy", "Kemi Adeyemi", "HARBORWELL INC.", "March 12, 2025"),
        ),
    )


def long_report(variant: int = 0) -> OwnershipReport:
    """Thirty ordinary lines in each table, with running totals that hold, and six footnotes."""
    typical = typical_report(variant)
    stock, option = "Common Stock", "Stock Option (Right to Buy)"
    sold = tuple(100 + variant + line for line in range(30))
    held = 50_000 + sum(sold)
    option_held = 90_000 + sum(sold)
    non_derivative, derivative = [], []
    for line, amount in enumerate(sold):
        held -= amount
        option_held -= amount
        non_derivative.append(
            _bought_or_sold(stock, FRIDAY, "S", amount, f"38.{line + 10}25", "D", held, ("F3",), ("F4",))
        )
        derivative.append(
            DerivativeTransaction(
                title=Cell(option),
                exercise_price=Cell(Decimal("21.5")),
                date=Cell(FRIDAY),
                coding=_coding("M"),
                amount=_shares(amount),
                price=Cell(Decimal(0)),
                acquired_disposed=Cell("D"),
                exercisable=Cell(None, ("F6",)),
                expiration=Cell(dt.date(2030, 2, 15)),
                underlying=Underlying(Cell(stock, ("F1", "F2", "F5")), _shares(amount)),
                owned_after=_shares(option_held),
                ownership=Cell("D"),
            )
        )
    return OwnershipReport(
        document_type=DocumentType.FORM_4,
        period_of_report=FRIDAY,
        issuer=typical.issuer,
        owners=typical.owners,
        not_subject_to_section16=False,
        aff10b5_one=True,
        non_derivative=tuple(non_derivative),
        derivative=tuple(derivative),
        footnotes=typical.footnotes,
        remarks=typical.remarks,
        signatures=typical.signatures,
    )


def full_report(variant: int = 0) -> OwnershipReport:
    """A Form 4/A at every limit at once: ten owners and signatures, thirty lines in each table, ninety-eight
    footnotes, and the longest titles, natures, amounts, remarks and footnotes. Its figures do not add up."""
    title = "Series A-1 Convertible Participating Preferred Stock, par $.1"[:MAX_SECURITY_TITLE]
    nature = (
        "By the Ramaswamy Family 2011 Irrevocable Trust, of which the reporting person is one of the trustees"
    )[:MAX_NATURE]
    notes = tuple(f"F{number}" for number in range(1, MAX_FOOTNOTES + 1))
    largest = Quantity(MAX_AMOUNT - variant)
    non_derivative: list[NonDerivativeTransaction | NonDerivativeHolding] = [
        NonDerivativeTransaction(
            title=Cell(title, notes[line : line + 1]),
            date=Cell(FRIDAY, notes[30 + line : 31 + line]),
            deemed_execution=Cell(MONDAY),
            coding=Coding("5" if line % 2 else "4", "J", line % 3 == 0, ("F61",)),
            amount=largest,
            price=Cell(MAX_AMOUNT, ("F62", "F63")),
            acquired_disposed=Cell("A", ("F64",)),
            owned_after=Quantity(MAX_AMOUNT, ("F65",), Measure.VALUE if line % 5 == 0 else Measure.SHARES),
            ownership=Cell("I", ("F66",)),
            nature=Cell(nature, ("F67", "F68")),
        )
        for line in range(28)
    ]
    non_derivative += [
        NonDerivativeHolding(
            title=Cell(title, notes[line : line + 1]),
            owned_after=largest,
            ownership=Cell("I"),
            nature=Cell(nature, notes[30 + line : 31 + line]),
        )
        for line in (28, 29)
    ]
    derivative: list[DerivativeTransaction | DerivativeHolding] = [
        DerivativeTransaction(
            title=Cell(title, notes[68 + line : 69 + line]),
            exercise_price=Cell(MAX_AMOUNT, ("F62",)),
            date=Cell(FRIDAY, ("F63",)),
            deemed_execution=Cell(MONDAY, ("F64",)),
            coding=Coding("4", "X", True, ("F65",)),
            amount=Quantity(MAX_AMOUNT, ("F66",), Measure.VALUE if line % 5 == 0 else Measure.SHARES),
            price=Cell(MAX_AMOUNT, ("F67",)),
            acquired_disposed=Cell("A" if line % 2 else "D"),
            exercisable=Cell(FRIDAY, ("F68",)),
            expiration=Cell(dt.date(2036, 11, 20), ("F61",)),
            underlying=Underlying(
                Cell(title, ("F62", "F63")),
                Quantity(MAX_AMOUNT, ("F64",), Measure.VALUE if line % 7 == 0 else Measure.SHARES),
            ),
            owned_after=largest,
            ownership=Cell("I", ("F66",)),
            nature=Cell(nature, ("F67",)),
        )
        for line in range(28)
    ]
    derivative += [
        DerivativeHolding(
            title=Cell(title, notes[68 + line : 69 + line]),
            exercise_price=Cell(None, ("F62",)),
            exercisable=Cell(None, ("F63",)),
            expiration=Cell(None, ("F64",)),
            underlying=Underlying(Cell(title), largest),
            owned_after=largest,
            ownership=Cell("I"),
            nature=Cell(nature, ("F65",)),
        )
        for line in (28, 29)
    ]
    return OwnershipReport(
        document_type=DocumentType.FORM_4A,
        period_of_report=FRIDAY,
        date_of_original_submission=MONDAY,
        issuer=Issuer(
            cik="0001234567",
            name="HARBORWELL INTERNATIONAL SHIPPING & FORWARDING HOLDINGS (BERMUDA) LTD",
            trading_symbol="HBRWINTLUS",
            foreign_trading_symbol="HBRW.INTL.LSEX",
        ),
        owners=tuple(_numbered_owner(number) for number in range(1, 11)),
        not_subject_to_section16=True,
        aff10b5_one=True,
        non_derivative=tuple(non_derivative),
        derivative=tuple(derivative),
        footnotes=tuple(Footnote(note, _filler(f"Note {note}.", MAX_FOOTNOTE_TEXT)) for note in notes),
        remarks=_filler("Remarks of the joint filers.", MAX_REMARKS),
        signatures=tuple(
            Signature(
                f"/s/ Kemi Adeyemi, Attorney-in-Fact for Ramaswamy Holdings No. {number} of the Harborwell "
                "family of partnerships, trusts and companies, each acting by its general partner, trustee "
                "or managing member as named in the power of attorney",
                TUESDAY,
            )
            for number in range(1, 11)
        ),
    )


def seed_report(variant: int = 0) -> OwnershipReport:
    """The Form 4 of Tecogen's chief executive of July 2020: a grant of options that vest on EBITDA goals.

    The scan it is known from has lost the lines of its tables; the amounts here stand in their place.
    """
    granted = 100_000 + variant
    return OwnershipReport(
        document_type=DocumentType.FORM_4,
        schema_version="X0306",
        period_of_report=dt.date(2020, 7, 15),
        not_subject_to_section16=False,
        issuer=Issuer(cik="0001537435", name="TECOGEN INC.", trading_symbol="TGEN"),
        owners=(
            Owner(
                cik="0001234321",
                name="Benjamin Locke M.",
                address=Address(street1="45 FIRST AVE", city="WALTHAM", state="MA", zip_code="02451"),
                relationship=Relationship(
                    director=True,
                    officer=True,
                    ten_percent_owner=False,
                    other=False,
                    officer_title="CEO",
                ),
            ),
        ),
        derivative=(
            DerivativeTransaction(
                title=Cell("Stock Option (Right to Buy)"),
                exercise_price=Cell(Decimal("0.71")),
                date=Cell(dt.date(2020, 7, 15)),
                coding=_coding("A"),
                amount=_shares(granted),
                price=Cell(Decimal(0)),
                acquired_disposed=Cell("A"),
                exercisable=Cell(None, ("F1",)),
                expiration=Cell(dt.date(2030, 7, 15)),
                underlying=Underlying(Cell("Common Stock"), _shares(granted)),
                owned_after=_shares(granted),
                ownership=Cell("D"),
            ),
        ),
        footnotes=(
            Footnote(
                "F1",
                "50% upon achievement of Adjusted EBITDA goal in two consecutive quarters; 50% upon "
                "achievement of Adjusted EBITDA goal in four consecutive quarters",
            ),
        ),
        signatures=(Signature("/s/ Benjamin M. Locke", dt.date(2020, 7, 21)),),
    )


def seed_submission(variant: int = 0) -> Submission:
    """``seed_report`` with a power of attorney to David Garrison."""
    return Submission(
        report=seed_report(variant),
        exhibits=(
            power_of_attorney("Benjamin M. Locke", "David Garrison", "TECOGEN INC.", "November 17, 2014"),
        ),
    )


def power_of_attorney(principal: str, attorney: str, issuer: str, day: str) -> Exhibit:
    """A short Exhibit 24, plain text of at most 80 columns with a blank line between its paragraphs."""
    return Exhibit(
        type="EX-24",
        description="Power of Attorney",
        text=(
            "POWER OF ATTORNEY\n\n"
            f"I, {principal}, appoint {attorney} as my attorney-in-fact, to act for me\n"
            f"in my capacity as an officer or director of {issuer} and to:\n\n"
            "    (1) sign Forms 3, 4 and 5 under Section 16(a) of the Securities Exchange\n"
            "        Act of 1934, and amendments to them;\n\n"
            "    (2) file them with the Securities and Exchange Commission.\n\n"
            "This power stays in force until I no longer have to file these forms for my\n"
            "holdings of the issuer's securities, or until I revoke it in writing.\n\n"
            f"Signed on {day}.\n\n"
            f"/s/ {principal}\n"
        ),
    )


def _shares(number: int) -> Quantity:
    return Quantity(Decimal(number))


def _coding(code: str) -> Coding:
    return Coding(form_type="4", code=code, equity_swap=False)


def _bought_or_sold(
    title: str,
    day: dt.date,
    code: str,
    amount: int,
    price: str,
    acquired_disposed: str,
    owned_after: int,
    code_notes: tuple[str, ...] = (),
    price_notes: tuple[str, ...] = (),
) -> NonDerivativeTransaction:
    return NonDerivativeTransaction(
        title=Cell(title),
        date=Cell(day),
        coding=Coding(form_type="4", code=code, equity_swap=False, footnotes=code_notes),
        amount=_shares(amount),
        price=Cell(Decimal(price), price_notes),
        acquired_disposed=Cell(acquired_disposed),
        owned_after=_shares(owned_after),
        ownership=Cell("D"),
    )


def _numbered_owner(number: int) -> Owner:
    abroad = number % 3 == 0
    return Owner(
        cik=f"{7654320 + number:010}",
        name=f"RAMASWAMY FAMILY HOLDINGS NO. {number} LIMITED PARTNERSHIP",
        address=Address(
            non_us=abroad,
            street1="C/O HARBORWELL INTERNATIONAL SHIPPING CO",
            street2=f"{100 + number} WATERFRONT BOULEVARD, FLOOR 40",
            city="ST. CATHARINES" if abroad else "SOUTH SAN FRANCISCO",
            non_us_state_territory="ONTARIO" if abroad else "",
            state="" if abroad else "CA",
            country="A6" if abroad else "",
            zip_code="L2R 7K6" if abroad else "94080-1234",
        ),
        relationship=Relationship(
            director=number == 1,
            officer=number == 1,
            ten_percent_owner=True,
            other=number % 2 == 0,
            officer_title="Executive Vice President & CFO" if number == 1 else "",
            other_text="Member of a 13(d) group, 10%+" if number % 2 == 0 else "",
        ),
    )


def _filler(start: str, length: int) -> str:
    sentence = (
        " The reporting person disclaims beneficial ownership beyond the pecuniary interest in the shares."
    )
    return (start + sentence * (length // len(sentence) + 1))[: length - 1].rstrip() + "."
