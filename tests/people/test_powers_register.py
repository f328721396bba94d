"""The register over all insiders, what is missing, the coverage over time, and the reminders."""

import datetime as dt
import smtplib

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.audit.log import history
from compliance.models import Membership, Role, User
from people.authority import Occasion, people_under, under_power
from people.coverage import Span, coverage_of
from people.models import (
    AttorneyInFact,
    Position,
    PowerOfAttorney,
    PowerReminder,
    ReportingOwner,
    Signatory,
    Substitution,
)
from people.picture import draw, window_around
from people.selectors.powers_gaps import coverage_for, gaps_on
from people.selectors.powers_register import insiders_on, register_on
from people.services.powers.reminders import reminders_send
from people.tasks import remind_of_endings
from tests.people import on_paper
from tests.people.conftest import EXECUTED, person

TODAY = dt.date(2026, 11, 24)
DAY = dt.timedelta(days=1)


@pytest.fixture
def insiders(locke, ramaswamy, tecogen, harborwell):
    """Locke at Tecogen, Ramaswamy at Harborwell, both on the board for years."""
    for owner, issuer in ((locke, tecogen), (ramaswamy, harborwell)):
        Position.objects.create(owner=owner, issuer=issuer, kind="director", started_on=dt.date(2020, 1, 2))


def form_4(issuer=None, on: dt.date = TODAY, **rest) -> Occasion:
    return Occasion("4", is_amendment=False, issuer=issuer, on=on, **rest)


def another_power(grantor, issuer, *attorneys, **terms) -> PowerOfAttorney:
    power = PowerOfAttorney.objects.create(
        grantor=grantor, issuer=issuer, **{"executed_on": EXECUTED, "text": "Know all", **terms}
    )
    for user in attorneys:
        AttorneyInFact.objects.create(power=power, user=user)
    return power


# The register


def test_every_insider_is_asked_about_the_own_issuer(insiders, power, locke, ramaswamy, attorney):
    of_locke, of_ramaswamy = register_on(form_4())
    assert [one.signer for one in of_locke.able] == [attorney]
    assert of_locke.issuer == power.issuer
    assert (of_ramaswamy.owner, of_ramaswamy.able) == (ramaswamy, [])
    assert of_ramaswamy.why_nobody == (
        "Ramaswamy Anil K. has neither a power of attorney on file nor an own login."
    )


def test_on_a_day_that_is_over_the_register_asks_who_held_a_position_then(insiders, power, locke, tecogen):
    locke.positions.update(ended_on=dt.date(2026, 6, 30))
    assert [line.owner for line in register_on(form_4(tecogen))] == []
    assert [line.owner for line in register_on(form_4(tecogen, dt.date(2026, 6, 30), is_past=True))] == [
        locke
    ]


def test_an_attorney_who_has_left_since_is_found_on_a_day_of_the_past(insiders, power, locke, attorney):
    User.objects.filter(pk=attorney.pk).update(is_active=False)
    Membership.objects.all().delete()
    assert register_on(form_4())[0].able == []
    assert register_on(form_4(on=dt.date(2025, 6, 1), is_past=True))[0].able != []


def test_one_person_is_asked_about_although_no_power_names_her(insiders, power, preparer):
    line = register_on(form_4(), attorney=preparer)[0]
    assert line.refused == [
        ("Dana Whitfield is not named in the power of attorney of 12 March 2025.", [preparer])
    ]


def test_an_owner_who_holds_no_position_is_asked_about_where_the_powers_name_it(power, locke, tecogen):
    (line,) = register_on(form_4(), owner=locke)
    assert (line.issuer, len(line.able)) == (tecogen, 1)
    (line,) = register_on(Occasion("ID", False, None, TODAY), owner=locke)
    assert line.refused[0][0] == "The power of attorney of 12 March 2025 does not cover Form ID."


def test_the_register_takes_as_many_queries_for_many_insiders_as_for_few(
    insiders, power, tecogen, attorney, django_assert_max_num_queries
):
    for number in range(12):
        owner = ReportingOwner.objects.create(
            cik=f"90{number}", conformed_name=f"Doe {number}", last_name="Doe"
        )
        Position.objects.create(owner=owner, issuer=tecogen, kind="director", started_on=EXECUTED)
        another_power(owner, tecogen, attorney)
    with django_assert_max_num_queries(8):
        assert len([line for line in register_on(form_4()) if line.able]) == 13
    with django_assert_max_num_queries(40):
        gaps_on(TODAY)


