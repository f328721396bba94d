"""The chain of the event log: somebody with the database in hand leaves traces, whatever they do."""

import datetime as dt
import io
from collections.abc import Callable

import msgspec
import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils.crypto import salted_hmac
from hypothesis import given
from hypothesis import strategies as st

from compliance.audit import triggers
from compliance.audit.chain import Head, Link, digest_of, first_break, seal_of
from compliance.audit.log import first_break as first_break_of_log
from compliance.audit.log import head_of_log, record, record_all
from compliance.audit.models import Event, LogHead
from people.models import Issuer

KEY = b"the desk's own"


@pytest.fixture
def issuers(db) -> list[Issuer]:
    """Two issuers with a log of six events about them, alternating."""
    both = [Issuer.objects.create(cik=str(one), conformed_name=f"ISSUER {one}") for one in (1, 2)]
    for number in range(6):
        record(actor=None, verb=f"did thing {number + 1}", subject=both[number % 2], changes={"a": ["", "b"]})
    return both


def by_hand(*statements: str) -> None:
    """What somebody does who has the database and takes the triggers off first."""
    triggers.remove(connection)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    triggers.install(connection)


def test_a_log_that_nobody_touched_is_whole(issuers):
    assert first_break_of_log() is None
    assert [event.number for event in Event.objects.order_by("number")] == [1, 2, 3, 4, 5, 6]


def test_an_empty_log_is_whole(db):
    assert first_break_of_log() is None


TAMPERED = {
    "a changed verb": ("update audit_event set verb = 'did nothing' where number = 3", "Event 3 was changed"),
    "a changed actor's absence": ("update audit_event set subject_id = 77 where number = 2", "Event 2 was changed"),
    "a changed hour": ("update audit_event set at = '2020-01-01 00:00:00' where number = 4", "Event 4 was changed"),
    "changed values": ("update audit_event set changes = '{}' where number = 1", "Event 1 was changed"),
    "a deleted row": ("delete from audit_event where number = 3", "Event 3 is missing"),
    "two deleted rows": ("delete from audit_event where number in (3, 4)", "Events 3 to 4 are missing"),
    "the first row deleted": ("delete from audit_event where number = 1", "Event 1 is missing"),
    "a cut tail": ("delete from audit_event where number > 4", "ends with event 4, and 6 were written"),
    "everything deleted": ("delete from audit_event", "ends with event 0, and 6 were written"),
    "a changed head": ("update audit_loghead set number = 4", "head of the log was changed"),
    "a head taken away": ("delete from audit_loghead", "head of the log is missing"),
}  # fmt: skip


@pytest.mark.parametrize(("statement", "told"), TAMPERED.values(), ids=TAMPERED)
def test_what_somebody_did_to_the_rows_is_found(issuers, statement, told):
    by_hand(statement)
    assert told in (first_break_of_log() or "")


def test_two_swapped_rows_are_found(issuers):
    by_hand(
        "update audit_event set number = 99 where number = 2",
        "update audit_event set number = 2 where number = 3",
        "update audit_event set number = 3 where number = 99",
    )
    assert "Event 2 was changed" in (first_break_of_log() or "")


def _forged(number: int, previous: str, subject_id: int) -> Link:
    link = Link(
        number=number, at=dt.datetime(2026, 11, 24, tzinfo=dt.UTC), actor=None, verb="signed", changes={},
        subject_type="people.issuer", subject_id=subject_id, previous=previous, subject_previous="",
    )  # fmt: skip
    return msgspec.structs.replace(link, digest=digest_of(link))


def test_a_row_that_was_put_in_at_the_end_is_found_though_its_digest_is_right(issuers):
    last = Event.objects.get(number=6)
    Event.objects.bulk_create([Event(**msgspec.structs.asdict(_forged(7, last.digest, 99)))])
    assert "Event 7 was put in" in (first_break_of_log() or "")


def test_a_row_that_was_put_in_between_is_found(issuers):
    third = Event.objects.get(number=3)
    by_hand("update audit_event set number = number + 100 where number > 3")
    by_hand("update audit_event set number = number - 99 where number > 100")
    Event.objects.bulk_create([Event(**msgspec.structs.asdict(_forged(4, third.digest, 99)))])
    assert "Event 5 was changed" in (first_break_of_log() or "")


def test_a_log_that_was_cut_with_its_head_stays_broken_when_the_desk_goes_on(issuers):
    """The new end is a right one but for its seal, which nobody makes without the desk's key."""
    fourth = Event.objects.get(number=4)
    by_hand(
        "delete from audit_event where number > 4",
        f"update audit_loghead set number = 4, digest = '{fourth.digest}'",
    )
    record(actor=None, verb="went on", subject=issuers[0])
    assert first_break_of_log() == "Before event 5 the head of the log had been changed or removed."


def test_a_log_without_its_head_stays_broken_when_the_desk_goes_on(issuers):
    by_hand("delete from audit_event where number > 4", "delete from audit_loghead")
    record(actor=None, verb="went on", subject=issuers[0])
    assert "Before event 5 the head of the log" in (first_break_of_log() or "")


def test_the_database_itself_refuses_to_change_or_delete_an_event(issuers):
    for statement in ("update audit_event set verb = ''", "delete from audit_event where number = 6"):
        with pytest.raises(IntegrityError, match="stay as they are"), transaction.atomic():
            connection.cursor().execute(statement)
    assert first_break_of_log() is None


