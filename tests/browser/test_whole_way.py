"""The main job in a real browser: from a trade to a signed Form 4 as PDF and EDGAR XML, as three people."""

import datetime as dt
import io

import pytest
from lxml import etree
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from compliance.calendar import eastern_today, load_calendar
from compliance.models import Membership, Role, User
from filings.ownership.deadlines import Execution, form4_deadline
from people.models import Issuer, Position, ReportingOwner, SecurityClass

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "correct horse battery"


@pytest.fixture
def desk() -> None:
    """A desk with its staff, one issuer and its chief financial officer; no power of attorney yet."""
    for name, first, last, role in (
        ("preparer", "Pat", "Preparer", Role.PREPARER),
        ("attorney", "David", "Garrison", Role.ATTORNEY),
        ("administrator", "Ada", "Administrator", Role.ADMINISTRATOR),
    ):
        user = User.objects.create_user(
            name, f"{name}@desk.example", PASSWORD, first_name=first, last_name=last
        )
        Membership.objects.create(user=user, role=role)
    issuer = Issuer.objects.create(cik="1234567", conformed_name="EXAMPLE CORP", trading_symbol="EXMP")
    common = SecurityClass.objects.create(issuer=issuer, title="Common Stock")
    SecurityClass.objects.create(
        issuer=issuer, title="Stock Option (Right to Buy)", is_derivative=True, underlying=common
    )
    owner = ReportingOwner.objects.create(
        cik="7654321",
        conformed_name="Doe Jane Q.",
        first_name="Jane",
        middle_name="Q.",
        last_name="Doe",
        street1="1 MAIN STREET",
        city="SPRINGFIELD",
        state="IL",
        zip_code="62701",
    )
    Position.objects.create(
        owner=owner,
        issuer=issuer,
        kind=Position.Kind.OFFICER,
        title="Chief Financial Officer",
        started_on=dt.date(2020, 1, 1),
    )


def sign_in(page: Page, name: str) -> None:
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_label("Username").or_(page.locator("input[name=login]")).first.fill(name)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url("/")


def fill_line(page: Page, **values: str) -> None:
    """Fill the editor of a line by the names of its inputs; a new footnote is ``note_<cell>``."""
    for name, value in values.items():
        field = page.locator(f"#id_{name}")
        if name.startswith("note_"):
            picker = page.locator("details.fn-picker").filter(has=field)
            picker.locator("summary").click()
            field.fill(value)
            picker.locator("summary").click()
        elif name in {"code", "acquired_disposed", "ownership"}:
            field.select_option(value)
        elif value == "yes":
            field.check()
        else:
            field.fill(value)


def add_line(page: Page, kind: str, **values: str) -> None:
    page.get_by_role("link", name=f"Add {kind}").click()
    fill_line(page, **values)
    page.get_by_role("button", name="Save the line").click()
    expect(page.locator("#row-editor")).to_have_count(0)


def save_to_bytes(page: Page, link: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=link).first.click()
    return waiting.value.path().read_bytes()


def last_business_day() -> dt.date:
    calendar, day = load_calendar(), eastern_today()
    while calendar.closing(day):
        day -= dt.timedelta(days=1)
    return day


