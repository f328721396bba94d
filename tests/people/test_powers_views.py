"""The pages of a power's life, as an administrator goes through them."""

import datetime as dt
import re

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from lxml import html

from people.models import Position, PowerOfAttorney, PowerStage, Signatory, Substitution
from people.services.powers import authority_used, poa_scan_replace
from tests.filings.views.pages import errors, submit, words
from tests.people.conftest import EXECUTED

TODAY = dt.date(2026, 11, 24)
PNG = b"\x89PNG\r\n\x1a\n the signed paper"


@pytest.fixture(autouse=True)
def _archive(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    """Noon of 24 November 2026 in New York."""
    monkeypatch.setattr(timezone, "now", lambda: dt.datetime(2026, 11, 24, 17, 0, tzinfo=dt.UTC))


@pytest.fixture
def desk(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def drafted(desk, locke, tecogen, attorney) -> PowerOfAttorney:
    """A draft for Locke about Tecogen, made through its page."""
    typed = {
        "grantor": locke.pk, "issuer": tecogen.pk, "covers_form_4": "on", "covers_amendments": "on",
        "attorneys": attorney.pk, "ends": "not_reporting", "text": "",
    }  # fmt: skip
    desk.post(reverse("power-draft"), typed)
    return PowerOfAttorney.objects.get(stage=PowerStage.DRAFTED)


def page(name: str, power: PowerOfAttorney, *more: int) -> str:
    return reverse(name, args=[power.pk, *more])


def scan(content: bytes = PNG) -> ContentFile:
    return ContentFile(content, "paper.png")


# Drafting


def test_a_draft_is_written_from_its_terms(desk, drafted):
    assert drafted.stage == PowerStage.DRAFTED
    assert "may sign Form 4 (changes in holdings), under" in " ".join(drafted.text.split())
    shown = words(desk.get(page("power", drafted)))
    assert "Power of attorney, not yet executed Draft" in shown
    assert "Kemi Adeyemi will be able to sign Form 4 and its amendments" in shown


def test_a_draft_is_written_anew_when_its_terms_change(desk, drafted):
    submit(desk, page("power-edit", drafted), covers_form_5=True)
    drafted.refresh_from_db()
    assert "Form 5 (yearly report)" in drafted.text


def test_own_words_stay_when_the_terms_change(desk, drafted):
    submit(desk, page("power-edit", drafted), text="Counsel's own words.")
    submit(desk, page("power-edit", drafted), covers_form_5=True)
    drafted.refresh_from_db()
    assert (drafted.text, drafted.covers_form_5) == ("Counsel's own words.", True)


def test_a_name_that_edgar_cannot_print_is_refused_where_it_was_chosen(desk, locke, attorney):
    attorney.first_name = "Zoë"
    attorney.save()
    answer = submit(desk, f"{reverse('power-draft')}?grantor={locke.pk}", attorneys=[str(attorney.pk)])
    assert "EDGAR does not take “ë”" in errors(answer)
    assert not PowerOfAttorney.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"joint_signers": "2"}, "Clear this box, or tick that they sign only together."),
        ({"signs_jointly": True, "joint_signers": "2"}, "Between 2 and the 1 attorneys that it names."),
        ({"ends": "date"}, "Give the last day"),
    ],
)
def test_terms_that_contradict_each_other_are_refused_at_their_box(desk, drafted, typed, sentence):
    assert sentence in errors(submit(desk, page("power-edit", drafted), **typed))


def test_the_paper_to_print_shows_nothing_but_the_power_in_its_frame(desk, drafted):
    document = html.fromstring(desk.get(page("power-paper", drafted)).content)
    (sheet,) = document.xpath("//*[@class='paper-sheet']")
    assert sheet.text_content().startswith("POWER OF ATTORNEY")
    assert sheet.text_content().rstrip().endswith("Benjamin M. Locke")


# From sent to confirmed


def test_the_whole_way_to_a_power_whose_text_is_confirmed(desk, drafted):
    submit(desk, page("power-send", drafted), day="11/20/2026")
    assert "Sent for signature" in words(desk.get(page("power", drafted)))
    answer = desk.post(
        page("power-execute", drafted),
        {"executed_on": "11/23/2026", "signed_by": "Benjamin M. Locke", "scan": scan()},
    )
    assert answer.url == page("power-confirm", drafted)
    shown = words(desk.get(page("power", drafted)))
    assert "In force" in shown
    assert "Text not confirmed" in shown
    submit(desk, page("power-confirm", drafted))
    shown = words(desk.get(page("power", drafted)))
    assert "Text confirmed" in shown
    assert "read beside the scan by Ada Novak, 24 Nov 2026" in shown


