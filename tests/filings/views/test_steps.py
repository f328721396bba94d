"""The steps beside the tables: starting a draft, box 5, the report's boxes, notes, exhibits."""

import datetime as dt

import pytest
from django.urls import reverse

from filings.models import Filing, Footnote
from filings.ownership.codes import MAX_FOOTNOTES, MAX_OWNERS
from filings.services.assemble import assemble
from filings.services.draft import filing_owner_add
from tests.filings.harborwell import (
    FRIDAY,
    draft,
    filed,
    fresh,
    line,
    only_owner,
    power_of_attorney,
    reporting_owner,
    reviewed,
    sale,
    signed_sale,
)
from tests.filings.views.pages import as_person, errors, filled, form_on, page, submit, words


@pytest.fixture
def filing(desk):
    return draft(desk)


@pytest.fixture
def kemi(desk):
    return as_person(desk.kemi)


def at(name: str, filing: Filing, *more: int) -> str:
    return reverse(f"filing-{name}", args=[filing.pk, *more])


def messages_after(client, response) -> str:
    return words(client.get(response.headers["Location"]))


# A new report


def test_a_new_report_begins_with_the_person_the_issuer_and_the_day(kemi, desk):
    response = submit(
        kemi, reverse("filing-new"), owner=str(desk.anil.pk), issuer=str(desk.issuer.pk), traded_on="11/20/26"
    )
    filing = Filing.objects.get()
    assert response.headers["Location"] == at("who", filing)
    assert only_owner(filing).officer_title == "Chief Financial Officer"


def test_a_new_report_from_a_persons_page_has_the_person_chosen(kemi, desk):
    opened = kemi.get(reverse("filing-new"), {"owner": desk.anil.pk})
    assert form_on(opened, "").inputs["owner"].value == str(desk.anil.pk)
    assert kemi.get(reverse("filing-new"), {"owner": "nobody"}).status_code == 200


def test_a_new_report_with_a_year_gone_wrong_keeps_what_was_chosen(kemi, desk):
    response = submit(
        kemi,
        reverse("filing-new"),
        owner=str(desk.anil.pk),
        issuer=str(desk.issuer.pk),
        traded_on="7/15/0022",
    )
    assert response.status_code == 422
    form = form_on(response, "")
    assert (form.inputs["owner"].value, form.inputs["traded_on"].value) == (str(desk.anil.pk), "7/15/0022")
    assert not Filing.objects.exists()


@pytest.mark.parametrize("owner", ["999999", "x", "9" * 40, "\x00"])
def test_a_person_who_is_not_on_the_list_cannot_be_chosen(kemi, desk, owner):
    sent = {"owner": owner, "issuer": desk.issuer.pk, "traded_on": "11/20/26"}
    assert kemi.post(reverse("filing-new"), sent).status_code == 422


# Who reports


def save_box_5(client, filing, **values):
    one = only_owner(filing)
    action = at("owner-save", filing, one.pk)
    return submit(
        client, at("who", filing), action, **{f"o{one.pk}-{name}": value for name, value in values.items()}
    )


def test_box_5_is_corrected(kemi, filing):
    assert save_box_5(kemi, filing, officer_title="CFO and Treasurer", is_director=False).status_code == 302
    one = only_owner(filing)
    assert (one.officer_title, one.is_director, one.is_officer) == ("CFO and Treasurer", False, True)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"officer_title": ""}, "officer's title"),
        ({"officer_title": "x" * 31}, "30"),
        ({"officer_title": "Chéf"}, "é"),
        ({"is_other": True}, "other relationship"),
    ],
)
def test_box_5_that_is_not_complete_is_refused_and_kept(kemi, filing, values, said):
    response = save_box_5(kemi, filing, **values | {"is_ten_percent_owner": True})
    assert response.status_code == 422
    assert said in errors(response)
    one = only_owner(filing)
    inputs = form_on(response, at("owner-save", filing, one.pk)).inputs
    assert inputs[f"o{one.pk}-is_ten_percent_owner"].checked
    for name, value in values.items():
        if isinstance(value, str):
            assert (inputs[f"o{one.pk}-{name}"].value or "") == value
    assert one.officer_title == "Chief Financial Officer"