# What is missing


def told(gaps_of_a_kind) -> list[str]:
    return [f"{one.power.grantor.last_name}: {one.sentence}" for one in gaps_of_a_kind]


def test_an_insider_for_whom_nobody_can_sign(insiders, power, ramaswamy):
    assert [line.owner for line in gaps_on(TODAY).orphans] == [ramaswamy]
    ramaswamy.user = person("anil", "Anil", "Ramaswamy")
    ramaswamy.save()
    assert gaps_on(TODAY).orphans == []


def test_what_the_usual_power_lacks(insiders, power):
    found = gaps_on(TODAY)
    assert told(found.alone) == ["Locke: Only Kemi Adeyemi can sign under it."]
    assert told(found.papers) == ["Locke: The scan of the signed paper is missing."]
    assert told(found.unfiled) == ["Locke: No filing has carried it yet: it goes along with the next report."]
    assert found.silent == found.expiring == found.departures == found.waiting == []


def test_a_power_that_wants_nothing_is_not_spoken_of(insiders, power, garrison, administrator):
    AttorneyInFact.objects.create(power=power, user=garrison)
    PowerOfAttorney.objects.filter(pk=power.pk).update(
        scan="powers-of-attorney/x.pdf",
        text_confirmed_by=administrator,
        text_confirmed_at=timezone.now(),
        filed_with="0001234567-25-000001",
    )
    found = gaps_on(TODAY)
    assert found.number == len(found.orphans) == 1  # Ramaswamy


def test_silent_on_amendments_and_form_id_without_a_notary(power):
    PowerOfAttorney.objects.update(covers_amendments=False, covers_form_id=True)
    found = gaps_on(TODAY)
    assert told(found.silent) == [
        "Locke: It does not cover amendments: nobody can sign a correction under it."
    ]
    assert "Locke: It covers Form ID and is not notarised: EDGAR does not take it for that." in told(
        found.papers
    )


def test_departures(insiders, power, attorney, garrison, locke):
    AttorneyInFact.objects.create(power=power, user=garrison)
    User.objects.filter(pk=attorney.pk).update(is_active=False)
    Membership.objects.filter(user=garrison).delete()
    locke.positions.update(ended_on=dt.date(2026, 6, 30))
    assert told(gaps_on(TODAY).departures) == [
        "Locke: The login of Kemi Adeyemi is closed: enter the last day of the authority.",
        "Locke: David Garrison does not hold the attorney's role here and cannot sign.",
        GONE_FROM_THE_BOARD,
    ]


GONE_FROM_THE_BOARD = (
    "Locke: Benjamin Locke M. has held no position at TECOGEN INC. since 30 June 2026: have it revoked once "
    "nothing is left to report."
)


def test_one_who_left_with_a_last_day_is_no_gap(insiders, power, attorney, garrison):
    AttorneyInFact.objects.create(power=power, user=garrison)
    User.objects.filter(pk=attorney.pk).update(is_active=False)
    power.named_attorneys.filter(user=attorney).update(ended_on=TODAY - DAY)
    assert gaps_on(TODAY).departures == []


@pytest.mark.parametrize(
    ("days", "sentence", "tone"),
    [
        (0, "It ends today, on 24 November 2026, and no other takes its place.", "late"),
        (1, "It ends tomorrow, on 25 November 2026, and no other takes its place.", "late"),
        (30, "It ends in 30 days, on 24 December 2026, and no other takes its place.", "late"),
        (31, "It ends in 31 days, on 25 December 2026, and no other takes its place.", "soon"),
        (90, "It ends in 90 days, on 22 February 2027, and no other takes its place.", "soon"),
    ],
)
def test_a_power_that_is_about_to_end(power, days, sentence, tone):
    PowerOfAttorney.objects.update(ends="date", ends_on=TODAY + days * DAY)
    assert [(one.sentence, one.tone) for one in gaps_on(TODAY).expiring] == [(sentence, tone)]


@pytest.mark.parametrize("days", [91, -1])
def test_a_power_that_is_not_about_to_end(power, days):
    PowerOfAttorney.objects.update(ends="date", ends_on=TODAY + days * DAY)
    assert gaps_on(TODAY).expiring == []


