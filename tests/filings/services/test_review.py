"""The review: errors stop it, warnings take a reason, and what was reviewed is what is signed."""

import datetime as dt
from decimal import Decimal

import pytest

from compliance.audit.log import history
from filings.models import Filing, FilingState
from filings.ownership.deadlines import EASTERN
from filings.ownership.findings import Severity
from filings.services.draft import filing_save, filing_signer_choose
from filings.services.editing import NotEditable
from filings.services.review import (
    ChangedSince,
    NotReady,
    examine,
    filing_mark_reviewed,
    filing_send_back,
    finding_acknowledge,
)
from filings.services.sign import filing_sign
from tests.filings.harborwell import (
    NOW,
    Desk,
    draft,
    fresh,
    line,
    on_the_desk,
    only_owner,
    reviewed,
    sale,
    sign_as,
    signed_sale,
    under_powers,
)

THURSDAY = dt.datetime(2026, 11, 26, 9, 0, tzinfo=EASTERN)


def pass_on(desk: Desk, filing: Filing) -> Filing:
    sha256 = examine(fresh(filing)).sha256
    return filing_mark_reviewed(actor=desk.kemi, filing_id=filing.pk, sha256=sha256)


def late_finding(filing: Filing):
    return next(one for one in examine(fresh(filing)).findings if one.check == "F4-017")


def test_a_clean_sale_in_time_has_nothing_to_acknowledge_and_can_be_passed_on(desk):
    filing = draft(desk)
    line(desk, filing, sale())
    assert examine(fresh(filing)).is_ready
    passed = pass_on(desk, filing)
    assert (passed.state, passed.reviewed_by, passed.reviewed_at) == (FilingState.REVIEWED, desk.kemi, NOW)
    assert passed.reviewed_sha256 == examine(fresh(filing)).sha256


def test_an_error_stops_the_review(desk):
    filing = draft(desk)
    line(desk, filing, sale(price=None))
    assert examine(fresh(filing)).errors
    with pytest.raises(NotReady):
        pass_on(desk, filing)
    assert fresh(filing).state == FilingState.DRAFT


def test_an_empty_draft_cannot_be_passed_on(desk):
    with pytest.raises(NotReady):
        pass_on(desk, draft(desk))


def test_a_late_report_takes_a_reason_and_goes_on(desk, clock):
    clock.set(THURSDAY)
    filing = draft(desk)
    line(desk, filing, sale())
    finding = late_finding(filing)
    assert finding.severity is Severity.WARNING
    with pytest.raises(NotReady):
        pass_on(desk, filing)
    kept = finding_acknowledge(
        actor=desk.kemi,
        filing_id=filing.pk,
        fingerprint=finding.fingerprint,
        reason="The broker's report came late.",
    )
    assert (kept.check_id, kept.message, kept.by) == ("F4-017", finding.message, desk.kemi)
    event = history(filing)[0]
    assert event.verb == "acknowledged F4-017"
    assert event.changes["reason"] == ["", "The broker's report came late."]
    assert pass_on(desk, filing).state == FilingState.REVIEWED


def test_another_reason_takes_the_place_of_the_first(desk, clock):
    clock.set(THURSDAY)
    filing = draft(desk)
    line(desk, filing, sale())
    for reason in ("Because.", "The broker's report came late."):
        finding_acknowledge(
            actor=desk.kemi, filing_id=filing.pk, fingerprint=late_finding(filing).fingerprint, reason=reason
        )
    assert filing.acknowledgements.get().reason == "The broker's report came late."


def test_a_warning_is_asked_again_when_its_figures_change(desk, clock):
    clock.set(THURSDAY)
    filing = draft(desk)
    line(desk, filing, sale())
    finding_acknowledge(
        actor=desk.kemi, filing_id=filing.pk, fingerprint=late_finding(filing).fingerprint, reason="Late."
    )
    assert examine(fresh(filing)).is_ready
    clock.set(THURSDAY + dt.timedelta(days=4))
    assert [one.check for one in examine(fresh(filing)).open_warnings] == ["F4-017"]