def test_two_people_on_box_5(kemi, desk, filing):
    one = only_owner(filing)
    action, title = at("owner-save", filing, one.pk), f"o{one.pk}-officer_title"
    opened = form_on(kemi.get(at("who", filing)), action)
    save_box_5(as_person(desk.kemi), filing, officer_title="Treasurer")
    response = kemi.post(action, filled(opened, **{title: "President"}))
    assert response.status_code == 409
    assert "Treasurer" in words(response)
    keep = page(response).xpath("//a[text()='keep theirs']/@href")
    assert keep == [at("who", filing)]
    assert kemi.get(keep[0]).status_code == 200
    assert only_owner(filing).officer_title == "Treasurer"
    kemi.post(action, filled(form_on(response, action)))
    assert only_owner(filing).officer_title == "President"


def test_another_owner_is_added_and_removed(kemi, desk, filing):
    submit(kemi, at("who", filing), at("owner-add", filing), owner=str(desk.mira.pk))
    hers = filing.filing_owners.get(owner=desk.mira)
    assert (hers.position, hers.is_ten_percent_owner) == (2, True)
    submit(kemi, at("who", filing), at("owner-remove", filing, hers.pk))
    assert only_owner(filing).owner == desk.anil


def test_the_owner_who_is_there_already_is_not_offered_and_not_taken(kemi, desk, filing):
    choices = form_on(kemi.get(at("who", filing)), at("owner-add", filing)).inputs["owner"].value_options
    assert str(desk.anil.pk) not in choices
    response = kemi.post(at("owner-add", filing), {"owner": desk.anil.pk})
    assert response.status_code == 422
    assert filing.filing_owners.count() == 1


def test_an_eleventh_owner_is_kept_and_the_desk_proposes_linked_filings(kemi, desk, filing):
    for number in range(MAX_OWNERS - 1):
        owner = reporting_owner(str(900 + number), "Fund", f"No. {number}")
        filing_owner_add(actor=desk.kemi, filing_id=filing.pk, owner=owner, on=FRIDAY)
    submit(kemi, at("who", filing), at("owner-add", filing), owner=str(desk.mira.pk))
    assert filing.filing_owners.count() == MAX_OWNERS + 1
    assert "Too large for one filing" in words(kemi.get(at("who", filing)))


# The report's own boxes


def test_an_amendment_names_the_date_of_the_original(kemi, filing):
    response = submit(kemi, at("report", filing), form_type="4/A", plan_adopted_on="5/4/26")
    assert response.status_code == 422
    assert "original" in words(response)
    form = form_on(response, "")
    assert (form.inputs["form_type"].value, form.inputs["plan_adopted_on"].value) == ("4/A", "5/4/26")
    assert fresh(filing).form_type == "4"
    response = submit(kemi, at("report", filing), form_type="4/A", original_filed_on="7/21/2020")
    assert response.status_code == 302
    assert fresh(filing).original_filed_on == dt.date(2020, 7, 21)


def test_box_4_is_for_amendments_alone(kemi, filing):
    response = submit(kemi, at("report", filing), original_filed_on="7/21/2020")
    assert response.status_code == 422
    assert "Form 4/A" in words(response)


def test_two_people_on_the_reports_boxes(kemi, desk, filing):
    opened = form_on(kemi.get(at("report", filing)), "")
    submit(as_person(desk.kemi), at("report", filing), plan_box=True)
    response = kemi.post(at("report", filing), filled(opened, exit_box=True))
    assert response.status_code == 409
    assert not fresh(filing).exit_box
    kemi.post(at("report", filing), filled(form_on(response, "")))
    assert (fresh(filing).exit_box, fresh(filing).plan_box) == (True, False)


def test_a_draft_is_discarded_by_its_button(kemi, filing):
    response = submit(kemi, reverse("filing", args=[filing.pk]), at("discard", filing))
    assert response.headers["Location"] == reverse("queue")
    assert not Filing.objects.exists()


# Notes and remarks


def test_a_footnote_is_written_marked_changed_and_removed(kemi, desk, filing):
    assert (
        submit(kemi, at("notes", filing), at("notes", filing), button="add", text="Average.").status_code
        == 302
    )
    note = filing.footnotes.get()
    line(desk, filing, sale(), marks={"price": [note]})
    assert "Table I, line 1, price" in words(kemi.get(at("notes", filing)))
    edit = at("note", filing, note.pk)
    assert submit(kemi, edit, edit, text="Weighted average.").status_code == 302
    assert assemble(fresh(filing)).report.footnotes[0].text == "Weighted average."
    submit(kemi, at("notes", filing), at("note-remove", filing, note.pk))
    assert not filing.footnotes.exists()