def test_from_a_trade_to_a_signed_form_4(page: Page, desk, worker) -> None:
    # The administrator keeps the power of attorney as it was executed.
    sign_in(page, "administrator")
    page.goto("/powers/new/")
    page.locator("#id_grantor").select_option(label="Doe Jane Q.")
    page.locator("#id_executed_on").fill("1/6/2025")
    page.locator("#id_text").fill(
        "I, Jane Q. Doe, make David Garrison my attorney-in-fact for Forms 3, 4 and 5."
    )
    page.get_by_label("David Garrison").check()
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("main")).to_contain_text("In force")

    # The preparer starts from a blank draft: a sale under a plan, and the option exercise before it.
    traded = last_business_day()
    typed = f"{traded.month}/{traded.day}/{traded:%y}"
    printed = f"{traded:%m/%d/%Y}"
    sign_in(page, "preparer")
    page.get_by_role("link", name="New report").first.click()
    page.locator("#id_owner").select_option(label="Doe Jane Q.")
    page.locator("#id_issuer").select_option(label="EXAMPLE CORP [EXMP]")
    page.locator("#id_traded_on").fill(typed)
    page.get_by_role("button", name="Start the Form 4").click()
    expect(page.locator("input[id$=officer_title]")).to_have_value("Chief Financial Officer")

    page.get_by_role("link", name="Table I", exact=False).filter(has_not_text="II").click()
    add_line(
        page,
        "transaction",
        title="Common Stock",
        date=typed,
        code="M",
        acquired_disposed="A",
        amount="12,500",
        price="$4.20",
        owned_after="257,500",
    )
    add_line(
        page,
        "transaction",
        title="Common Stock",
        date=typed,
        code="S",
        amount="4,918",
        price="$38.4125",
        under_plan="yes",
        notified_on=typed,
    )
    lines = page.locator("table.lines")
    expect(lines).to_contain_text("252,582")  # column 5 was left to the desk
    add_line(
        page,
        "holding",
        title="Common Stock",
        ownership="I",
        nature="By family trust",
        owned_after="31,040",
        note_nature="The reporting person disclaims beneficial ownership except for her pecuniary interest.",
    )

    page.get_by_role("link", name="The report").click()
    page.locator("#id_plan_box").check()
    page.locator("#id_plan_adopted_on").fill("3/2/2026")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".alert-success")).to_be_visible()

    # The review says what is wrong; the preparer follows each finding to its field and mends it.
    page.get_by_role("link", name="Review").first.click()
    plan = page.locator(".find", has_text="F4-023")
    pair = page.locator(".find", has_text="F4-005")
    expect(plan).to_be_visible()
    expect(pair.first).to_be_visible()
    expect(page.get_by_role("button", name="Reviewed, ready to sign")).to_be_disabled()
    plan.get_by_role("link", name="Go to the field").click()
    expect(page.locator("#id_plan_box")).to_be_visible()
    page.get_by_role("button", name="Add the footnote").click()
    expect(page.locator("main")).to_contain_text("adopted by the reporting person on March 2, 2026")
    page.get_by_role("link", name="Table II").click()
    add_line(
        page,
        "transaction",
        title="Stock Option (Right to Buy)",
        exercise_price="4.20",
        date=typed,
        code="M",
        acquired_disposed="D",
        amount="12,500",
        price="0",
        note_exercisable="Fully vested.",
        expiration="6/30/2031",
        underlying_title="Common Stock",
        underlying_amount="12,500",
        owned_after="37,500",
    )

    page.get_by_role("link", name="Exhibits").click()
    page.get_by_label("David Garrison").check()
    page.get_by_role("button", name="Save who signs").click()
    expect(page.locator("main")).to_contain_text("EX-24")

    page.get_by_role("link", name="Review").first.click()
    expect(page.get_by_role("button", name="Reviewed, ready to sign")).to_be_visible()
    expect(page.locator(".find", has_text="F4-023")).to_have_count(0)
    expect(page.locator(".find", has_text="F4-005")).to_have_count(0)
    while page.locator(".ack-form").count():
        left = page.locator(".ack-form").count()
        page.locator(".ack-form input[name=reason]").first.fill("Checked against the broker's confirmation.")
        page.locator(".ack-form button").first.click()
        expect(page.locator(".ack-form")).to_have_count(left - 1)
    expect(page.locator("main")).to_contain_text("12,500")
    page.get_by_role("button", name="Reviewed, ready to sign").click()
    expect(page.get_by_text("waits for its signature")).to_be_visible()
    address = page.url

    # The attorney-in-fact reads it and signs once it has proved who it is.
    sign_in(page, "attorney")
    page.goto(address)
    expect(page.locator(".signature-line")).to_have_text(
        "/s/ David Garrison, attorney-in-fact for Jane Q. Doe"
    )

    # Before the first electronic signature an attestation by hand has to be on file: an administrator files it.
    expect(page.get_by_text("Nobody signs electronically before an attestation")).to_be_visible()
    expect(page.get_by_role("button", name="Sign", exact=True)).to_have_count(0)
    sign_in(page, "administrator")
    page.goto("/attestations/")
    page.get_by_role("row", name="David Garrison").get_by_role("link", name="File it").click()
    page.locator("#id_signed_on").fill(f"{eastern_today():%m/%d/%Y}")
    page.locator("#id_scan").set_input_files(
        {"name": "paper.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + b"a scan"}
    )
    page.get_by_role("button", name="File it").click()
    expect(page.get_by_role("row", name="David Garrison")).to_contain_text("on file")
    sign_in(page, "attorney")
    page.goto(address)
    expect(page.get_by_text("acknowledge it and adopt it as my own signature")).to_be_visible()
    page.get_by_role("button", name="Sign", exact=True).click()
    page.locator("#id_password").fill("not my password")
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("p.error")).to_be_visible()
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url(address)
    page.get_by_role("button", name="Sign", exact=True).click()

    # Seconds later both files are there, without a reload, and the sealed authentication document with them.
    expect(page.locator("#documents .chip.ok")).to_have_count(3, timeout=30_000)
    document = etree.fromstring(save_to_bytes(page, ".xml"))
    text = " ".join(
        " ".join(
            one.extract_text() for one in PdfReader(io.BytesIO(save_to_bytes(page, ".pdf"))).pages
        ).split()
    )

    def said(path: str) -> list[str]:
        return [element.text or "" for element in document.findall(path)]

    deemed = [traded.isoformat()]
    first = "nonDerivativeTable/nonDerivativeTransaction"
    assert said("documentType") == ["4"]
    assert said("periodOfReport") == [traded.isoformat()]
    assert said("issuer/issuerCik") == ["1234567"]
    assert said("reportingOwner/reportingOwnerId/rptOwnerCik") == ["7654321"]
    assert said("reportingOwner/reportingOwnerId/rptOwnerCcc") == []
    assert said("reportingOwner/reportingOwnerRelationship/officerTitle") == ["Chief Financial Officer"]
    assert said("aff10b5One") == ["1"]
    assert said(f"{first}/securityTitle/value") == ["Common Stock"] * 2
    assert said(f"{first}/transactionDate/value") == [traded.isoformat()] * 2
    assert said(f"{first}/deemedExecutionDate/value") == deemed
    assert said(f"{first}/transactionCoding/transactionCode") == ["M", "S"]
    assert said(f"{first}/transactionAmounts/transactionShares/value") == ["12500", "4918"]
    assert said(f"{first}/transactionAmounts/transactionPricePerShare/value") == ["4.20", "38.4125"]
    assert said(f"{first}/transactionAmounts/transactionAcquiredDisposedCode/value") == ["A", "D"]
    owned = "postTransactionAmounts/sharesOwnedFollowingTransaction/value"
    assert said(f"{first}/{owned}") == ["257500", "252582"]
    holding = "nonDerivativeTable/nonDerivativeHolding"
    assert said(f"{holding}/{owned}") == ["31040"]
    assert said(f"{holding}/ownershipNature/natureOfOwnership/value") == ["By family trust"]
    option = "derivativeTable/derivativeTransaction"
    assert said(f"{option}/conversionOrExercisePrice/value") == ["4.20"]
    assert said(f"{option}/expirationDate/value") == ["2031-06-30"]
    assert said(f"{option}/underlyingSecurity/underlyingSecurityShares/value") == ["12500"]
    assert said(f"{option}/{owned}") == ["37500"]
    assert said("footnotes/footnote") == [
        (
            "This transaction was effected pursuant to a Rule 10b5-1 trading plan adopted by the reporting person "
            "on March 2, 2026."
        ),
        "The reporting person disclaims beneficial ownership except for her pecuniary interest.",
        "Fully vested.",
    ]
    assert said("ownerSignature/signatureName") == ["/s/ David Garrison, attorney-in-fact for Jane Q. Doe"]
    assert said("ownerSignature/signatureDate") == [eastern_today().isoformat()]

    for value in (
        "Doe Jane Q.", "EXAMPLE CORP", "EXMP", "Chief Financial Officer", "SPRINGFIELD", "62701", printed, "12,500",
        "$4.20", "257,500", "4,918", "$38.4125", "252,582", "31,040", "By family trust", "06/30/2031", "37,500",
        "March 2, 2026", "Fully vested.", "/s/ David Garrison, attorney-in-fact for Jane Q. Doe",
        "I, Jane Q. Doe, make David Garrison my attorney-in-fact",
    ):  # fmt: skip
        assert value in text, value
    assert "DRAFT" not in text

    # The due clock was in sight all the way, and the filing's page counts it day by day.
    due = form4_deadline(Execution(traded, under_plan=True, notified_on=traded), load_calendar()).due_on
    page.locator(".count summary").click()
    expect(page.locator(".count-days li").last).to_contain_text(f"{due.day} {due:%b %Y}")