def test_an_error_or_a_finding_that_is_gone_cannot_be_acknowledged(desk):
    filing = draft(desk)
    line(desk, filing, sale(price=None))
    error = examine(fresh(filing)).errors[0]
    for fingerprint in (error.fingerprint, "0" * 32):
        with pytest.raises(ChangedSince):
            finding_acknowledge(
                actor=desk.kemi, filing_id=filing.pk, fingerprint=fingerprint, reason="I insist."
            )
    assert not filing.acknowledgements.exists()


def test_what_somebody_changed_meanwhile_is_not_passed_on_unread(desk):
    filing = draft(desk)
    row = line(desk, filing, sale())
    seen = examine(fresh(filing)).sha256
    row.price = Decimal("83.41")
    row.save()
    with pytest.raises(ChangedSince):
        filing_mark_reviewed(actor=desk.kemi, filing_id=filing.pk, sha256=seen)
    assert fresh(filing).state == FilingState.DRAFT


def test_passing_on_twice_leaves_one_review(desk):
    filing = draft(desk)
    line(desk, filing, sale())
    pass_on(desk, filing)
    pass_on(desk, filing)
    assert [one.verb for one in history(filing)].count(
        "reviewed the report and passed it on for signature"
    ) == 1


def test_a_change_after_the_review_makes_it_void_and_the_log_says_so(desk):
    filing = draft(desk)
    line(desk, filing, sale())
    reviewed(desk, filing)
    filing_save(actor=desk.kemi, filing_id=filing.pk, values={"remarks": "One more word."}, version=1)
    again = fresh(filing)
    assert (again.state, again.reviewed_sha256, again.reviewed_by, again.reviewed_at) == (
        FilingState.DRAFT, "", None, None,
    )  # fmt: skip
    assert "void" in history(filing)[0].verb


def test_a_change_after_one_of_two_signatures_makes_that_one_void(desk):
    filing = draft(desk, desk.anil, desk.mira)
    line(desk, filing, sale())
    filing_signer_choose(
        actor=desk.kemi, filing_owner=filing.filing_owners.get(owner=desk.mira), power=desk.mira_power
    )
    filing = reviewed(desk, filing)
    sign_as(desk.dana, filing)
    assert fresh(filing).signatures.count() == 1
    line(desk, filing, sale(price=Decimal(39), owned_after=None))
    assert fresh(filing).state == FilingState.DRAFT
    assert not fresh(filing).signatures.exists()


def test_a_report_sent_back_is_a_draft_with_the_comment_in_its_history(desk):
    filing = draft(desk)
    line(desk, filing, sale())
    reviewed(desk, filing)
    filing_send_back(actor=desk.dana, filing_id=filing.pk, comment="Column 7 is blank")
    assert fresh(filing).state == FilingState.DRAFT
    assert (history(filing)[0].actor, history(filing)[0].verb) == (
        desk.dana,
        "sent the report back: Column 7 is blank",
    )
    with pytest.raises(NotEditable):
        filing_send_back(actor=desk.dana, filing_id=filing.pk, comment="Again")


def test_the_findings_of_a_signed_report_are_closed(desk):
    filing = signed_sale(desk)
    with pytest.raises(NotEditable):
        finding_acknowledge(actor=desk.kemi, filing_id=filing.pk, fingerprint="0" * 32, reason="Late.")
    with pytest.raises(NotEditable):
        filing_mark_reviewed(actor=desk.kemi, filing_id=filing.pk, sha256=filing.reviewed_sha256)


def test_the_exhibit_that_another_filing_carried_meanwhile_makes_this_another_report(desk):
    """Two drafts under one new power: once the first is on file, the second needs no Exhibit 24."""
    filing = draft(desk)
    line(desk, filing, sale())
    filing = reviewed(desk, under_powers(desk, filing))
    assert only_owner(filing).power == desk.anil_power
    desk.anil_power.filed_with = "0001234567-26-000001"
    desk.anil_power.save()
    assert examine(fresh(filing)).sha256 != filing.reviewed_sha256
    with pytest.raises(ChangedSince, match="reviewed again"):
        filing_sign(
            actor=desk.dana,
            filing_id=filing.pk,
            sha256=examine(fresh(filing)).sha256,
            manner=on_the_desk(),
        )