@pytest.mark.parametrize(
    ("text", "said"), [("", "Fill in"), ("n" * 1001, "1001"), ("Vests 🎉", "party popper")]
)
def test_a_footnote_that_edgar_would_not_take_is_refused_and_kept(kemi, filing, text, said):
    response = submit(kemi, at("notes", filing), at("notes", filing), button="add", text=text)
    assert response.status_code == 422
    assert said in errors(response)
    kept = form_on(response, at("notes", filing), button="add").inputs["text"].value or ""
    assert kept.removeprefix("\n") == text
    assert not filing.footnotes.exists()


def test_a_thousand_characters_are_a_footnote(kemi, filing):
    submit(kemi, at("notes", filing), at("notes", filing), button="add", text="n" * 1000)
    assert len(filing.footnotes.get().text) == 1000


def test_one_footnote_too_many_is_refused_and_kept(kemi, filing):
    Footnote.objects.bulk_create(Footnote(filing=filing, text=f"Note {n}.") for n in range(MAX_FOOTNOTES))
    response = submit(kemi, at("notes", filing), at("notes", filing), button="add", text="One too many.")
    assert response.status_code == 422
    assert "98 footnotes" in words(response)
    kept = form_on(response, at("notes", filing), button="add").inputs["text"].value
    assert kept.removeprefix("\n") == "One too many."


def test_two_people_on_one_footnote(kemi, desk, filing):
    line(desk, filing, sale(), notes={"price": "Average."})
    edit = at("note", filing, filing.footnotes.get().pk)
    opened = form_on(kemi.get(edit), edit)
    submit(as_person(desk.kemi), edit, edit, text="Weighted average.")
    response = kemi.post(edit, filled(opened, text="Mean."))
    assert response.status_code == 409
    assert words(response).count("Somebody else saved this") == 1
    assert "Weighted average." in words(response)
    assert filing.footnotes.get().text == "Weighted average."


def test_remarks_are_saved_and_two_people_on_them_are_told(kemi, desk, filing):
    address = at("notes", filing)
    opened = form_on(kemi.get(address), address, button="save")
    other = as_person(desk.kemi)
    assert (
        submit(other, address, address, button="save", remarks="Theirs.", desk_note="Ask Anil 🙂").status_code
        == 302
    )
    assert (fresh(filing).remarks, fresh(filing).desk_note) == ("Theirs.", "Ask Anil 🙂")
    response = kemi.post(address, filled(opened, button="save", remarks="Mine."))
    assert response.status_code == 409
    assert "Theirs." in words(response)
    assert fresh(filing).remarks == "Theirs."


def test_remarks_of_2001_characters_are_refused_and_kept(kemi, filing):
    address = at("notes", filing)
    response = submit(kemi, address, address, button="save", remarks="r" * 2001)
    assert response.status_code == 422
    kept = form_on(response, address, button="save").inputs["remarks"].value
    assert kept.removeprefix("\n") == "r" * 2001
    assert fresh(filing).remarks == ""


def test_the_footnote_on_the_plan_by_its_button(kemi, desk, filing):
    line(desk, filing, sale(under_plan=True))
    submit(kemi, at("report", filing), plan_box=True)
    response = submit(kemi, at("report", filing), at("plan-note", filing))
    assert "adoption date" in messages_after(kemi, response)
    submit(kemi, at("report", filing), plan_adopted_on="5/4/26")
    submit(kemi, at("report", filing), at("plan-note", filing))
    assert "May 4, 2026" in filing.footnotes.get().text


def test_notes_of_another_filing_are_not_found(kemi, desk, filing):
    other = draft(desk)
    line(desk, other, sale(), notes={"price": "Average."})
    note = other.footnotes.get()
    assert kemi.get(at("note", filing, note.pk)).status_code == 404
    assert kemi.post(at("note-remove", filing, note.pk)).status_code == 404
    assert kemi.get(at("note", other, 10**30)).status_code == 404


# Exhibits


def choose(client, filing, power: str, one: str | None = None):
    sent = {"one": only_owner(filing).pk if one is None else one, "power": power}
    return client.post(at("exhibits", filing), sent)


