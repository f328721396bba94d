"""The typed signature of every kind of signer, as it goes to EDGAR."""

from hypothesis import given
from hypothesis import strategies as st

from filings.ownership import codes, signature_line


def test_an_owner_signs_with_the_own_name():
    assert signature_line.in_person("Benjamin M. Locke") == "/s/ Benjamin M. Locke"


def test_an_attorney_says_so_and_for_whom():
    assert (
        signature_line.as_attorney("David Garrison", "Jane Q. Doe")
        == "/s/ David Garrison, attorney-in-fact for Jane Q. Doe"
    )
    assert (
        signature_line.as_attorney("Grace Lin", "Jane Q. Doe", substitute=True)
        == "/s/ Grace Lin, substitute attorney-in-fact for Jane Q. Doe"
    )


def test_a_partnership_signs_through_its_general_partner():
    assert (
        signature_line.for_entity(
            "Jane Roe", "Managing Member", "ACME LP", through="ACME GP LLC, its general partner"
        )
        == "ACME LP, By: ACME GP LLC, its general partner, By: /s/ Jane Roe, Managing Member"
    )


def test_a_company_signs_by_its_officer():
    assert (
        signature_line.for_entity("Jane Roe", "General Counsel", "ACME INC")
        == "ACME INC, By: /s/ Jane Roe, General Counsel"
    )


def test_an_executor_signs_for_the_estate_and_a_guardian_for_the_ward():
    assert (
        signature_line.in_place_of("Jane Roe", "executor of the estate", "Benjamin M. Locke")
        == "/s/ Jane Roe, executor of the estate of Benjamin M. Locke"
    )
    assert (
        signature_line.in_place_of("Jane Roe", "Guardian of Benjamin M. Locke", "Benjamin M. Locke")
        == "/s/ Jane Roe, Guardian of Benjamin M. Locke"
    )


def test_a_name_that_edgar_does_not_take_is_said_before_anybody_signs():
    assert "“é”" in signature_line.fault(signature_line.in_person("José Ramos"))


@given(st.text(alphabet=st.characters(codec="ascii", min_codepoint=32, max_codepoint=126), max_size=400))
def test_a_line_of_printable_letters_is_only_refused_for_its_length(line):
    assert bool(signature_line.fault(line)) == (len(line) > codes.MAX_SIGNATURE_NAME)
