"""What a draft said before: every state of it, in order."""

import zlib
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from filings import final_rows
from filings.models import Filing, ReportState
from filings.ownership import canonical
from filings.selectors.states import changes_made, last_reviewed, original_of, shown_before, states_of
from filings.services.archive import filing_amend
from filings.services.comparing import NoSuchState, states_beside
from filings.services.draft import filing_discard, filing_save
from filings.services.evidence.shown import report_show
from filings.services.review import examine
from filings.services.rows import row_move, row_remove
from filings.services.split import filing_split
from tests.filings.harborwell import draft, filed, fresh, line, option, reviewed, sale, signed, signed_sale


def shas(filing: Filing) -> list[str]:
    return list(filing.states.order_by("pk").values_list("sha256", flat=True))


def test_each_change_of_a_draft_leaves_its_state_behind(desk):
    filing = draft(desk)
    row = line(desk, filing, sale())
    line(desk, filing, sale(amount=Decimal(7)))
    states = list(filing.states.order_by("pk"))
    assert [len(state.submission.report.non_derivative) for state in states] == [0, 1, 2]
    assert [state.event.verb for state in states] == [
        "added Ramaswamy Anil as reporting owner",
        "added Table I, line 1",
        "added Table I, line 2",
    ]
    assert {state.by for state in states} == {desk.kemi}
    assert states[-1].sha256 == examine(fresh(filing)).sha256
    assert states[-1].sha256 == canonical.sha256(zlib.decompress(states[-1].content))
    row_move(actor=desk.kemi, row=row, steps=1)
    assert filing.states.count() == 4


def test_a_save_that_changes_nothing_on_the_form_makes_no_state(desk):
    filing = fresh(draft(desk))
    before = shas(filing)
    filing_save(
        actor=desk.kemi, filing_id=filing.pk, values={"desk_note": "Ask Anil."}, version=filing.version
    )
    assert fresh(filing).revision > filing.revision
    assert shas(filing) == before


def test_what_was_said_before_and_is_said_again_is_another_state(desk):
    filing = draft(desk)
    row = line(desk, filing, sale())
    row_remove(actor=desk.kemi, row=row)
    first, second, third = shas(filing)
    assert first == third != second


def test_the_first_state_of_a_draft_from_before_is_made_at_its_next_edit(desk):
    filing = draft(desk)
    line(desk, filing, sale())
    final_rows.remove(connection)
    ReportState.objects.all().delete()
    final_rows.install(connection)
    line(desk, filing, sale(amount=Decimal(7)))
    assert filing.states.count() == 1
    assert changes_made(filing, [filing.states.get().event]) == {}


def test_a_discarded_draft_takes_its_states_along(desk):
    filing = draft(desk)
    line(desk, filing, sale())
    filing_discard(actor=desk.kemi, filing_id=filing.pk)
    assert not ReportState.objects.exists()


def test_the_parts_of_a_split_report_and_an_amendment_begin_with_a_state(desk):
    filing = draft(desk)
    for number in range(31):
        line(desk, filing, sale(amount=Decimal(number + 1)))
    _, other = filing_split(actor=desk.kemi, filing_id=filing.pk)
    (state,) = other.states.all()
    assert state.sha256 == examine(fresh(other)).sha256
    assert state.event.verb == f"split off from filing {filing.pk}"
    original = filed(signed_sale(desk), by=desk.kemi)
    amendment = filing_amend(actor=desk.kemi, filing_id=original.pk)
    assert shas(amendment) == [examine(amendment).sha256]


def test_an_address_that_changed_beside_the_draft_is_a_state_once_it_is_reviewed_or_shown(desk):
    filing = draft(desk)
    line(desk, filing, sale())
    desk.anil.street1 = "1 NEW STREET"
    desk.anil.save()
    filing = reviewed(desk, filing)
    assert filing.reviewed_sha256 == shas(filing)[-1]
    desk.anil.street1 = "2 NEW STREET"
    desk.anil.save()
    sha256 = examine(fresh(filing)).sha256
    report_show(actor=desk.anil_login, filing=filing, sha256=sha256)
    assert shas(filing)[-1] == sha256
    assert filing.states.first().by == desk.anil_login
    report_show(actor=desk.dana, filing=filing, sha256=sha256)
    assert filing.states.count() == 4