def test_a_secret_that_is_replaced_leaves_the_log_whole(issuers, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new secret of fifty letters and more, made up here"
    assert first_break_of_log() is None
    record(actor=None, verb="went on", subject=issuers[0])
    settings.SECRET_KEY_FALLBACKS = []
    assert first_break_of_log() is None


def test_many_events_at_once_are_links_like_others(issuers):
    record_all(actor=None, verb="imported", subjects=[(one, {}) for one in (*issuers, issuers[0])])
    assert first_break_of_log() is None
    seventh, _, ninth = Event.objects.filter(number__gt=6).order_by("number")
    assert ninth.subject_previous == seventh.digest


def test_no_events_at_once_are_none(db):
    with transaction.atomic():
        record_all(actor=None, verb="imported", subjects=[])
    assert head_of_log().number == 0


def test_the_head_of_another_desk_does_not_pass(issuers, settings):
    settings.SECRET_KEY = "the secret of another desk, which is as long as this one"
    assert first_break_of_log() == "The head of the log was changed: its seal is not this desk's."
    assert LogHead.objects.get().number == 6


# The command


def verify(*arguments: str) -> tuple[int, str]:
    said = io.StringIO()
    try:
        call_command("audit", "verify", *arguments, stdout=said, stderr=said)
    except SystemExit as end:
        return int(str(end.code)), said.getvalue()
    return 0, said.getvalue()


def test_verify_says_that_the_log_is_whole_and_where_it_ends(issuers):
    code, said = verify()
    assert code == 0
    assert "whole: 6 events" in said
    assert f"6:{Event.objects.get(number=6).digest}" in said


def test_verify_names_the_first_broken_link(issuers):
    by_hand("update audit_event set verb = 'x' where number in (2, 5)")
    code, said = verify()
    assert code == 1
    assert "Event 2 was changed" in said


def test_an_end_that_was_noted_shows_a_whole_database_put_back(issuers, settings):
    """The log of a backup is whole in itself; only the end that somebody noted tells of what came after."""
    noted = f"6:{Event.objects.get(number=6).digest}"
    fourth = Event.objects.get(number=4)
    assert verify("--head", f"4:{fourth.digest}")[0] == 0
    assert verify("--head", f"4:{'0' * 64}")[0] == 1
    by_hand("delete from audit_event where number > 4")
    key = salted_hmac("compliance.audit.head", "", secret=settings.SECRET_KEY, algorithm="sha256").digest()
    LogHead.objects.update(number=4, digest=fourth.digest, seal=seal_of(4, fourth.digest, key))
    assert verify()[0] == 0
    code, said = verify("--head", noted)
    assert code == 1
    assert "event 6, which was noted, is not in it" in said


def test_an_exported_log_is_verified_without_the_desk(issuers, tmp_path):
    out = io.StringIO()
    call_command("audit", "export", stdout=out)
    file = tmp_path / "log.jsonl"
    file.write_text(out.getvalue())
    assert verify("--file", str(file))[0] == 0
    file.write_text(out.getvalue().replace("did thing 3", "did nothing"))
    code, said = verify("--file", str(file))
    assert code == 1
    assert "Event 3 was changed" in said


# The chain as such

links_about = st.lists(
    st.tuples(st.sampled_from(["filings.filing", "people.issuer"]), st.integers(1, 3), st.text(max_size=5)),
    min_size=2,
    max_size=12,
)


def chained(said: list[tuple[str, int, str]]) -> list[Link]:
    links, about, previous = [], {}, ""
    for number, (subject_type, subject_id, verb) in enumerate(said, start=1):
        link = Link(
            number=number, at=dt.datetime(2026, 11, 24, tzinfo=dt.UTC), actor=None, verb=verb, changes={},
            subject_type=subject_type, subject_id=subject_id, previous=previous,
            subject_previous=about.get((subject_type, subject_id), ""),
        )  # fmt: skip
        link = msgspec.structs.replace(link, digest=digest_of(link))
        previous = about[subject_type, subject_id] = link.digest
        links.append(link)
    return links


def end_of(links: list[Link]) -> Head:
    number, digest = links[-1].number, links[-1].digest
    return Head(number=number, digest=digest, seal=seal_of(number, digest, KEY))


DAMAGE: dict[str, Callable[[list[Link], int], list[Link]]] = {
    "deleted": lambda links, at: links[:at] + links[at + 1 :],
    "twice": lambda links, at: [*links[: at + 1], *links[at:]],
    "swapped": lambda links, at: [*links[:at], links[(at + 1) % len(links)], *links[at + 1 :]],
    "changed": lambda links, at: [
        *links[:at], msgspec.structs.replace(links[at], verb=links[at].verb + "!"), *links[at + 1 :],
    ],
    "changed with its digest": lambda links, at: [
        *links[:at],
        msgspec.structs.replace(changed := msgspec.structs.replace(links[at], verb=links[at].verb + "!"),
                                digest=digest_of(changed)),
        *links[at + 1 :],
    ],
    "cut": lambda links, at: links[:at],
}  # fmt: skip


@given(links_about, st.sampled_from(sorted(DAMAGE)), st.data())
def test_any_damage_to_any_log_is_found(said, damage, data):
    links = chained(said)
    head = end_of(links)
    assert first_break(links, head, [KEY]) is None
    at = data.draw(st.integers(0, len(links) - 1))
    assert first_break(DAMAGE[damage](links, at), head, [KEY])


@given(links_about)
def test_only_the_key_makes_the_seal(said):
    links = chained(said)
    assert first_break(links, end_of(links), [b"another desk's", KEY]) is None
    assert first_break(links, end_of(links), [b"another desk's"])
