"""The form as HTML: which captions, boxes and columns each form has, and what stands in them."""

import re
from decimal import Decimal
from html import unescape

import pytest
from msgspec.structs import replace

from filings.ownership.report import (
    Address,
    Cell,
    Coding,
    DerivativeHolding,
    DocumentType,
    Issuer,
    Measure,
    NonDerivativeHolding,
    Owner,
    Quantity,
    Relationship,
    Submission,
    Underlying,
)
from filings.rendering.html import document_title, render_fragment, render_html
from tests.filings.rendering.printed import missing_in_order, squeezed
from tests.reports import RAMASWAMY, full_report, seed_report, typical_report, typical_submission


def text(report, *, draft: bool = False) -> str:
    """What the form says, without white space."""
    fragment = render_fragment(Submission(report=report), draft=draft)
    return squeezed(unescape(re.sub(r"<[^>]+>", "", fragment)))


def rows(report, table: int) -> list[list[str]]:
    """The cells of a table's lines as they are printed, with their marks."""
    fragment = render_fragment(Submission(report=report))
    body = re.findall(r"<tbody>(.*?)</tbody>", fragment, re.DOTALL)[table - 1]
    return [
        [
            unescape(re.sub(r"<[^>]+>", "", cell)).strip()
            for cell in re.findall(r"<td.*?</td>", line, re.DOTALL)
        ]
        for line in re.findall(r"<tr>.*?</tr>", body, re.DOTALL)
    ]


def ticked(report, caption: str) -> bool:
    """Whether the box before a caption is ticked."""
    fragment = render_fragment(Submission(report=report))
    before = fragment[: fragment.index(caption)]
    return before[before.rindex('aria-label="') :].startswith('aria-label="checked"')


EXIT = "Check this box if no longer subject to Section 16."
PLAN = "Check this box to indicate that a transaction was made pursuant to a contract"


def test_form_4_says_what_the_secs_form_says_in_its_order():
    assert not missing_in_order(
        [
            "FORM 4",
            "UNITED STATES SECURITIES AND EXCHANGE COMMISSION",
            "Washington, D.C. 20549",
            "STATEMENT OF CHANGES IN BENEFICIAL OWNERSHIP OF SECURITIES",
            "OMB Number: 3235-0287",
            "hours per response... 0.5",
            EXIT,
            PLAN,
            "(Print or Type Responses)",
            "1. Name and Address of Reporting Person*",
            "Ramaswamy Anil K.",
            "C/O HARBORWELL INC.",
            "100 MAIN STREET, SUITE 400",
            "SAN FRANCISCO",
            "CALIFORNIA",
            "94105",
            "UNITED STATES",
            "2. Issuer Name and Ticker or Trading Symbol",
            "HARBORWELL INC. [HBRW]",
            "2a. Foreign Trading Symbol",
            "3. Date of Earliest Transaction (Month/Day/Year)",
            "11/20/2026",
            "4. If Amendment, Date Original Filed",
            "5. Relationship of Reporting Person(s) to Issuer",
            "Chief Financial Officer",
            "6. Individual or Joint/Group Filing",
            "Table I - Non-Derivative Securities Acquired, Disposed of, or Beneficially Owned",
            "1. Title of Security (Instr. 3)",
            "7. Nature of Indirect Beneficial Ownership (Instr. 4)",
            "Reminder: Report on a separate line",
            "Persons who respond to the collection of information",
            "Table II - Derivative Securities Acquired, Disposed of, or Beneficially Owned",
            "(e.g., puts, calls, warrants, options, convertible securities)",
            "11. Nature of Indirect Beneficial Ownership",
            "Reporting Owners",
            "Signatures",
            "/s/ Kemi Adeyemi, Attorney-in-Fact for Anil K. Ramaswamy",
            "**Signature of Reporting Person",
            "11/24/2026",
            "Explanation of Responses:",
            "*If the form is filed by more than one reporting person, see Instruction 4(b)(v).",
            "**Intentional misstatements or omissions of facts",
            "(1)Each unit is",
            "(6)The units vest",
            "Remarks:",
            "Exhibit List: Exhibit 24 - Power of Attorney.",
            "Note: File three copies of this Form",
            "Potential persons who are to respond",
            "SEC 1474 (03-26)",
        ],
        text(typical_report()),
    )


def test_a_sale_prints_its_code_marks_and_amounts():
    assert rows(typical_report(), 1)[2] == [
        "Common Stock", "11/20/2026", "", "S (3)", "", "500", "D", "$38.7512 (4)", "12,758", "D", "",
    ]  # fmt: skip


def test_a_holding_leaves_the_columns_of_a_transaction_blank():
    assert rows(typical_report(), 1)[4] == [
        "Common Stock", "", "", "", "", "", "", "", "31,040", "I", "By Trust (5)",
    ]  # fmt: skip