@pytest.mark.django_db
def test_the_database_keeps_what_a_signed_report_said(desk):
    filing = signed_sale(desk)
    for change in (
        lambda: filing.states.update(sha256="0" * 64),
        lambda: filing.states.all().delete(),
        lambda: filing.snapshots.update(content="{}"),
        lambda: filing.snapshots.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert filing.states.exists()
    assert filing.snapshots.get().kind == "signed"


# What the states were


def test_a_state_says_what_became_of_it(desk):
    filing = signed_sale(desk)
    newest, reviewed_state, *_ = states_of(filing)
    assert (newest.key, newest.name) == ("signed", "Signed")
    assert reviewed_state.was == (
        "reviewed by Kemi Adeyemi",
        "shown to Anil Ramaswamy for signature",
        "signed by Anil Ramaswamy",
    )


def test_a_review_that_is_void_is_still_known_as_the_last_one(desk):
    filing = draft(desk)
    line(desk, filing, sale())
    sha256 = reviewed(desk, filing).reviewed_sha256
    report_show(actor=desk.anil_login, filing=filing, sha256=sha256)
    line(desk, filing, sale(amount=Decimal(7)))
    filing = fresh(filing)
    assert filing.reviewed_sha256 == ""
    assert last_reviewed(filing) == sha256
    assert shown_before(filing, desk.anil_login, examine(filing).sha256) == sha256
    assert shown_before(filing, desk.dana, examine(filing).sha256) == ""


# Which two are compared


def test_a_draft_stands_beside_what_was_reviewed_last(desk):
    filing = draft(desk)
    line(desk, filing, sale())
    sha256 = reviewed(desk, filing).reviewed_sha256
    line(desk, filing, option(), table="II")
    beside = states_beside(fresh(filing), None)
    assert (beside.one.sha256, beside.other.key) == (sha256, "now")
    assert [one.key for one in beside.comparison.sections if one.differing] == ["table_ii"]


def test_a_draft_that_nobody_reviewed_stands_beside_what_it_was_before_its_last_change(desk):
    filing = draft(desk)
    line(desk, filing, sale())
    beside = states_beside(fresh(filing), None)
    assert (beside.one.sha256, beside.other.sha256) == tuple(shas(filing))


def test_a_signed_report_stands_beside_what_was_reviewed(desk):
    filing = signed_sale(desk)
    beside = states_beside(filing, None)
    assert (beside.one.sha256, beside.other.key) == (filing.reviewed_sha256, "signed")
    assert [one.key for one in beside.comparison.sections if one.differing] == ["signatures"]


def test_an_amendment_stands_beside_its_original(desk):
    original = filed(signed_sale(desk), by=desk.kemi)
    amendment = filing_amend(actor=desk.kemi, filing_id=original.pk)
    assert original_of(amendment) == original
    beside = states_beside(amendment, original)
    assert (beside.one.key, beside.other.key) == ("original", "now")
    assert [one.key for one in beside.comparison.sections if one.differing] == ["form", "signatures"]


def test_an_amendment_that_was_begun_as_a_new_report_finds_its_original_by_box_4(desk):
    original = filed(signed_sale(desk), by=desk.kemi)
    other = draft(desk)
    filing_save(
        actor=desk.kemi,
        filing_id=other.pk,
        values={"form_type": "4/A", "original_filed_on": original.filed_on},
        version=other.version,
    )
    assert original_of(fresh(other)) == original


def test_a_state_that_never_was_is_none(desk):
    with pytest.raises(NoSuchState):
        states_beside(draft(desk), None, from_key="f" * 64)


def test_what_was_signed_on_an_earlier_desk_is_its_only_state(desk):
    filing = signed(desk, line_of(desk))
    final_rows.remove(connection)
    ReportState.objects.all().delete()
    final_rows.install(connection)
    beside = states_beside(filing, None)
    assert beside.one is beside.other
    assert not beside.comparison.differs


def line_of(desk) -> Filing:
    filing = draft(desk)
    line(desk, filing, sale())
    return filing
