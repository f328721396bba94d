"""Powers of attorney: authority for each signature, on file, in force, and with the words that it needs."""

import datetime as dt
from typing import Any

import pytest

from filings.ownership.checks.facts import Power, Signing
from filings.ownership.findings import Finding, Part, Severity
from filings.ownership.report import OwnershipReport
from tests.filings.ownership.checks.cases import form4, found, only, stock
from tests.reports import RAMASWAMY

SALE = form4(stock("S", 100, 9, "D", 900))
TEXT = "They may sign Forms 3, 4 and 5 and amendments to them, in full force and effect until I revoke it."


def power(**changes: Any) -> Power:
    """A power that is sound and on file, but for some changes."""
    sound = {
        "executed_on": dt.date(2025, 6, 1),
        "attorneys": {"Kemi Adeyemi": "", "Dana Okafor": ""},
        "filed_with": "0001234567-25-000011",
        "text": TEXT,
    }
    return Power(**sound | changes)


def signed_under(check: str, report: OwnershipReport = SALE, **changes: Any) -> list[Finding]:
    return found(check, report, signings={RAMASWAMY.cik: Signing(power(**changes))})


@pytest.mark.parametrize("check", ["F4-049", "F4-050", "F4-051", "F4-052"])
def test_a_sound_power_on_file_and_an_insider_in_person_are_nothing_to_tell(check):
    assert not signed_under(check)
    assert not found(check, SALE, signings={RAMASWAMY.cik: Signing(None)})
    assert not found(check, SALE)


def test_a_power_that_does_not_reach_the_form_covers_no_signature():
    (finding,) = signed_under("F4-049", out_of_scope="The power of 1 June 2025 does not cover amendments.")
    assert finding.severity is Severity.ERROR
    assert finding.place.part is Part.EXHIBITS
    assert "does not cover amendments" in finding.message
    assert RAMASWAMY.name in finding.message


def test_an_insider_without_a_login_cannot_sign_in_person_here():
    finding = only("F4-049", SALE, signings={RAMASWAMY.cik: Signing(None, possible=False)})
    assert finding.severity is Severity.WARNING
    assert "no login" in finding.message


def test_a_new_power_goes_along_as_exhibit_24():
    assert not signed_under("F4-050", filed_with="", attached=True)
    (finding,) = signed_under("F4-050", filed_with="")
    assert finding.severity is Severity.ERROR


def test_a_power_promised_by_amendment_is_a_warning():
    promised = form4(
        *SALE.non_derivative,
        remarks="The power of attorney will be filed by amendment as soon as practicable.",
    )
    (finding,) = signed_under("F4-050", promised, filed_with="")
    assert finding.severity is Severity.WARNING


def test_a_revoked_power_signs_nothing():
    (finding,) = signed_under("F4-051", lapsed="The power of 1 June 2025 was revoked on 3 November 2026.")
    assert finding.severity is Severity.ERROR
    assert "revoked on 3 November 2026" in finding.message


def test_one_attorney_who_may_sign_is_enough():
    left = "Dana Okafor's authority ended on 30 October 2026."
    assert not signed_under("F4-051", attorneys={"Kemi Adeyemi": "", "Dana Okafor": left})
    (finding,) = signed_under("F4-051", attorneys={"Dana Okafor": left})
    assert left in finding.message


def test_a_power_that_names_nobody_signs_nothing():
    assert "names nobody" in signed_under("F4-051", attorneys={})[0].message


@pytest.mark.parametrize(
    ("text", "silent"),
    [
        ("They may sign Forms 3, 4 and 5.", "how long it lasts or amendments"),
        ("They may sign Forms 3, 4 and 5 until I revoke this power.", "amendments"),
        ("They may sign Forms 3, 4 and 5 (including amendments thereto).", "how long it lasts"),
        ("They may sign Forms 4 and 4/A as long as I have to file them.", None),
        ("They may sign any Form 4 and amendments; this power expires on December 31, 2027.", None),
    ],
)
def test_a_power_says_how_long_it_lasts_and_that_it_covers_amendments(text, silent):
    findings = signed_under("F4-052", text=text)
    assert (silent in findings[0].message) if silent else not findings


def test_a_power_that_the_record_reads_as_silent_on_amendments_is_asked_about():
    assert "amendments" in signed_under("F4-052", covers_amendments=False)[0].message


def test_a_power_without_its_text_is_told_of_once():
    assert not signed_under("F4-052", text="")
    assert signed_under("F4-050", text="", filed_with="")


def test_each_owner_of_a_joint_filing_is_asked_about_apart():
    signings = {RAMASWAMY.cik: Signing(power(filed_with="")), "1": Signing(None)}
    assert len(found("F4-050", SALE, signings=signings)) == 1