def test_the_attorney_is_chosen_with_the_power_and_the_power_goes_along(kemi, desk, filing):
    submit(kemi, at("exhibits", filing), power=str(desk.anil_power.pk))
    assert only_owner(filing).power == desk.anil_power
    assert "I appoint Dana Okafor to sign for me." in words(kemi.get(at("exhibits", filing)))
    submit(kemi, at("exhibits", filing), power="")
    assert only_owner(filing).power is None


def test_a_power_of_somebody_else_cannot_be_chosen(kemi, desk, filing):
    response = choose(kemi, filing, str(desk.mira_power.pk))
    assert "Choose one of the powers" in messages_after(kemi, response)
    assert only_owner(filing).power is None


@pytest.mark.parametrize("one", ["", "0", "x", "9" * 40, "9" * 5000, "-1", "²"])
def test_an_owner_who_is_not_on_the_filing_is_not_found(kemi, desk, filing, one):
    assert choose(kemi, filing, str(desk.anil_power.pk), one=one).status_code == 404


@pytest.mark.parametrize("power", ["x", "999999", "9" * 40])
def test_a_power_that_is_none_is_refused(kemi, desk, filing, power):
    assert choose(kemi, filing, power).status_code == 302
    assert only_owner(filing).power is None


def test_a_power_that_holds_no_more_is_shown_as_such(kemi, desk, filing):
    power_of_attorney(desk.anil, desk.dana, desk.issuer, revoked_on=dt.date(2026, 1, 5))
    assert "was revoked on 5 January 2026" in words(kemi.get(at("exhibits", filing)))


# After the review, and after the signature


def test_an_edit_of_a_reviewed_draft_says_that_the_review_is_void(kemi, desk, filing):
    line(desk, filing, sale())
    reviewed(desk, filing)
    assert "void" in words(kemi.get(at("report", filing)))
    submit(kemi, at("report", filing), exit_box=True)
    assert fresh(filing).state == "draft"
    assert "void" in words(kemi.get(reverse("filing", args=[filing.pk])))


def test_after_the_signature_every_address_that_edits_refuses(kemi, desk):
    filing = signed_sale(desk)
    one, row = only_owner(filing), filing.rows.get()
    note = Footnote.objects.create(filing=filing, text="Average.")
    before = assemble(fresh(filing))
    line_values = {"title": "X", "ownership": "D", "version": row.version}
    posts = {
        at("discard", filing): {},
        at("owner-add", filing): {"owner": desk.mira.pk},
        at("owner-save", filing, one.pk): {f"o{one.pk}-version": one.version},
        at("owner-remove", filing, one.pk): {},
        at("report", filing): {"form_type": "4", "version": filing.version, "exit_box": "on"},
        at("row-add", filing, "1", "transaction"): line_values,
        at("row", filing, row.pk): line_values,
        at("row-copy", filing, row.pk): {},
        at("row-move", filing, row.pk): {"way": "up"},
        at("row-remove", filing, row.pk): {},
        at("totals", filing, "1"): {},
        at("notes", filing): {"save": "1", "remarks": "More.", "version": filing.version},
        at("note", filing, note.pk): {"text": "More.", "version": note.version},
        at("note-remove", filing, note.pk): {},
        at("plan-note", filing): {},
        at("exhibits", filing): {"one": one.pk, "power": desk.anil_power.pk},
        at("acknowledge", filing): {"fingerprint": "0" * 32, "reason": "Late."},
        at("review", filing): {"sha256": filing.reviewed_sha256},
        at("preview", filing): {},
        at("send-back", filing): {"comment": "Too late."},
        at("split", filing): {},
    }
    for address, sent in posts.items():
        response = kemi.post(address, sent)
        assert response.status_code == 302, address
        assert "signed" in messages_after(kemi, response), address
    assert assemble(fresh(filing)) == before
    assert fresh(filing).state == "signed"


def test_a_filed_report_can_be_amended_by_its_button(kemi, desk):
    filing = filed(signed_sale(desk), by=desk.kemi)
    response = submit(kemi, reverse("filing", args=[filing.pk]), at("amend", filing))
    amendment = Filing.objects.get(amends=filing)
    assert response.headers["Location"] == at("report", amendment)
    assert "11/23/2026" in kemi.get(at("report", amendment)).content.decode()