def test_a_paper_is_not_signed_in_time_to_come(desk, drafted):
    answer = desk.post(
        page("power-execute", drafted),
        {"executed_on": "11/25/2026", "signed_by": "B. Locke", "notarised_on": "11/1/2026", "scan": scan()},
    )
    assert "That day has not come yet" in errors(answer)


def test_the_notary_does_not_sign_before_the_grantor(desk, drafted):
    answer = desk.post(
        page("power-execute", drafted),
        {"executed_on": "11/20/2026", "signed_by": "B. Locke", "notarised_on": "11/1/2026", "scan": scan()},
    )
    assert "The paper was signed later, on 20 November 2026." in errors(answer)


def test_a_signed_paper_comes_with_its_scan(desk, drafted):
    answer = desk.post(page("power-execute", drafted), {"executed_on": "11/20/2026", "signed_by": "B. Locke"})
    assert "Choose a file." in errors(answer)


def test_text_and_scan_stand_side_by_side(desk, administrator, power):
    poa_scan_replace(actor=administrator, power=power, scan=scan())
    document = html.fromstring(desk.get(page("power-confirm", power)).content)
    (frame,) = document.xpath("//iframe")
    assert frame.get("src") == page("power-scan-shown", power)
    shown = desk.get(frame.get("src"))
    assert b"".join(shown.streaming_content) == PNG
    assert shown["Content-Disposition"] == 'inline; filename="power-of-attorney.png"'
    assert shown["Content-Type"] == "image/png"
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert shown["X-Frame-Options"] == "SAMEORIGIN"
    assert "default-src 'none'" in shown["Content-Security-Policy"]


def test_a_text_that_was_changed_under_the_reader_is_not_confirmed(desk, administrator, power):
    poa_scan_replace(actor=administrator, power=power, scan=scan())
    before = html.fromstring(desk.get(page("power-confirm", power)).content)
    seen = before.xpath("//input[@name='seen']/@value")[0]
    PowerOfAttorney.objects.update(text="Other words.")
    answer = desk.post(page("power-confirm", power), {"seen": seen}, follow=True)
    assert "changed in the meantime" in words(answer)
    assert PowerOfAttorney.objects.get().text_confirmed_at is None


def test_a_draft_is_taken_back_and_discarded(desk, drafted):
    submit(desk, page("power-send", drafted), day="11/20/2026")
    answer = desk.get(page("power-edit", drafted), follow=True)
    assert "Take it back before you change it" in words(answer)
    submit(desk, page("power", drafted), page("power-take-back", drafted))
    submit(desk, page("power", drafted), page("power-discard", drafted))
    assert not PowerOfAttorney.objects.exists()


def test_nothing_of_a_signed_paper_is_sent_or_discarded(desk, power):
    for name in ("power-take-back", "power-discard"):
        desk.post(page(name, power))
    desk.post(page("power-send", power), {"day": "11/20/2026"})
    assert PowerOfAttorney.objects.get().stage == PowerStage.EXECUTED


# Corrections and notes


def test_a_correction_needs_its_reason(desk, power):
    answer = submit(desk, page("power-edit", power), covers_form_144=True)
    assert "Say what was wrong" in errors(answer)
    submit(desk, page("power-edit", power), covers_form_144=True, reason="The paper names Form 144.")
    assert PowerOfAttorney.objects.get().covers_form_144


def test_a_power_that_somebody_signed_under_takes_notes_and_no_corrections(desk, power):
    authority_used(power=power, substitution=None, on=TODAY)
    answer = desk.get(page("power-edit", power), follow=True)
    assert "its terms are fixed" in words(answer)
    submit(desk, page("power-note", power), text="The paper names Form 144 as well.")
    shown = words(desk.get(page("power", power)))
    assert "The paper names Form 144 as well. Ada Novak" in shown
    assert "its terms are fixed" in shown


def test_the_accession_number_is_entered_later(desk, power):
    authority_used(power=power, substitution=None, on=TODAY)
    submit(desk, page("power-filed", power), accession_number="000123456726000123")
    assert PowerOfAttorney.objects.get().filed_with == "0001234567-26-000123"


# Ending


def test_a_revocation_warns_of_what_was_signed_on_or_after_its_day(desk, power):
    authority_used(power=power, substitution=None, on=TODAY)
    answer = desk.post(page("power-revoke", power), {"day": "11/20/2026", "writing": scan()}, follow=True)
    assert "Somebody signed under it on 24 November 2026, on or after that day" in words(answer)
    writing = desk.get(page("power-revocation", power))
    assert "revocation-1600001-2026-11-20.png" in writing["Content-Disposition"]


