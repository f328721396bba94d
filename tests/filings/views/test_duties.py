"""The pages where different people prepare, review and sign: each person is told beforehand whose turn it is."""

import pytest
from django.urls import reverse

from compliance.audit.log import history
from compliance.models import Membership, Role
from filings.models import Filing
from filings.services.review import examine, filing_mark_reviewed, finding_acknowledge
from tests.filings.harborwell import Desk, draft, fresh, line, login, sale, under_powers
from tests.filings.views.pages import as_person, form_on, page, proven, submit, typed, words

READY = "//button[contains(., 'ready to sign')]"


def at(name: str, filing: Filing) -> str:
    return reverse(f"filing-{name}", args=[filing.pk])


@pytest.fixture
def apart(desk) -> Desk:
    desk.issuer.requires_different_people = True
    desk.issuer.save()
    return desk


def begun(desk: Desk) -> Filing:
    """Anil's sale, prepared by Kemi, for Dana to sign under his power."""
    filing = draft(desk)
    line(desk, filing, sale())
    filing = under_powers(desk, filing)
    for finding in examine(filing).open_warnings:
        finding_acknowledge(
            actor=desk.kemi, filing_id=filing.pk, fingerprint=finding.fingerprint, reason="Seen by counsel."
        )
    return fresh(filing)


@pytest.fixture
def prepared(apart) -> Filing:
    return begun(apart)


def passed_on(filing: Filing, by) -> Filing:
    return filing_mark_reviewed(actor=by, filing_id=filing.pk, sha256=examine(fresh(filing)).sha256)


def test_who_prepared_it_finds_a_sentence_where_the_button_was(apart, prepared):
    shown = as_person(apart.kemi).get(at("review", prepared))
    assert not page(shown).xpath(READY)
    assert (
        "You prepared this report; at HARBORWELL INC. somebody else reviews it. Dana Okafor can pass it on."
    ) in words(shown)


def test_where_nobody_else_may_review_the_page_says_who_can_help(apart, prepared):
    Membership.objects.filter(user=apart.dana).delete()
    assert "Nobody else here may review it: an administrator can give somebody the role." in words(
        as_person(apart.kemi).get(at("review", prepared))
    )


def test_a_button_that_was_open_before_is_refused_with_the_same_words(desk):
    filing = begun(desk)
    kemi = as_person(desk.kemi)
    opened = form_on(kemi.get(at("review", filing)), "")
    desk.issuer.requires_different_people = True
    desk.issuer.save()
    answer = kemi.post(at("review", filing), typed(opened))
    assert "You prepared this report" in words(kemi.get(answer.headers["Location"]))
    assert fresh(filing).state == "draft"


def test_who_could_sign_it_is_told_before_giving_that_up(apart, prepared):
    shown = as_person(apart.dana).get(at("review", prepared))
    assert "who reviews it does not sign it: pass it on only if somebody else signs" in words(shown)
    assert page(shown).xpath(READY)
    lena = login("lena", "Lena", "Berg", Role.PREPARER)
    assert "pass it on only if" not in words(as_person(lena).get(at("review", prepared)))


def test_somebody_else_passes_it_on_and_the_attorney_signs(apart, prepared):
    lena = as_person(login("lena", "Lena", "Berg", Role.PREPARER))
    submit(lena, at("review", prepared))
    assert fresh(prepared).state == "reviewed"
    submit(proven(as_person(apart.dana)), at("sign", prepared))
    assert fresh(prepared).state == "signed"


def test_who_reviewed_it_reads_on_the_signing_page_and_the_queue_who_signs_instead(apart, prepared):
    passed_on(prepared, apart.dana)
    dana = as_person(apart.dana)
    shown = dana.get(at("sign", prepared))
    assert "You reviewed this report; at HARBORWELL INC. somebody else signs it." in words(shown)
    assert not page(shown).xpath("//button[normalize-space()='Sign']")
    queue = words(dana.get(reverse("sign-queue")))
    assert "Nothing waits for your signature." in queue
    assert "You prepared or reviewed these, so somebody else signs them: Form 4, HARBORWELL INC." in queue
    assert "For you to sign 0" in words(dana.get(reverse("queue")))


