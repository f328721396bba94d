"""What people see of the ledger: balances, entries, and why one form does not go on from the other."""

import datetime as dt

import msgspec
import pytest
from django.urls import reverse

from filings.models import Filing, LedgerKey
from filings.ownership import canonical
from filings.ownership.report import Cell, DocumentType, OwnershipReport
from filings.services.archive import filing_amend
from filings.services.ledger import Reported, reports_append
from people.models import Issuer
from tests.filings.harborwell import ADDRESS, Desk, draft, filed, fresh, line, sale, signed, signed_sale
from tests.filings.ownership.checks.cases import form4, held, option, stock
from tests.filings.services.test_short_swing import past
from tests.filings.views.pages import as_person, page, words

MARCH, APRIL, MAY = dt.date(2026, 3, 3), dt.date(2026, 4, 2), dt.date(2026, 5, 4)


def on(day: dt.date, *rows, **changes) -> OwnershipReport:
    """A form of a day, on which all its transactions are."""
    dated = [msgspec.structs.replace(row, date=Cell(day)) if hasattr(row, "date") else row for row in rows]
    return form4(*dated, period_of_report=day, **changes)


def sold(number, after, **changes):
    return stock("S", number, "38.41", "D", after, **changes)


def imported(desk: Desk, report: OwnershipReport, *owners, **columns) -> Filing:
    """A past form in the archive and in the ledger."""
    filing = past(desk, report, *owners)
    for name, value in columns.items():
        setattr(filing, name, value)
    filing.save()
    reports_append([Reported(filing, report, canonical.sha256(canonical.encode(report)))])
    return fresh(filing)


def holdings(desk, person, **asked):
    return as_person(person).get(reverse("owner-ledger", args=[desk.anil.pk]), asked)


def breaks(desk, person, **asked):
    return as_person(person).get(reverse("owner-breaks", args=[desk.anil.pk]), asked)


def account(desk, person, key=None, **asked):
    key = key or LedgerKey.objects.order_by("pk").first()
    return as_person(person).get(reverse("owner-account", args=[desk.anil.pk, key.pk]), asked)