def test_a_revocation_by_mistake_is_taken_out(desk, power):
    desk.post(page("power-revoke", power), {"day": "11/20/2026"})
    submit(desk, page("power-unrevoke", power), reason="Meant for somebody else.")
    assert "In force" in words(desk.get(page("power", power)))


def test_a_new_power_begins_with_the_terms_of_the_one_it_replaces(desk, power, locke, garrison, attorney):
    PowerOfAttorney.objects.update(covers_form_144=True, allows_substitution=True)
    power.named_attorneys.create(user=garrison, ended_on=dt.date(2026, 1, 5))
    address = f"{reverse('power-draft')}?grantor={locke.pk}&replaces={power.pk}"
    submit(desk, address, revokes_replaced=True)
    new = PowerOfAttorney.objects.get(stage=PowerStage.DRAFTED)
    assert (new.replaces, new.revokes_replaced) == (power, True)
    assert (new.covers_form_144, new.allows_substitution) == (True, True)
    assert list(new.attorneys.all()) == [attorney], "who left is not named again"
    assert "I revoke the power of attorney that I signed on March 12, 2025." in " ".join(new.text.split())


def test_words_that_revoke_name_what_they_revoke(desk, power, locke):
    address = f"{reverse('power-draft')}?grantor={locke.pk}&replaces={power.pk}"
    assert "Choose the earlier power that it revokes" in errors(
        submit(desk, address, replaces="", revokes_replaced=True)
    )


def test_a_substitute_is_added_and_revoked(desk, power, garrison):
    PowerOfAttorney.objects.update(allows_substitution=True)
    submit(
        desk,
        page("power-substitute-new", power),
        attorney=str(power.named_attorneys.get().pk),
        substitute=str(garrison.pk),
        executed_on="11/2/2026",
        text="I appoint David Garrison.",
    )
    one = Substitution.objects.get()
    shown = words(desk.get(page("power", power)))
    assert "David Garrison in the place of Kemi Adeyemi" in shown
    assert "or David Garrison as substitute, may sign" in shown
    submit(desk, page("power-substitute-end", power, one.pk), day="11/20/2026")
    assert "not in force" in words(desk.get(page("power", power)))
    submit(desk, page("power", power), page("power-substitute-remove", power, one.pk))
    assert not Substitution.objects.exists()


def test_a_power_that_allows_no_substitute_says_so_at_the_box(desk, power, garrison):
    answer = submit(
        desk,
        page("power-substitute-new", power),
        attorney=str(power.named_attorneys.get().pk),
        substitute=str(garrison.pk),
        executed_on="11/2/2026",
        text="I appoint David Garrison.",
    )
    assert "does not let its attorneys appoint a substitute" in errors(answer)


# Capacities


def test_a_capacity_is_stated_and_ended_on_the_owners_page(desk, ramaswamy, preparer):
    ramaswamy.kind = "entity"
    ramaswamy.save()
    owner = reverse("owner", args=[ramaswamy.pk])
    assert "a signature has to show the capacity" in words(desk.get(owner))
    submit(
        desk,
        reverse("owner-signatory-new", args=[ramaswamy.pk]),
        user=str(preparer.pk),
        capacity="Managing Member",
        through="Acme GP LLC, its general partner",
        started_on="1/2/2024",
    )
    one = Signatory.objects.get()
    assert "Managing Member, through Acme GP LLC, its general partner" in words(desk.get(owner))
    submit(desk, reverse("owner-signatory-end", args=[ramaswamy.pk, one.pk]), day="6/30/2026")
    assert "to 06/30/2026" in words(desk.get(owner))


def test_for_a_person_it_is_said_whether_it_is_the_guardian_or_the_executor(desk, locke, preparer):
    page_of_it = reverse("owner-signatory-new", args=[locke.pk])
    assert page_of_it in desk.get(reverse("owner", args=[locke.pk])).content.decode()
    says = {"user": str(preparer.pk), "capacity": "personal representative", "started_on": "11/10/2026"}
    assert "Say for what" in errors(submit(desk, page_of_it, **says))
    assert "Select a valid choice" in errors(desk.post(page_of_it, says | {"basis": "entity"}))
    answer = submit(desk, page_of_it, **says, basis="estate")
    assert f"signs for {locke} as personal representative." in words(desk.get(answer["Location"]))
    assert Signatory.objects.get().basis == Signatory.Basis.ESTATE
    assert "personal representative, for the estate, from" in words(
        desk.get(reverse("owner", args=[locke.pk]))
    )


def test_a_death_is_noted_and_ends_the_power(desk, power, locke):
    submit(desk, reverse("owner-capacity", args=[locke.pk]), died_on="11/1/2026")
    assert "Died on11/01/2026" in words(desk.get(reverse("owner", args=[locke.pk])))
    shown = words(desk.get(page("power", power)))
    assert "Ended" in shown
    assert "until Benjamin M. Locke died on 1 November 2026" in shown


