"""The demo desk as a newcomer finds it, on whatever day and at whatever hour it is loaded."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from lxml import etree
from pypdf import PdfReader

from compliance.calendar import eastern_now, load_calendar
from compliance.models import User
from filings.clock import Tone, read_clock
from filings.demo import LOGINS, PASSWORD, demo_load
from filings.models import Filing, FilingState, RenderJob, Snapshot
from filings.ownership.deadlines import EASTERN, next_business_day
from filings.ownership.findings import Severity
from filings.ownership.report import OwnershipReport, Submission
from filings.ownership.writer import write
from filings.rendering.pdf import render_pdf
from filings.services.assemble import assemble
from filings.services.review import examine
from people.models import ReportingOwner
from tests.filings.views.pages import as_person, words

DAYS = {
    "a Tuesday morning": dt.datetime(2026, 11, 24, 9, 0, tzinfo=EASTERN),
    "a Saturday": dt.datetime(2026, 11, 21, 14, 0, tzinfo=EASTERN),
    "a Sunday": dt.datetime(2026, 11, 22, 14, 0, tzinfo=EASTERN),
    "the day before Thanksgiving": dt.datetime(2026, 11, 25, 12, 0, tzinfo=EASTERN),
    "Thanksgiving": dt.datetime(2026, 11, 26, 12, 0, tzinfo=EASTERN),
    "eleven at night": dt.datetime(2026, 11, 23, 23, 0, tzinfo=EASTERN),
    "a minute before ten": dt.datetime(2026, 11, 23, 21, 59, tzinfo=EASTERN),
    "New Year's Day": dt.datetime(2027, 1, 1, 10, 0, tzinfo=EASTERN),
}


@pytest.fixture(params=DAYS)
def demo(request, db, clock) -> dt.datetime:
    """The demo desk, loaded at one of these instants."""
    clock.set(DAYS[request.param])
    assert demo_load()
    return eastern_now()


@pytest.fixture
def tuesday(db, clock) -> None:
    clock.set(DAYS["a Tuesday morning"])
    demo_load()


def of_2020() -> Filing:
    return Filing.objects.get(state=FilingState.FILED)


def ready() -> Filing:
    return Filing.objects.get(state=FilingState.SIGNED)


def begun() -> Filing:
    return Filing.objects.get(state=FilingState.DRAFT)


def test_the_filing_of_2020_is_there_as_it_was_made(demo):
    filing = of_2020()
    assert (filing.due_on, filing.filed_on) == (dt.date(2020, 7, 17), dt.date(2020, 7, 21))
    assert read_clock(filing, load_calendar(), demo).text == "Filed 2 business days late"
    report = filing.snapshots.get(kind=Snapshot.Kind.SIGNED).submission.report
    assert (report.owners[0].name, report.owners[0].relationship.officer_title) == (
        "Benjamin Locke M.",
        "CEO",
    )
    assert [(one.name, one.date) for one in report.signatures] == [
        ("/s/ Benjamin M. Locke", dt.date(2020, 7, 21))
    ]
    assert filing.signatures.get().signed_on == dt.date(2020, 7, 21)


def test_one_is_signed_by_the_attorney_with_the_power_as_exhibit_24_and_ready_to_be_sent(demo):
    filing = ready()
    submission = filing.snapshots.get(kind=Snapshot.Kind.SIGNED).submission
    assert "David Garrison, attorney-in-fact for Jane Q. Doe" in submission.report.signatures[0].name
    assert [one.type for one in submission.exhibits] == ["EX-24"]
    assert "Exhibit 24" in submission.report.remarks
    assert filing.signatures.get().signed_on == demo.date()
    assert read_clock(filing, load_calendar(), demo).tone is not Tone.LATE


def test_the_draft_is_due_on_the_next_business_day_and_has_one_thing_wrong(demo):
    filing = begun()
    assert filing.due_on == next_business_day(demo.date(), load_calendar())
    assert filing.due_is_provisional is not load_calendar().confirmed(filing.due_on.year)
    findings = examine(filing).findings
    assert any(one.severity is Severity.ERROR for one in findings)
    assert all(not row.date or row.date <= demo.date() for row in filing.rows.all())


def test_every_page_of_the_demo_opens_for_everybody_whose_it_is(demo):
    for login in ("preparer", "attorney", "administrator", "auditor", "insider"):
        client = as_person(User.objects.get(username=login))
        assert client.get(reverse("queue")).status_code == 200
        for filing in Filing.objects.all():
            answer = client.get(reverse("filing", args=[filing.pk])).status_code
            own = filing.owners.filter(user__username=login).exists()
            assert answer == (200 if login != "insider" or own else 403)


def test_each_login_of_the_demo_may_do_what_its_role_says_and_no_more(tuesday):
    may = {
        name: {one for one in ("filings.prepare", "filings.hand_out", "people.change_ccc")
               if User.objects.get(username=name).has_perm(one)}
        for name, *_ in LOGINS
    }  # fmt: skip
    assert may == {
        "preparer": {"filings.prepare"},
        "attorney": {"filings.hand_out"},
        "attorney-2": {"filings.hand_out"},
        "administrator": {"filings.hand_out", "people.change_ccc"},
        "auditor": set(),
        "insider": set(),
    }
    ruth = as_person(User.objects.get(username="administrator"))
    assert ruth.get("/admin/people/reportingowner/").status_code == 200
    assert ruth.get("/admin/compliance/user/").status_code == 200


def test_the_late_filing_says_so_on_its_page(tuesday):
    client = as_person(User.objects.get(username="preparer"))
    assert "2 business days late" in words(client.get(reverse("filing", args=[of_2020().pk])))


@pytest.mark.parametrize("day", ["2027-12-31", "2028-01-01", "2028-02-29"])
def test_where_the_calendar_is_not_known_any_more_the_demo_still_loads(db, clock, day):
    clock.set(dt.datetime.fromisoformat(f"{day} 10:00").replace(tzinfo=EASTERN))
    assert demo_load()
    assert of_2020().filed_on == dt.date(2020, 7, 21)


def test_it_is_loaded_once(tuesday):
    before = Filing.objects.count()
    assert demo_load() is False
    assert Filing.objects.count() == before


def test_it_is_not_loaded_where_somebody_is(desk):
    assert demo_load() is False
    assert not Filing.objects.exists()


def test_only_the_local_desk_has_it(db, settings):
    settings.DEMO_DESK = False
    with pytest.raises(CommandError):
        call_command("demo")
    assert not User.objects.exists()


def test_the_command_names_the_logins_and_they_work(db, clock, settings, client):
    settings.DEMO_DESK = True
    told = io.StringIO()
    call_command("demo", stdout=told)
    for name, *_ in LOGINS:
        assert name in told.getvalue()
        signed_in = client.post("/accounts/login/", {"login": name, "password": PASSWORD})
        assert signed_in.headers["Location"] == "/"
        client.logout()


def test_the_ccc_of_the_demo_are_kept_like_everybodys(tuesday):
    cccs = [owner.ccc.reveal() for owner in ReportingOwner.objects.all()]
    assert all(len(ccc) == 8 for ccc in cccs)
    for snapshot in Snapshot.objects.all():
        assert not any(ccc in snapshot.content for ccc in cccs)


# What leaves the desk


def submissions() -> dict[str, Submission]:
    """Every filing of the demo: the signed ones as they are frozen, the draft as it stands."""
    found = {}
    for filing in Filing.objects.all():
        signed = filing.snapshots.filter(kind=Snapshot.Kind.SIGNED).first()
        found[f"{filing.state} {filing}"] = signed.submission if signed else assemble(filing)
    return found


def test_the_xml_of_every_signed_filing_is_valid_by_the_secs_own_schema(demo, sec_schemas):
    for name, submission in submissions().items():
        if submission.report.signatures:
            cccs = {owner.cik: "demo#111" for owner in submission.report.owners}
            document = etree.fromstring(write(submission.report, cccs=cccs))
            schema = sec_schemas[submission.report.document_type]
            assert schema.validate(document), (name, schema.error_log)


def values_of(report: OwnershipReport) -> list[str]:
    """What the printed form must show of a report, as people write it."""
    found = [
        report.issuer.name,
        *(one.name for one in report.owners),
        *(one.name for one in report.signatures),
    ]
    found += [note.text for note in report.footnotes]
    found += [report.remarks]
    for row in report.rows():
        found += [row.title.value or "", f"{row.owned_after.value:,}" if row.owned_after.value else ""]
    for row in report.transactions():
        found += [f"{row.date.value:%m/%d/%Y}", row.coding.code, f"{row.amount.value:,}"]
        if row.price.value:
            found += [f"{row.price.value:,}"]
    return [text for text in found if text]


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_the_pdf_of_every_filing_shows_every_value(tuesday):
    for name, submission in submissions().items():
        pdf = PdfReader(io.BytesIO(render_pdf(submission, draft=not submission.report.signatures)))
        text = squeezed("".join(page.extract_text() for page in pdf.pages))
        missing = [value for value in values_of(submission.report) if squeezed(value) not in text]
        assert missing == [], name


def test_the_documents_of_the_demo_are_queued_for_the_worker(tuesday):
    assert RenderJob.objects.filter(state=RenderJob.State.QUEUED).count() == 4
