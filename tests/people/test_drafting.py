"""The words of a draft say what its terms are, and nothing else."""

import datetime as dt

import pytest

from compliance.forms import refused_character
from people.drafting import WIDTH, executed_text, power_text, unfolded
from people.models import Issuer, PowerOfAttorney, ReportingOwner

LOCKE = ReportingOwner(pk=1, first_name="Benjamin", middle_name="M.", last_name="Locke")
FUND = ReportingOwner(pk=2, kind="entity", last_name="Tidewater Partners LP")
TECOGEN = Issuer(pk=1, conformed_name="TECOGEN INC.")
TWO = ["Kemi Adeyemi", "David Garrison"]


def words(attorneys=TWO, **terms) -> str:
    """What a draft says, in one line."""
    power = PowerOfAttorney(**{"stage": "drafted", "grantor": LOCKE, "issuer": TECOGEN, **terms})
    return " ".join(power_text(power, attorneys).split())


@pytest.mark.parametrize(
    ("terms", "says", "does_not_say"),
    [
        ({}, "about securities of the company", "any issuer"),
        ({"issuer": None}, "about securities of any issuer", "the company"),
        ({}, "Form 3 (first statement of holdings), Form 4 (changes in holdings) and Form 5 (yearly report)", "144"),
        ({"covers_form_3": False, "covers_form_5": False}, "may sign Form 4 (changes in holdings), under", "Form 5"),
        ({"covers_form_144": True}, "Form 144 (notice of a proposed sale)", "Form ID"),
        ({"covers_form_id": True}, "Form ID, and whatever else gives or keeps the access to EDGAR", "Form 144"),
        ({"covers_form_id": True}, "Notary Public", "Form 144"),
        ({}, "This includes every amendment to these forms.", "does not include"),
        ({"covers_amendments": False}, "It does not include amendments to these forms.", "This includes"),
        ({}, "Each of them may act alone.", "only together"),
        ({"signs_jointly": True}, "each report is signed by all of them", "alone"),
        ({}, "They may not appoint a substitute.", "may appoint a substitute in"),
        ({"allows_substitution": True}, "Each attorney-in-fact may appoint a substitute", "No substitute"),
        ({}, "until I no longer have to file the forms named above", "until I revoke it. "),
        ({"ends": "revocation"}, "holds from the day on which it is signed until I revoke it.", "no longer have"),
        (
            {"ends": "date", "ends_on": dt.date(2027, 3, 11)},
            "to March 11, 2027, the last day included, unless I revoke it earlier",
            "no longer have",
        ),
        ({}, "It ends if I become incapable of acting.", "durable"),
        ({"is_durable": True}, "It is durable: it holds even if I become incapable", "It ends if"),
        ({}, "This power revokes no earlier one.", "I revoke the power"),
    ],
)  # fmt: skip
def test_each_term_is_said_and_its_opposite_is_not(terms, says, does_not_say):
    said = words(**terms)
    assert says in said
    assert does_not_say not in said


def test_two_of_three_sign_together():
    said = words([*TWO, "Ada Novak"], signs_jointly=True, joint_signers=2)
    assert "each report is signed by at least two of them" in said


def test_a_single_attorney_is_spoken_of_as_one():
    said = words(["Kemi Adeyemi"])
    assert "I appoint Kemi Adeyemi as my attorney-in-fact." in said
    assert "attorneys" not in said


def test_an_entity_speaks_of_itself_and_is_signed_for_by_a_person():
    power = PowerOfAttorney(stage="drafted", grantor=FUND, issuer=TECOGEN)
    text = executed_text(power_text(power, TWO), dt.date(2026, 3, 1), "Jane Roe, Managing Member")
    assert "We, Tidewater Partners LP, give this power of attorney for our reports" in " ".join(text.split())
    assert "incapable" not in text
    assert text.endswith(
        "Tidewater Partners LP\n\nBy: /s/ Jane Roe\nName and title: Jane Roe, Managing Member"
    )


def test_the_notarys_blanks_stay_when_the_grantor_signs():
    power = PowerOfAttorney(stage="drafted", grantor=LOCKE, issuer=TECOGEN, covers_form_id=True)
    text = executed_text(power_text(power, TWO), dt.date(2026, 3, 1), "Benjamin M. Locke")
    assert "/s/ Benjamin M. Locke\nBenjamin M. Locke" in text
    assert "______________________________\nNotary Public" in text


def test_the_grantors_own_duties_are_said_in_every_draft():
    for grantor in (LOCKE, FUND):
        assert "own duties" in words(grantor=grantor)


def test_a_draft_fits_the_page_and_edgar():
    power = PowerOfAttorney(
        stage="drafted", grantor=LOCKE, covers_form_id=True, covers_form_144=True, allows_substitution=True
    )
    text = power_text(power, [*TWO, "Ada Novak"])
    assert max(len(line) for line in text.split("\n")) <= WIDTH
    assert refused_character(text) == ""


def test_paragraphs_are_unfolded_for_a_page_of_any_width_and_signatures_are_not():
    text = power_text(PowerOfAttorney(stage="drafted", grantor=LOCKE, issuer=TECOGEN), TWO)
    page = unfolded(text).split("\n\n")
    assert page[0] == "POWER OF ATTORNEY\nfor reports about holdings and transactions in securities"
    assert page[2] == (
        "1. Appointment. I appoint Kemi Adeyemi and David Garrison as my attorneys-in-fact. Each of them may act "
        "alone."
    )
    assert page[-1].endswith("_\nBenjamin M. Locke")
    assert " ".join(unfolded(text).split()) == " ".join(text.split())