def test_an_incapacity_after_the_death_is_refused(desk, locke):
    answer = submit(
        desk,
        reverse("owner-capacity", args=[locke.pk]),
        died_on="11/1/2026",
        incapable_since="11/2/2026",
    )
    assert "The death came before, on 1 November 2026." in errors(answer)


# The register and the gaps


@pytest.fixture
def insider(locke, tecogen):
    return Position.objects.create(
        owner=locke, issuer=tecogen, kind="director", started_on=dt.date(2020, 1, 2)
    )


def test_the_register_opens_with_everybody_today(desk, power, insider):
    shown = words(desk.get(reverse("powers-register")))
    assert "1 insider with Form 4 on Tue 24 Nov 2026" in shown
    assert "Kemi Adeyemi under the power of attorney of 12 March 2025" in shown


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ({"form": "144", "on": "11/24/2026"}, "does not cover Form 144"),
        ({"form": "4", "on": "3/11/2025"}, "was not yet executed on 11 March 2025"),
        ({"form": "4/A", "on": "11/24/2026"}, "Kemi Adeyemi under the power"),
        ({"form": "ID", "on": "11/24/2026"}, "“By POA from”"),
        ({"form": "4", "on": "13/1/2026"}, "There is no month 13"),
        ({"form": "4", "on": ""}, "Give the day"),
        ({"form": "13D", "on": "11/24/2026"}, "Select a valid choice"),
        ({"form": "4", "on": "11/24/2026", "owner": "x", "issuer": "\x00"}, "Select a valid choice"),
    ],
)
def test_the_register_is_asked_and_answers(desk, power, insider, asked, answer):
    shown = desk.get(reverse("powers-register"), asked)
    assert shown.status_code == 200
    assert answer in words(shown)


def test_the_gaps_name_what_to_do_and_where(desk, power, insider):
    shown = desk.get(reverse("powers-gaps"))
    assert "Only Kemi Adeyemi can sign under it." in words(shown)
    assert page("power", power) in shown.content.decode()


def test_the_picture_says_the_same_as_its_table(desk, power, insider):
    document = html.fromstring(desk.get(reverse("powers-gaps")).content)
    (picture,) = document.xpath("//*[local-name()='svg']")
    assert picture.get("role") == "img"
    titled = [picture.xpath(f".//*[@id='{one}']") for one in picture.get("aria-labelledby").split()]
    assert all(len(one) == 1 for one in titled)
    gaps = [one.text_content().strip() for one in picture.xpath(".//*[@class='gap']")]
    table = " ".join(document.xpath("//table")[-1].text_content().split())
    assert gaps == ["nobody from 1 November 2024 to 11 March 2025"]
    assert gaps[0].removeprefix("nobody ") in table
    assert "from 12 March 2025" in table


@pytest.mark.parametrize("issuer", ["", "0", "x", "9" * 40, "-1"])
def test_an_issuer_that_is_none_shows_everybody(desk, power, insider, issuer):
    assert desk.get(reverse("powers-gaps"), {"issuer": issuer}).status_code == 200


def test_no_page_of_the_life_has_a_script_or_a_style_of_its_own(desk, administrator, power, insider, drafted):
    poa_scan_replace(actor=administrator, power=power, scan=scan())
    names = [
        "power", "power-edit", "power-note", "power-filed", "power-paper", "power-send", "power-execute",
        "power-substitute-new", "power-revoke",
    ]  # fmt: skip
    addresses = [
        page(name, drafted if name in {"power-send", "power-execute", "power-paper"} else power)
        for name in names
    ]
    addresses += [
        reverse("powers"), reverse("powers-register"), reverse("powers-gaps"), page("power-confirm", power),
        reverse("power-draft"), page("power", drafted),
    ]  # fmt: skip
    for address in addresses:
        answer = desk.get(address)
        assert answer.status_code == 200, address
        text = answer.content.decode()
        assert " style=" not in text, address
        assert "<style" not in text, address
        assert not re.search(r"<script(?![^>]* src=)", text), address


def test_the_administration_shows_powers_and_changes_none(desk, administrator, power):
    administrator.is_staff = True
    administrator.save()
    address = f"/admin/people/powerofattorney/{power.pk}/"
    assert desk.get("/admin/people/powerofattorney/").status_code == 200
    assert desk.get(f"{address}change/").status_code == 200
    for asked in (f"{address}change/", f"{address}delete/", "/admin/people/powerofattorney/add/"):
        assert desk.post(asked, {"executed_on": EXECUTED}).status_code == 403
