"""The log as a page and as a file, and the history of each record for whoever may see the record."""

import csv
import datetime as dt
import io
import zipfile

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.urls import reverse

from compliance.audit import taking, triggers
from compliance.audit.log import history, record
from compliance.audit.models import Event
from compliance.audit.records import kinds
from compliance.models import EdgarCalendarDay
from filings.models import Attestation
from filings.services.draft import filing_discard
from filings.services.evidence.certificates import sealing_certificate
from people.services.issuers import issuer_save
from tests.filings.harborwell import NOW, draft, line, login, sale, signed_sale
from tests.filings.views.pages import as_person, errors, page, words

LOG = "/audit/"


def tell(desk, verb: str, **changes: list[str]) -> Event:
    with transaction.atomic():
        return record(actor=desk.kemi, verb=verb, subject=desk.issuer, changes=changes)


def found(response) -> list[str]:
    return [" ".join(one.text_content().split()) for one in page(response).xpath("//ol[@class='history']/li")]


def test_an_administrator_reads_what_everybody_did(desk):
    line(desk, draft(desk), sale())
    told = found(as_person(desk.ruth).get(LOG))
    assert "Kemi Adeyemi added Table I, line 1" in told[1] or "Kemi Adeyemi added Table I, line 1" in told[0]
    assert any("Form 4, HARBORWELL INC. [HBRW]" in one for one in told)


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        ({"words": "cafetière"}, ["bought a cafetière"]),
        ({"words": "SECOND"}, ["told a second thing"]),
        ({"words": "told greenery"}, ["told a first thing"]),
        ({"words": "déjà"}, ["told a second thing"]),
        ({"kind": "people.issuer"}, ["bought a cafetière", "told a second thing", "told a first thing"]),
        ({"kind": "filings.filing"}, []),
        ({"person": "desk", "kind": "people.issuer"}, []),
        ({"first_day": "11/24/2026"}, []),
        ({"last_day": "11/22/2026"}, []),
    ],
)
def test_the_log_is_looked_through(desk, asked, fits):
    tell(desk, "told a first thing", color=["", "Greenery"])
    tell(desk, "told a second thing", color=["", "déjà vu"])
    tell(desk, "bought a cafetière")
    told = found(as_person(desk.ruth).get(LOG, asked))
    assert [one for one in told if "Nothing" not in one and "No event fits" not in one] == [
        one for one in told if any(verb in one for verb in fits)
    ]
    assert len(fits) == sum("Kemi" in one for one in told)


def test_days_are_those_of_new_york(desk):
    tell(desk, "told something")
    Event.objects.get(verb="told something")
    ruth = as_person(desk.ruth)
    today = f"{NOW:%m/%d/%Y}"
    assert any(
        "told something" in one for one in found(ruth.get(LOG, {"first_day": today, "last_day": today}))
    )


@pytest.mark.parametrize(
    "asked",
    [
        {"first_day": "yesterday"},
        {"first_day": "11/24/2026", "last_day": "11/23/2026"},
        {"person": "nobody"},
        {"person": "9" * 40},
        {"words": "\x00"},
        {"page": "x"},
    ],
)
def test_what_cannot_be_looked_for_is_said_beside_its_field(desk, asked):
    response = as_person(desk.ruth).get(LOG, asked)
    assert response.status_code == 200
    assert errors(response) or "page" in asked


def test_the_chain_is_checked_on_demand(desk):
    tell(desk, "told something")
    ruth = as_person(desk.ruth)
    told = words(ruth.post(reverse("audit-check"), follow=True))
    number = Event.objects.count()
    assert f"The chain holds: {number} events, checked just now in" in told
    triggers.remove(connection)
    Event.objects.filter(verb="told something")._raw_delete("default")
    triggers.install(connection)
    assert "The chain is broken." in words(ruth.post(reverse("audit-check"), follow=True))


def test_the_whole_log_is_taken_and_proven_elsewhere(desk, tmp_path, capsys):
    line(desk, draft(desk), sale())
    response = as_person(desk.ruth).post(reverse("audit-file"), {"as": "jsonl"})
    assert response.headers["Content-Disposition"] == 'attachment; filename="log.jsonl"'
    path = tmp_path / "log.jsonl"
    path.write_bytes(response.content)
    call_command("audit", "verify", "--file", str(path))
    assert "The event log is whole" in capsys.readouterr().out
    (taken,) = history(desk.ruth)[:1]
    assert (taken.verb, taken.actor) == ("took the log", desk.ruth)
    assert taken.changes["events"] == ["", str(response.content.count(b"\n"))]


def test_what_is_looked_for_is_what_is_taken(desk):
    tell(desk, "=cmd()", color=["red", "@blue"])
    tell(desk, "told something")
    response = as_person(desk.ruth).post(reverse("audit-file"), {"as": "csv", "words": "cmd"})
    header, *rows = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
    assert header[:4] == ["Number", "At", "Person", "What"]
    assert [(row[2], row[3], row[6]) for row in rows] == [("Kemi Adeyemi", "'=cmd()", "Color: red → @blue")]
    assert rows[0][1] == "2026-11-23 11:00:00-05:00"
    (taken,) = history(desk.ruth)[:1]
    assert taken.verb == "took a part of the log"
    assert taken.changes["words"] == ["", "cmd"]