def rows(response, classes: str) -> list[list[str]]:
    found = page(response).xpath(f"//table[contains(@class, '{classes}')]//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row.xpath("td")] for row in found]


def broken(desk) -> Filing:
    """A total that is 230 more than the form before it leaves."""
    imported(desk, on(MARCH, sold(500, 12_500)))
    return imported(desk, on(APRIL, held(12_730)))


def test_direct_and_indirect_add_up_to_what_is_held_of_a_class(desk):
    imported(desk, on(MARCH, sold(500, 12_000), held(3_000, "I", "By Trust"), option("A", 900, 20, "A", 900)))
    found = rows(holdings(desk, desk.kemi), "holdings")
    assert [row[:2] for row in found] == [
        ["Common Stock", "15,000"],
        ["Direct", "12,000"],
        ["By Trust", "3,000"],
        ["Stock Option (Right to Buy) at $20, exercisable 15 Feb 2024, expires 15 Feb 2030 Direct", "900"],
    ]
    assert found[0][2] == "12,000 direct, 3,000 indirect"
    assert found[2][2] == "Form 4 filed on 3 March 2026 Table I, line 2"


def test_the_source_of_a_balance_is_a_click_away(desk):
    filing = imported(desk, on(MARCH, sold(500, 12_000)))
    assert page(holdings(desk, desk.kemi)).xpath(f"//a[@href='{reverse('filing', args=[filing.pk])}']")


def test_what_was_sold_to_the_last_share_is_folded_away(desk):
    imported(desk, on(MARCH, sold(500, 0)))
    answer = holdings(desk, desk.kemi)
    assert "Nothing is held any more" in words(answer)
    (folded,) = page(answer).xpath("//details[contains(., 'stands at 0')]")
    assert "Common Stock" in folded.text_content()


def test_holdings_are_shown_as_they_were_on_a_day(desk):
    imported(desk, on(MARCH, sold(500, 12_000)))
    imported(desk, on(APRIL, sold(1_000, 11_000)))
    assert rows(holdings(desk, desk.kemi, on="03/31/2026"), "holdings")[0][1] == "12,000"
    assert rows(holdings(desk, desk.kemi, on="04/02/2026"), "holdings")[0][1] == "11,000"
    assert "Nothing is known" in words(holdings(desk, desk.kemi, on="1/5/2025"))


def test_a_day_that_is_none_says_so_and_shows_today(desk):
    imported(desk, on(MARCH, sold(500, 12_000)))
    answer = holdings(desk, desk.kemi, on="13/45/2026")
    assert "There is no month 13" in words(answer)
    assert rows(answer, "holdings")[0][1] == "12,000"


def test_an_option_that_nobody_exercised_before_it_expired_says_so(desk):
    last_year = Cell(dt.date(2025, 6, 30))
    imported(desk, on(MARCH, held(1_000), option("A", 900, 20, "A", 900, expiration=last_year)))
    assert page(holdings(desk, desk.kemi)).xpath("//span[@class='chip soon' and .='expired']")
    assert not page(holdings(desk, desk.kemi, on="6/30/2025")).xpath("//span[.='expired']")


def test_a_person_with_two_issuers_chooses_one(desk):
    other = Issuer.objects.create(cik="99", conformed_name="ALDER CO", trading_symbol="ALDR", **ADDRESS)
    imported(desk, on(MARCH, sold(500, 12_000)))
    elsewhere = past(desk, on(MARCH, sold(1, 7)))
    Filing.objects.filter(pk=elsewhere.pk).update(issuer=other)
    answer = holdings(desk, desk.kemi, issuer=desk.issuer.pk)
    assert "ALDER CO" in words(answer)
    assert rows(answer, "holdings")[0][1] == "12,000"
    assert holdings(desk, desk.kemi, issuer="x").status_code == 200


def test_nothing_on_record_is_said(desk):
    assert "No signed or filed report states a holding yet" in words(holdings(desk, desk.kemi))


def test_an_account_shows_each_step_and_what_does_not_follow(desk):
    broken(desk)
    imported(desk, on(MAY, sold(730, 12_000)))
    answer = account(desk, desk.kemi)
    newest, gap, told, first = rows(answer, "entries")
    assert newest[:6] == ["Mon 4 May 2026", "Sale S", "12,730", "− 730", "–", "12,000"]
    assert gap[:6] == ["Thu 2 Apr 2026", "Holding", "12,500", "–", "+ 230", "12,730"]
    assert told[0].startswith("230 more than expected. Nothing on the two forms explains the difference.")
    assert first[2] == "13,000"


def test_the_picture_of_a_balance_has_words_and_a_size_for_each_screen(desk):
    broken(desk)
    pictures = page(account(desk, desk.kemi)).xpath("//*[local-name()='svg' and @role='img']")
    assert len(pictures) == 2
    for picture in pictures:
        assert picture.xpath("string(.//*[local-name()='desc'])").strip()
        assert len(picture.xpath(".//*[local-name()='circle']")) == 2
        assert picture.xpath(".//*[local-name()='circle' and @class='open']")
        assert not picture.xpath(".//@style")


def test_any_spelling_of_an_account_leads_to_it(desk):
    imported(desk, on(MARCH, sold(500, 12_000)))
    imported(desk, on(APRIL, sold(500, 11_500, title=Cell("COMMON STOCK, $.01 par value"))))
    keys = LedgerKey.objects.order_by("pk")
    assert len(keys) == 2
    assert len({account(desk, desk.kemi, key).content.decode().count("<tr") for key in keys}) == 1


def test_an_account_of_somebody_else_is_not_found(desk):
    imported(desk, on(MARCH, sold(500, 12_000)), desk.mira)
    assert account(desk, desk.kemi).status_code == 404


def test_the_entries_go_into_a_file_without_becoming_formulas(desk):
    imported(desk, on(MARCH, sold(500, 12_000, title=Cell("=HYPERLINK(1)"))))
    for answer in (account(desk, desk.kemi, **{"as": "csv"}), holdings(desk, desk.kemi, **{"as": "csv"})):
        head, entry = answer.content.decode("utf-8-sig").splitlines()
        assert head.startswith("Security,Terms,Held,Award,Day,Code")
        assert entry.startswith("'=HYPERLINK(1),,direct,,2026-03-03,S,")
        assert ",12500,-500,,12000,12000," in entry


def test_a_total_that_does_not_follow_is_counted_and_shown_with_both_forms(desk):
    second = broken(desk)
    assert "1 total does not follow from the form before" in words(holdings(desk, desk.kemi))
    answer = breaks(desk, desk.kemi)
    told = words(answer)
    assert "1 to look into, 0 explained" in told
    assert (
        "12,500 on Tue 3 Mar 2026 + 0 reported = 12,500 ; this form says 12,730 : 230 more."
        in told.replace("12,500;", "12,500 ;").replace("12,730:", "12,730 :")
    )
    (total,) = page(answer).xpath("//tr[@class='total']")
    assert [cell.text_content().strip() for cell in total] == [
        "5. Amount of Securities Beneficially Owned Following Reported Transaction(s)", "12,500", "12,730",
    ]  # fmt: skip
    assert page(answer).xpath(f"//table//a[@href='{reverse('filing', args=[second.pk])}']")


def test_what_nothing_explains_comes_first(desk):
    broken(desk)
    later = dt.date(2026, 11, 2)
    imported(desk, on(later, sold(100, 99_000)))
    labels = page(breaks(desk, desk.kemi)).xpath("//details/summary//span[contains(@class, 'chip')]/text()")
    assert labels == ["unexplained", "long time between"]


def test_the_breaks_of_one_account_can_be_shown_alone(desk):
    broken(desk)
    imported(desk, on(MAY, held(4_000, "I", "By Trust")))
    imported(desk, on(dt.date(2026, 6, 1), held(4_500, "I", "By Trust")))
    keys = {one.nature: one.pk for one in LedgerKey.objects.all()}
    assert "2 to look into" in words(breaks(desk, desk.kemi))
    told = words(breaks(desk, desk.kemi, account=keys["By Trust"]))
    assert "1 to look into" in told
    assert "12,730" not in told
    for nonsense in ("x", "²", "9" * 30):
        assert "2 to look into" in words(breaks(desk, desk.kemi, account=nonsense))


def amended(desk) -> tuple[Filing, Filing]:
    """A form that says 500 where 800 were sold, and the next one that goes on from it."""
    first = imported(desk, on(MARCH, sold(500, 12_500)))
    return first, imported(desk, on(APRIL, sold(100, 12_400)))


AMENDED = {"document_type": DocumentType.FORM_4A, "date_of_original_submission": MARCH}


def test_an_amendment_names_the_later_reports_that_it_moves_and_they_name_it(desk):
    first, later = amended(desk)
    amendment = imported(
        desk, on(MARCH, sold(800, 12_200), **AMENDED), amends=first, filed_on=MAY, original_filed_on=MARCH
    )
    told = words(as_person(desk.kemi).get(reverse("filing", args=[amendment.pk])))
    assert "Later reports whose totals this moves" in told
    assert "put it right on the next report; none of these has to be amended for it" in told.lower()
    assert "states 12,400, with the correction 12,100" in told
    told = words(as_person(desk.kemi).get(reverse("filing", args=[later.pk])))
    assert "Totals here that a later report moved" in told
    assert "states 12,400, with the correction 12,100" in told
    assert "Form 4/A filed on 4 May 2026" in told
    told = words(as_person(desk.kemi).get(reverse("filing", args=[first.pk])))
    assert "moved" not in told
    told = words(account(desk, desk.kemi))
    assert "In place of Form 4 filed on 3 March 2026" in told
    assert "The form states 12,400: that lacks what Form 4/A filed on 4 May 2026 says" in told


def test_a_draft_of_an_amendment_says_what_it_would_move(desk):
    first = signed_sale(desk)
    first = filed(first, by=desk.kemi)
    later = draft(desk)
    line(desk, later, sale(date=dt.date(2026, 11, 23), amount=100, owned_after=11_900))
    later = signed(desk, later)
    amendment = filing_amend(actor=desk.kemi, filing_id=first.pk)
    address = reverse("filing", args=[amendment.pk])
    assert "would move" not in words(as_person(desk.kemi).get(address))
    amendment.rows.update(amount=800, owned_after=11_700)
    told = words(as_person(desk.kemi).get(address))
    assert "Later reports whose totals this would move" in told
    assert "states 11,900, with the correction 11,600" in told
    assert page(as_person(desk.kemi).get(address)).xpath(
        f"//section[@id='moved']//a[@href='{reverse('filing', args=[later.pk])}']"
    )


def test_a_filing_leads_to_the_holdings_of_its_owners(desk):
    filing = imported(desk, on(MARCH, sold(500, 12_000)))
    for one in (filing, draft(desk)):
        answer = as_person(desk.kemi).get(reverse("filing", args=[one.pk]))
        assert reverse("owner-ledger", args=[desk.anil.pk]) in answer.content.decode()


@pytest.fixture
def trading(desk) -> Filing:
    """A draft of a sale by somebody who holds the class through a trust as well."""
    note = "Held by the Ramaswamy Family Trust."
    imported(desk, on(MARCH, sold(500, 12_500), held(3_000, "I", "By Trust", "F1"), notes=(note,)))
    filing = draft(desk)
    line(desk, filing, sale())
    return fresh(filing)


def test_the_other_holdings_of_a_class_go_on_the_draft_with_one_click(desk, trading):
    client = as_person(desk.kemi)
    address = reverse("filing-table-1", args=[trading.pk])
    assert "Other holdings of this class" in words(client.get(address))
    assert client.post(reverse("filing-holdings-add", args=[trading.pk])).status_code == 302
    added = trading.rows.get(kind="holding")
    assert (added.title, added.ownership, added.nature, added.owned_after) == (
        "Common Stock",
        "I",
        "By Trust",
        3_000,
    )
    (mark,) = added.marks.all()
    assert (mark.cell, mark.footnote.text) == ("nature", "Held by the Ramaswamy Family Trust.")
    told = words(client.get(address))
    assert "Other holdings of this class" not in told
    assert "added Table I, line 2" in words(client.get(reverse("filing", args=[trading.pk])))
    assert client.post(reverse("filing-holdings-add", args=[trading.pk])).status_code == 302
    assert trading.rows.count() == 2


def test_a_footnote_that_the_draft_has_already_is_not_written_twice(desk, trading):
    line(desk, trading, sale(), notes={"title": "Held by the Ramaswamy Family Trust."})
    as_person(desk.kemi).post(reverse("filing-holdings-add", args=[trading.pk]))
    assert trading.footnotes.count() == 1


def test_a_signed_report_takes_no_holding(desk, trading):
    report = signed(desk, trading)
    client = as_person(desk.kemi)
    answer = client.post(reverse("filing-holdings-add", args=[report.pk]), follow=True)
    assert report.rows.count() == 1
    assert "signed" in words(answer)


def test_insiders_see_their_own_ledger_and_cannot_record(desk):
    broken(desk)
    told = words(holdings(desk, desk.anil_login))
    assert "12,730" in told
    assert "Opening balance" not in told
    assert "If it is known why" not in words(breaks(desk, desk.anil_login))
    assert as_person(desk.anil_login).get(reverse("owner-ledger", args=[desk.mira.pk])).status_code == 403