def test_table_ii_puts_the_amount_under_a_or_d_and_a_lone_mark_in_its_cell():
    disposed, _, acquired = rows(typical_report(), 2)
    assert disposed == [
        "Restricted Stock Units", "(1)", "11/20/2026", "", "M", "", "", "1,250", "(6)", "(6)",
        "Common Stock", "1,250", "$0.00", "3,750", "D", "",
    ]  # fmt: skip
    assert acquired[6:8] == ["5,000", ""]


def test_a_draft_that_does_not_say_a_or_d_yet_keeps_its_amount_under_neither():
    typical = typical_report()
    undecided = replace(typical.derivative[0], acquired_disposed=Cell())
    fragment = render_fragment(Submission(report=replace(typical, derivative=(undecided,))))
    assert '<td class="f4-c" colspan="2">1,250</td>' in fragment


def test_a_line_that_form_5_could_have_reported_prints_v_and_an_equity_swap_prints_k():
    typical = typical_report()
    line = replace(typical.non_derivative[0], coding=Coding("5", "G", equity_swap=True))
    assert rows(replace(typical, non_derivative=(line,)), 1)[0][3:5] == ["G/K", "V"]


def test_a_value_in_place_of_a_number_of_shares_is_in_dollars():
    typical = typical_report()
    line = replace(typical.non_derivative[4], owned_after=Quantity(Decimal("1234.5"), (), Measure.VALUE))
    assert rows(replace(typical, non_derivative=(line,)), 1)[0][8] == "$1,234.50"


def test_a_table_without_lines_is_printed_with_a_blank_one():
    assert rows(seed_report(), 1) == [[""] * 11]


def test_the_boxes_for_exit_and_plan_are_ticked_only_where_the_report_says_so():
    typical = typical_report()
    assert not ticked(typical, EXIT)
    assert ticked(typical, PLAN)
    assert ticked(replace(typical, not_subject_to_section16=True), EXIT)
    assert not ticked(replace(typical, aff10b5_one=False), PLAN)
    assert not ticked(replace(typical, aff10b5_one=None), PLAN)


@pytest.mark.parametrize(
    ("role", "caption"),
    [
        (Relationship(director=True), " Director"),
        (Relationship(officer=True, officer_title="CEO"), " Officer (give title below)"),
        (Relationship(ten_percent_owner=True), " 10% Owner"),
        (Relationship(other=True, other_text="Trustee"), " Other (specify below)"),
    ],
)
def test_box_5_ticks_the_relationship_and_no_other(role, caption):
    report = replace(typical_report(), owners=(replace(RAMASWAMY, relationship=role),))
    captions = (" Director", " Officer (give title below)", " 10% Owner", " Other (specify below)")
    assert [each for each in captions if ticked(report, each)] == [caption]


def test_ten_owners_file_jointly_and_all_are_listed_with_what_they_are():
    report = full_report()
    assert ticked(report, " Form filed by More than One Reporting Person")
    assert not ticked(report, " Form filed by One Reporting Person")
    listed = rows(report, 3)
    assert [line[0].split("\n")[0] for line in listed] == [owner.name for owner in report.owners]
    assert listed[0][1:] == ["X", "X", "Executive Vice President & CFO", ""]
    assert listed[1][1:] == ["", "X", "", "Member of a 13(d) group, 10%+"]
    assert listed[2][0].endswith("ST. CATHARINES, ONTARIO L2R 7K6\nONTARIO, CANADA")


def test_all_ten_signatures_are_printed():
    report = full_report()
    assert not missing_in_order([signature.name for signature in report.signatures], text(report))


def test_an_amendment_says_so_and_when_the_original_was_filed():
    printed = text(full_report())
    assert "Amendment(Form4/A)" in printed
    assert "DateOriginalFiled(Month/Day/Year)11/23/2026" in printed


def test_form_3_has_its_own_title_boxes_and_columns():
    typical = typical_report()
    option = DerivativeHolding(
        title=Cell("Stock Option"),
        exercise_price=Cell(Decimal("21.5")),
        exercisable=Cell(None, ("F6",)),
        underlying=Underlying(Cell("Common Stock"), Quantity(Decimal(2000))),
        ownership=Cell("D"),
    )
    report = replace(
        typical,
        document_type=DocumentType.FORM_3,
        aff10b5_one=None,
        not_subject_to_section16=None,
        non_derivative=typical.non_derivative[4:],
        derivative=(option,),
    )
    assert rows(report, 1) == [["Common Stock", "31,040", "I", "By Trust (5)"]]
    assert rows(report, 2) == [["Stock Option", "(6)", "", "Common Stock", "2,000", "$21.50", "D", ""]]
    printed = text(report)
    assert not missing_in_order(
        [
            "FORM 3",
            "INITIAL STATEMENT OF BENEFICIAL OWNERSHIP OF SECURITIES",
            "3235-0104",
            "2. Date of Event Requiring Statement",
            "11/20/2026",
            "3. Issuer Name and Ticker",
            "3a. Foreign Trading Symbol",
            "4. Relationship of Reporting Person(s)",
            "5. If Amendment, Date Original Filed",
            "6. Individual or Joint/Group Filing",
            "Table I - Non-Derivative Securities Beneficially Owned",
            "Table II - Derivative Securities Beneficially Owned",
            "see Instruction 5(b)(v).",
            "SEC 1473",
        ],
        printed,
    )
    assert squeezed(EXIT) not in printed
    assert squeezed(PLAN) not in printed