def test_a_workbook_takes_what_somebody_can_open(desk, monkeypatch):
    tell(desk, "told something")
    ruth = as_person(desk.ruth)
    response = ruth.post(reverse("audit-file"), {"as": "xlsx"})
    assert zipfile.is_zipfile(io.BytesIO(response.content))
    monkeypatch.setattr(taking, "MOST_IN_A_WORKBOOK", 0)
    response = ruth.post(reverse("audit-file"), {"as": "xlsx"}, follow=True)
    assert "Narrow the days, or take CSV." in words(response)


def test_a_filter_that_makes_no_sense_takes_nothing(desk):
    ruth = as_person(desk.ruth)
    before = Event.objects.count()
    told = words(ruth.post(reverse("audit-file"), {"as": "csv", "first_day": "x"}, follow=True))
    assert "Mend what you look for" in told
    assert Event.objects.count() == before


# The history of one record


def test_fields_are_told_by_their_names_and_values_in_words(desk):
    desk.issuer.has_website = False
    desk.issuer.fiscal_year_end = "0930"
    issuer_save(actor=desk.kemi, issuer=desk.issuer)
    told = words(as_person(desk.kemi).get(reverse("issuer", args=[desk.issuer.pk])))
    assert "yes → no" in told
    assert "has_website" not in told
    assert "fiscal_year_end" not in told


def test_a_page_shows_the_last_eight_and_leads_to_all(desk):
    for number in range(60):
        tell(desk, f"told thing {number}")
    kemi = as_person(desk.kemi)
    response = kemi.get(reverse("issuer", args=[desk.issuer.pk]))
    assert len(found(response)) == 8
    (link,) = page(response).xpath("//a[normalize-space()='The whole history']/@href")
    first, second = kemi.get(link), kemi.get(link, {"page": 2})
    assert (len(found(first)), len(found(second))) == (50, 10)
    assert "told thing 0" in found(second)[-1]


def test_who_may_see_a_record_reads_its_history_and_nobody_else(desk):
    filing = signed_sale(desk)
    with transaction.atomic():
        certificate = sealing_certificate(NOW)
    day = EdgarCalendarDay.objects.create(
        day=dt.date(2026, 12, 24), kind="closing", name="By order", source_url="https://sec.gov/x"
    )
    attestation = Attestation.objects.filter(signer=desk.dana).get()
    everybody = {"kemi", "dana", "ruth", "anil", "otto"}
    people = {
        "kemi": desk.kemi, "dana": desk.dana, "ruth": desk.ruth, "anil": desk.anil_login,
        "otto": login("otto", "Otto", "Lind"),
    }  # fmt: skip
    for subject_type, pk, allowed in (
        ("filings.filing", filing.pk, {"kemi", "dana", "ruth", "anil"}),
        ("people.issuer", desk.issuer.pk, {"kemi", "dana", "ruth"}),
        ("people.reportingowner", desk.anil.pk, {"kemi", "dana", "ruth"}),
        ("people.powerofattorney", desk.anil_power.pk, {"kemi", "dana", "ruth"}),
        ("filings.attestation", attestation.pk, {"ruth"}),
        ("filings.deskcertificate", certificate.pk, {"ruth"}),
        ("compliance.edgarcalendarday", day.pk, {"kemi", "dana", "ruth"}),
        ("compliance.user", desk.anil_login.pk, {"ruth", "anil"}),
        ("filings.filing", 10**6, set()),
    ):
        address = reverse("audit-record", args=[subject_type, pk])
        for name in everybody:
            answer = as_person(people[name]).get(address).status_code
            expected = 200 if name in allowed else 404 if pk == 10**6 and name == "ruth" else 403
            assert answer == expected, (subject_type, name)


def test_a_kind_that_nobody_knows_is_not_found(desk):
    for kind in ("auth.permission", "x", "filings.snapshot"):
        assert as_person(desk.ruth).get(f"/audit/{kind}/1/").status_code == 404


def test_the_history_of_a_draft_that_was_discarded_is_for_who_reads_the_log(desk):
    filing = draft(desk)
    filing_discard(actor=desk.kemi, filing_id=filing.pk)
    address = reverse("audit-record", args=["filings.filing", filing.pk])
    assert as_person(desk.kemi).get(address).status_code == 403
    assert "discarded the draft" in words(as_person(desk.ruth).get(address))
    assert "no longer there" in words(as_person(desk.ruth).get(LOG))


def test_a_login_shows_its_own_history_and_the_way_to_the_log_to_whom_it_is_open(desk):
    with transaction.atomic():
        record(actor=desk.kemi, verb="signed out", subject=desk.kemi)
    mine = reverse("mfa_index")
    assert "Kemi Adeyemi signed out" in words(as_person(desk.kemi).get(mine))
    assert "Open the log" not in words(as_person(desk.kemi).get(mine))
    assert "Open the log" in words(as_person(desk.ruth).get(mine))


def test_every_kind_of_record_that_the_desk_tells_of_is_known():
    assert set(kinds()) >= {
        "compliance.user", "compliance.edgarcalendarday", "people.reportingowner", "people.issuer",
        "people.powerofattorney", "filings.filing", "filings.importrun", "filings.attestation",
        "filings.deskcertificate", "audit.loghead",
    }  # fmt: skip
