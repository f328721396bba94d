"""The catalogue of checks: the page, the JSON and the code say the same, and every finding leads to its entry."""

import pytest
from django.urls import reverse

from filings.ownership.checks import Check, catalogue
from filings.ownership.codes import CODES
from filings.ownership.findings import Family, Severity
from filings.services.review import examine
from tests.filings.harborwell import draft, fresh, line, sale
from tests.filings.views.pages import as_person, page, words

ADDRESS = reverse("checks")


@pytest.fixture
def kemi(desk):
    return as_person(desk.kemi)


def entries(response) -> dict[str, str]:
    """The checks on the page, in its order, with all that the page says of each."""
    rows = page(response).xpath("//table[contains(@class, 'catalogue')]/tbody/tr[@id]")
    return {row.get("id"): " ".join(row.text_content().split()) for row in rows}


def chosen(*, family: Family | None = None, severity: Severity | None = None) -> list[str]:
    """The ids of a family and a severity, of all where none is given."""
    return [
        one.id for one in catalogue() if family in {None, one.family} and severity in {None, one.severity}
    ]


def test_the_page_says_of_each_check_what_the_code_says(kemi):
    told = entries(kemi.get(ADDRESS))
    assert list(told) == [one.id for one in catalogue()]
    for one in catalogue():
        said = told[one.id]
        for text in (one.title, one.citation, one.severity, one.why, one.fix, *one.boxes):
            assert " ".join(text.split()) in said
        assert ("unconfirmed" in said) is not one.verified


def test_the_json_is_the_catalogue_of_the_code(kemi):
    response = kemi.get(reverse("checks-json"))
    assert response["Content-Type"] == "application/json"
    fields = Check.__struct_fields__
    assert response.json() == [
        {name: list(value) if isinstance(value := getattr(one, name), tuple) else value for name in fields}
        for one in catalogue()
    ]


@pytest.mark.parametrize("sought", ["F4-057", "f4-057", "has to compare two forms"])
def test_a_check_is_found_by_its_id_and_its_words(kemi, sought):
    assert list(entries(kemi.get(ADDRESS, {"q": sought}))) == ["F4-057"]


def test_checks_are_found_by_their_rule_and_their_box(kemi):
    by_rule, by_box = (entries(kemi.get(ADDRESS, {"q": text})) for text in ("16a-6", "exhibit 24"))
    assert "F4-038" in by_rule
    assert "F4-049" in by_box
    assert "F4-017" not in by_rule | by_box


@pytest.mark.parametrize("family", Family)
@pytest.mark.parametrize("severity", [None, Severity.ERROR, Severity.WARNING])
def test_checks_are_chosen_by_family_and_severity(kemi, family, severity):
    asked = {"family": family} | ({"severity": severity} if severity else {})
    assert list(entries(kemi.get(ADDRESS, asked))) == chosen(family=family, severity=severity)


def test_a_choice_and_a_search_go_together(kemi):
    response = kemi.get(ADDRESS, {"q": "price", "family": "law", "severity": "warning"})
    found = entries(response)
    assert found.keys() <= set(chosen(family=Family.LAW, severity=Severity.WARNING))
    assert "F4-011" in found
    hidden = page(response).xpath("//form[@role='search']/input[@type='hidden']/@value")
    assert hidden == ["law", "warning"]


@pytest.mark.parametrize("asked", [{"family": "x"}, {"severity": "<b>"}, {"family": "", "severity": ""}])
def test_a_choice_that_is_none_shows_all(kemi, asked):
    assert len(entries(kemi.get(ADDRESS, asked))) == len(catalogue())


def test_what_is_not_there_is_said(kemi):
    assert "No check matches “zzz”" in words(kemi.get(ADDRESS, {"q": "zzz"}))


def test_the_page_has_the_transaction_codes_too(kemi):
    told = words(kemi.get(ADDRESS))
    assert all(rule.meaning in told for rule in CODES.values())


@pytest.mark.parametrize("step", ["filing-table-1", "filing-review"])
def test_a_finding_leads_to_its_entry_in_the_catalogue(kemi, desk, step):
    filing = draft(desk)
    line(desk, filing, sale(price=None))
    addresses = page(kemi.get(reverse(step, args=[filing.pk]))).xpath("//a[@class='check']/@href")
    assert f"{ADDRESS}#F4-014" in addresses


def test_the_editor_of_a_line_leads_there_from_beside_the_cell_and_from_above(kemi, desk):
    filing = draft(desk)
    row = line(desk, filing, sale(price=None))
    line(desk, filing, sale(price=None))
    shown = page(kemi.get(reverse("filing-row", args=[filing.pk, row.pk])))
    assert f"{ADDRESS}#F4-014" in shown.xpath("//form[@id='row-editor']//a[@class='check']/@href")


def test_an_insider_who_reads_a_finding_may_read_what_it_is(desk):
    assert as_person(desk.anil_login).get(ADDRESS).status_code == 200


def test_every_finding_has_an_entry(kemi, desk):
    filing = draft(desk)
    line(desk, filing, sale(price=None, code="J"))
    known = entries(kemi.get(ADDRESS))
    assert {one.check for one in examine(fresh(filing)).findings} <= known.keys()