def test_a_power_that_another_one_takes_over_from(power, locke, tecogen, attorney):
    PowerOfAttorney.objects.update(ends="date", ends_on=TODAY + 5 * DAY)
    narrow = another_power(locke, tecogen, attorney, executed_on=TODAY - DAY, covers_form_5=False)
    assert gaps_on(TODAY).expiring[0].tone == "late"
    PowerOfAttorney.objects.filter(pk=narrow.pk).update(covers_form_5=True)
    assert gaps_on(TODAY).expiring[0].sentence == (
        "It ends in 5 days, on 29 November 2026; the power of attorney of 23 November 2026 goes on."
    )


def test_a_report_that_was_signed_after_the_grantor_had_revoked(power):
    PowerOfAttorney.objects.update(
        used_on=EXECUTED, last_used_on=dt.date(2026, 11, 20), revoked_on=dt.date(2026, 11, 18)
    )
    (gap,) = gaps_on(TODAY).after_revocation
    assert gap.sentence == (
        "Somebody signed under it on 20 November 2026, after its revocation on 18 November 2026: ask counsel about "
        "that report."
    )
    PowerOfAttorney.objects.update(revoked_on=dt.date(2026, 11, 20))
    assert "the day of its revocation: see which came first" in gaps_on(TODAY).after_revocation[0].sentence
    PowerOfAttorney.objects.update(revoked_on=dt.date(2026, 11, 21))
    assert gaps_on(TODAY).after_revocation == []


def test_a_revocation_wants_its_writing_unless_another_power_is_it(power, locke, tecogen, attorney):
    PowerOfAttorney.objects.update(revoked_on=TODAY)
    assert told(gaps_on(TODAY).papers) == ["Locke: The signed revocation is missing."]
    another_power(locke, tecogen, attorney, executed_on=TODAY, replaces=power, revokes_replaced=True)
    assert "Locke: The signed revocation is missing." not in told(gaps_on(TODAY).papers)


def test_a_paper_that_does_not_come_back(locke):
    PowerOfAttorney.objects.create(grantor=locke, stage="sent", sent_on=TODAY - 15 * DAY, text="Know all")
    assert told(gaps_on(TODAY).waiting) == [
        "Locke: It was sent for signature on 9 November 2026 and has not come back."
    ]
    assert gaps_on(TODAY - DAY).waiting == []


def test_a_joint_power_with_nobody_to_spare(power, garrison):
    AttorneyInFact.objects.create(power=power, user=garrison)
    PowerOfAttorney.objects.update(signs_jointly=True)
    assert told(gaps_on(TODAY).alone) == [
        "Locke: It takes 2 attorneys together, and no more than 2 can sign."
    ]


def test_a_substitute_makes_two_of_one(power, attorney, garrison):
    PowerOfAttorney.objects.update(allows_substitution=True)
    Substitution.objects.create(
        attorney=power.named_attorneys.get(), substitute=garrison, executed_on=TODAY, text="I appoint"
    )
    assert gaps_on(TODAY).alone == []


def test_an_entity_whose_login_states_no_capacity(harborwell, ramaswamy, preparer):
    ramaswamy.kind, ramaswamy.user = "entity", preparer
    ramaswamy.save()
    Position.objects.create(owner=ramaswamy, issuer=harborwell, kind="ten_percent_owner", started_on=EXECUTED)
    assert "not stated in which capacity" in gaps_on(TODAY).orphans[0].why_nobody
    Signatory.objects.create(owner=ramaswamy, user=preparer, capacity="Trustee", started_on=EXECUTED)
    assert gaps_on(TODAY).orphans == []


# Coverage over time

WINDOW = window_around(TODAY)


def covered(*powers, started_on=dt.date(2020, 1, 2), ended_on=None, window=WINDOW):
    position = Position(
        owner=on_paper.locke(), issuer=on_paper.TECOGEN, started_on=started_on, ended_on=ended_on
    )
    return coverage_of(position.owner, position.issuer, [position], powers, window, TODAY)


def test_an_insider_with_a_power_for_all_the_time_has_no_gap():
    assert covered(on_paper.power(on_paper.ADEYEMI, executed_on=dt.date(2019, 1, 2))).gaps == ()