def test_there_is_no_paper_to_print_for_who_reviewed_it(apart, prepared):
    passed_on(prepared, apart.dana)
    address = reverse("filing-paper", args=[prepared.pk, apart.anil.pk])
    assert proven(as_person(apart.dana)).get(address).status_code == 404


def test_a_signature_that_is_sent_all_the_same_is_refused_and_in_the_log(desk):
    filing = passed_on(begun(desk), desk.dana)
    dana = proven(as_person(desk.dana))
    opened = form_on(dana.get(at("sign", filing)), "")
    desk.issuer.requires_different_people = True
    desk.issuer.save()
    answer = dana.post(at("sign", filing), typed(opened))
    told = words(dana.get(answer.headers["Location"]))
    assert "You reviewed this report" in told
    assert history(filing)[0].verb == "was refused the signature"
    assert not filing.signatures.exists()


def test_a_review_that_does_not_count_any_more_is_told_where_one_would_sign_and_given_again(desk):
    filing = passed_on(begun(desk), desk.kemi)
    desk.issuer.requires_different_people = True
    desk.issuer.save()
    void = "Kemi Adeyemi reviewed this report and prepared it as well"
    shown = as_person(desk.dana).get(at("sign", filing))
    assert words(shown).count(void) == 1
    assert not page(shown).xpath("//button[normalize-space()='Sign']")
    assert void in words(as_person(desk.dana).get(reverse("sign-queue")))
    lena = as_person(login("lena", "Lena", "Berg", Role.PREPARER))
    assert void in words(lena.get(at("review", filing)))
    submit(lena, at("review", filing))
    assert fresh(filing).reviewed_by.username == "lena"
    submit(proven(as_person(desk.dana)), at("sign", filing))
    assert fresh(filing).state == "signed"


def test_the_page_of_a_filing_names_all_who_prepared_it(apart, prepared):
    dana = as_person(apart.dana)
    home = reverse("filing", args=[prepared.pk])
    assert "prepared by" not in words(dana.get(home))
    lena = login("lena", "Lena", "Berg", Role.PREPARER)
    prepared.preparers.add(lena)
    assert "prepared by Kemi Adeyemi, Lena Berg" in words(dana.get(home))


def test_an_insider_who_reads_the_review_is_told_who_reviews_and_finds_no_button(desk):
    filing = begun(desk)
    anil = as_person(desk.anil_login)
    shown = anil.get(at("review", filing))
    assert not page(shown).xpath(READY)
    assert "A preparer or an attorney-in-fact of the desk reviews it." in words(shown)
    assert "not reviewed yet. It is signed after that." in words(anil.get(at("sign", filing)))


# The issuer's box


def test_the_box_is_for_administrators_and_its_change_is_in_the_log(desk):
    address = reverse("issuer-edit", args=[desk.issuer.pk])
    ruth = as_person(desk.ruth)
    submit(ruth, address, requires_different_people=True)
    desk.issuer.refresh_from_db()
    assert desk.issuer.requires_different_people
    assert history(desk.issuer)[0].changes["requires_different_people"] == ["no", "yes"]
    assert "different people prepare, review and sign" in words(
        ruth.get(reverse("issuer", args=[desk.issuer.pk]))
    )


def test_a_preparer_neither_sees_the_box_nor_clears_it_by_saving_the_rest(apart):
    address = reverse("issuer-edit", args=[apart.issuer.pk])
    kemi = as_person(apart.kemi)
    form = form_on(kemi.get(address), "")
    assert "requires_different_people" not in form.inputs
    kemi.post(address, typed(form) | {"trading_symbol": "HBR"})
    apart.issuer.refresh_from_db()
    assert (apart.issuer.trading_symbol, apart.issuer.requires_different_people) == ("HBR", True)
    kemi.post(address, typed(form) | {"requires_different_people": ""})
    apart.issuer.refresh_from_db()
    assert apart.issuer.requires_different_people