def test_a_form_3_without_a_line_says_that_no_securities_are_owned():
    typical = typical_report()
    empty = replace(typical, document_type=DocumentType.FORM_3, non_derivative=(), derivative=())
    assert "Nosecuritiesarebeneficiallyowned." in text(empty)
    assert "Nosecuritiesarebeneficiallyowned." not in text(typical)
    assert "Nosecuritiesarebeneficiallyowned." not in text(replace(typical, non_derivative=(), derivative=()))


def test_form_5_counts_what_is_owned_at_the_end_of_the_year_and_marks_what_was_late():
    typical = typical_report()
    gift, purchase = (
        replace(typical.non_derivative[0], coding=Coding("5", "G", equity_swap=False), timeliness=Cell("")),
        replace(typical.non_derivative[1], coding=Coding("4", "P", equity_swap=False), timeliness=Cell("L")),
    )
    late_gift = replace(gift, timeliness=Cell("L"))
    forgotten = NonDerivativeHolding(title=Cell("Preferred Stock"), coding=Coding("3"))
    report = replace(
        typical,
        document_type=DocumentType.FORM_5,
        non_derivative=(gift, purchase, late_gift, forgotten),
    )
    assert [line[3] for line in rows(report, 1)] == ["G", "P4", "G5", "3"]
    assert ticked(report, "Form 3 Holdings Reported")
    assert ticked(report, "Form 4 Transactions Reported")
    printed = text(report)
    assert "ANNUALSTATEMENTOFCHANGES" in printed
    assert "3235-0362" in printed
    assert "Ownedatendof" in printed
    assert "FollowingReportedTransaction(s)" not in printed


def test_form_5_ticks_what_edgar_has_ticked():
    report = replace(
        typical_report(),
        document_type=DocumentType.FORM_5,
        form3_holdings_reported=True,
        form4_transactions_reported=False,
    )
    assert ticked(report, "Form 3 Holdings Reported")
    assert not ticked(report, "Form 4 Transactions Reported")


def test_names_not_yet_known_are_printed_as_numbers():
    report = replace(
        typical_report(),
        issuer=Issuer(cik="0001234567"),
        owners=(Owner(cik="0007654321", address=Address()),),
    )
    assert "CIK0001234567" in text(report)
    assert "CIK0007654321" in text(report)


def test_a_draft_with_nothing_in_it_yet_is_a_blank_form():
    report = replace(
        typical_report(),
        period_of_report=None,
        issuer=Issuer(cik=""),
        owners=(),
        non_derivative=(),
        derivative=(),
        footnotes=(),
        signatures=(),
        remarks="",
    )
    assert "1.NameandAddressofReportingPerson*(Last)(First)(Middle)(Street)(City)" in text(report, draft=True)


@pytest.mark.parametrize(
    "attack", ["<script>alert(1)</script>", "</td></table>", "]]>", "&amp;", '" onload="x']
)
def test_mark_up_in_a_value_is_text(attack):
    typical = typical_report()
    report = replace(
        typical,
        remarks=attack,
        issuer=replace(typical.issuer, name=attack),
        non_derivative=(replace(typical.non_derivative[0], title=Cell(attack)),),
    )
    assert rows(report, 1)[0][0] == attack
    assert text(report).count(squeezed(attack)) == 3
    assert "<script" not in render_html(Submission(report=report))


def test_the_fragment_can_stand_under_a_strict_content_security_policy():
    fragment = render_fragment(typical_submission(), draft=True)
    assert not re.search(r"<(style|script|link|img)\b|\s(style|on\w+|id)=", fragment)


def test_only_a_draft_is_marked_as_one():
    assert "DRAFT" in text(typical_report(), draft=True)
    assert "DRAFT" not in text(typical_report())


def test_the_page_has_the_exhibits_and_the_fragment_has_not():
    submission = typical_submission()
    assert "POWER OF ATTORNEY" in render_html(submission)
    assert "POWER OF ATTORNEY" not in render_fragment(submission)


def test_the_title_names_form_owner_issuer_and_period():
    assert document_title(seed_report()) == "Form 4 — Benjamin Locke M. — TECOGEN INC. — 2020-07-15"
    assert " and 9 more — " in document_title(full_report())
    assert document_title(full_report()).startswith("Form 4/A — ")