def test_the_days_before_between_and_after_two_powers_are_gaps():
    found = covered(
        on_paper.power(on_paper.ADEYEMI, executed_on=dt.date(2025, 3, 12), revoked_on=dt.date(2025, 6, 1)),
        on_paper.power(
            on_paper.ADEYEMI, executed_on=dt.date(2025, 7, 1), ends="date", ends_on=dt.date(2026, 12, 31)
        ),
    )
    assert found.gaps == (
        Span(dt.date(2024, 11, 1), dt.date(2025, 3, 11)),
        Span(dt.date(2025, 6, 1), dt.date(2025, 6, 30)),
        Span(dt.date(2027, 1, 1), dt.date(2027, 11, 30)),
    )
    assert [span for _, span in found.powers] == [
        Span(dt.date(2025, 3, 12), dt.date(2025, 5, 31)),
        Span(dt.date(2025, 7, 1), dt.date(2026, 12, 31)),
    ]


def test_only_the_days_of_a_position_can_be_a_gap():
    found = covered(started_on=dt.date(2026, 1, 5), ended_on=dt.date(2026, 2, 1))
    assert found.gaps == found.held == (Span(dt.date(2026, 1, 5), dt.date(2026, 2, 1)),)


def test_a_power_whose_last_attorney_left_covers_nobody_from_the_next_day_on():
    found = covered(on_paper.power(on_paper.ADEYEMI, left={on_paper.ADEYEMI: dt.date(2026, 6, 30)}))
    assert found.gaps[-1].since == dt.date(2026, 7, 1)


def test_a_login_that_is_closed_counts_from_today_on():
    gone = User(pk=11, first_name="Kemi", last_name="Adeyemi", is_active=False)
    assert covered(on_paper.power(gone, executed_on=dt.date(2019, 1, 2))).gaps == (Span(TODAY, WINDOW.until),)


def test_a_power_for_another_issuer_or_form_draws_no_bar():
    found = covered(
        on_paper.power(on_paper.ADEYEMI, issuer=on_paper.HARBORWELL),
        on_paper.power(on_paper.ADEYEMI, covers_form_4=False),
        on_paper.power(on_paper.ADEYEMI, stage="drafted", executed_on=None),
    )
    assert (found.powers, found.gaps) == ((), (Span(WINDOW.since, WINDOW.until),))


near = st.integers(0, 9).map(lambda number: TODAY + number * DAY)
maybe = st.none() | near
SHORT = Span(TODAY, TODAY + 9 * DAY)


@given(
    some=st.lists(
        st.builds(
            lambda executed, ends, revoked, left: on_paper.power(
                on_paper.ADEYEMI,
                executed_on=executed,
                ends="date" if ends else "revocation",
                ends_on=ends,
                revoked_on=revoked,
                left={on_paper.ADEYEMI: left} if left else {},
            ),
            near, maybe, maybe, maybe,
        ),
        max_size=3,
    )
)  # fmt: skip
@settings(max_examples=150)
def test_a_day_is_in_a_gap_exactly_when_nobody_may_sign_on_it(some):
    gaps = covered(*some, window=SHORT).gaps
    for number in range(10):
        day = TODAY + number * DAY
        nobody = not any(
            under_power(one, user, form_4(on_paper.TECOGEN, day)).granted
            for one in some
            for user in people_under(one)
        )
        assert any(span.since <= day <= span.until for span in gaps) is nobody, day


def test_the_picture_has_its_bars_where_the_days_are():
    window = Span(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    line = covered(
        on_paper.power(
            on_paper.ADEYEMI, executed_on=dt.date(2026, 1, 1), ends="date", ends_on=dt.date(2026, 12, 31)
        ),
        window=window,
    )
    picture = draw([line, line], window, dt.date(2026, 1, 1))
    ((_, bar),) = picture.rows[0].powers
    assert (bar.x, bar.width) == ("0.000%", "100.000%")
    assert bar.says == "power of attorney of 1 January 2026, from 1 January 2026 to 31 December 2026"
    assert picture.today_x == "0.000%"
    assert [tick.label for tick in picture.ticks] == ["2026", "Jul"]
    assert picture.rows[1].powers[0][1].y > bar.y
    assert picture.height > picture.rows[1].powers[0][1].y


@pytest.mark.parametrize("day", [dt.date(2024, 2, 29), dt.date(2026, 12, 31), dt.date(2027, 1, 1)])
def test_the_window_is_whole_months_whatever_the_day(day):
    window = window_around(day)
    assert window.since <= day <= window.until
    assert (window.since.day, (window.until + DAY).day) == (1, 1)


def test_the_coverage_of_the_desk_is_of_those_who_hold_a_position(insiders, power, locke, ramaswamy, tecogen):
    everybody = coverage_for(insiders_on(TODAY), TODAY, WINDOW)
    assert [one.owner for one in everybody] == [locke, ramaswamy]
    assert [owner for owner, _ in insiders_on(TODAY, tecogen)] == [locke]
    assert everybody[0].gaps == (Span(WINDOW.since, EXECUTED - DAY),)


# Reminders


@pytest.fixture
def ending(power, administrator):
    """Locke's power, which ends on 22 February 2027: 90 days from now."""
    PowerOfAttorney.objects.update(ends="date", ends_on=TODAY + 90 * DAY)
    return power


def test_the_administrators_are_told_three_times_and_once_each(ending):
    for number in range(92):
        reminders_send(today=TODAY + number * DAY)
        reminders_send(today=TODAY + number * DAY)
    assert [message.subject for message in mail.outbox] == [
        "Power of attorney of Benjamin M. Locke ends on 22 February 2027"
    ] * 3
    assert [message.body.split(",")[0] for message in mail.outbox] == [
        "This power of attorney ends in 90 days", "This power of attorney ends in 30 days",
        "This power of attorney ends in 7 days",
    ]  # fmt: skip
    assert {one.days for one in PowerReminder.objects.exclude(sent_at=None)} == {90, 30, 7}
    assert history(ending)[0].verb == "reminded the administrators that this power ends on 22 February 2027"


def test_a_desk_that_was_off_sends_the_most_pressing_one_only(ending):
    assert reminders_send(today=TODAY + 85 * DAY) == 1
    assert PowerReminder.objects.get().days == 7


def test_the_message_goes_to_the_administrators_and_says_what_to_do(ending, administrator, preparer):
    reminders_send(today=TODAY)
    (message,) = mail.outbox
    assert message.to == [administrator.email]
    assert "Kemi Adeyemi may sign Forms 3, 4 and 5" in message.body
    assert "have it signed in time" in message.body


def test_nothing_secret_and_no_text_of_the_paper_is_in_the_message(ending, locke):
    PowerOfAttorney.objects.update(text="Zebra crossing")
    reminders_send(today=TODAY)
    message = str(mail.outbox[0].message())
    assert "Zebra" not in message
    assert locke.cik not in message


@pytest.mark.parametrize(
    "terms",
    [
        {"revoked_on": TODAY},
        {"ends": "date", "ends_on": TODAY - DAY},
        {"ends": "revocation", "ends_on": None},
        {"ends": "date", "ends_on": TODAY + 91 * DAY},
    ],
)
def test_a_power_that_is_over_or_open_or_far_from_its_end_reminds_nobody(ending, terms):
    PowerOfAttorney.objects.update(**terms)
    assert reminders_send(today=TODAY) == 0
    assert mail.outbox == []


def test_a_new_last_day_reminds_anew(ending):
    reminders_send(today=TODAY)
    PowerOfAttorney.objects.update(ends_on=TODAY + 80 * DAY)
    assert reminders_send(today=TODAY) == 1


def test_a_mail_server_that_is_down_is_tried_again_and_the_log_says_so(ending, monkeypatch, caplog):
    def down(self, messages):
        raise smtplib.SMTPServerDisconnected("secret@host")

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", down)
        assert reminders_send(today=TODAY) == 0
    assert "was not sent: SMTPServerDisconnected" in caplog.text
    assert "secret@host" not in caplog.text
    assert reminders_send(today=TODAY) == 0, "another worker may be at it still"
    PowerReminder.objects.update(claimed_until=timezone.now())
    assert reminders_send(today=TODAY) == 1


def test_without_an_administrator_nobody_is_told_and_nothing_is_marked(ending, administrator):
    Membership.objects.filter(role=Role.ADMINISTRATOR).delete()
    assert reminders_send(today=TODAY) == 0
    assert not PowerReminder.objects.exists()


def test_the_task_calls_the_service(ending, monkeypatch):
    monkeypatch.setattr("people.services.powers.reminders.eastern_today", lambda: TODAY)
    remind_of_endings()
    assert len(mail.outbox) == 1
