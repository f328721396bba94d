"""What is missing or about to be: insiders nobody can sign for, and powers that need somebody's hand."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from compliance.access import Reach
from compliance.models import User
from people.authority import InRole, Occasion, people_under, signers_needed, under_power
from people.coverage import Coverage, Span, coverage_of
from people.models import Issuer, Position, PowerOfAttorney, PowerStage, PowerState, ReportingOwner
from people.selectors.powers import attorneys_in_role, powers_shown
from people.selectors.powers_register import RegisterLine, on_file_for, register_on
from people.wording import day_in_words, small

REMIND_BEFORE = (90, 30, 7)
"""So many days before a power's last day the administrators are told, in a message and on the page of gaps."""

_PATIENCE = dt.timedelta(days=14)


@dataclass(frozen=True)
class PowerGap:
    """One power with what is the matter with it, in one sentence, and how pressing that is: late, soon or nothing."""

    power: PowerOfAttorney
    sentence: str
    tone: str = ""


@dataclass(frozen=True)
class Gaps:
    """Everything that wants attention on a day, the most pressing first."""

    orphans: list[RegisterLine]
    after_revocation: list[PowerGap]
    expiring: list[PowerGap]
    departures: list[PowerGap]
    alone: list[PowerGap]
    papers: list[PowerGap]
    silent: list[PowerGap]
    unfiled: list[PowerGap]
    waiting: list[PowerGap]

    @property
    def number(self) -> int:
        """How many there are of all kinds."""
        return sum(len(getattr(self, name)) for name in self.__dataclass_fields__)


def gaps_on(day: dt.date, reader: User | None = None) -> Gaps:
    """What wants attention on a day: all that somebody may see, or all there is."""
    powers = powers_shown(reader)
    in_force = list(powers.in_state(PowerState.IN_FORCE, day))
    revoked = powers.in_state(PowerState.REVOKED, day)
    sent = powers.filter(stage=PowerStage.SENT)
    in_role = attorneys_in_role()
    return Gaps(
        orphans=[line for line in register_on(_form_4(day), reader=reader) if not line.able],
        after_revocation=list(_signed_after(revoked)),
        expiring=list(_expiring(in_force, day)),
        departures=[*_attorneys_gone(in_force, day, in_role), *_insiders_gone(in_force, day, reader)],
        alone=list(_alone(in_force, day, in_role)),
        papers=[*_papers_missing(in_force), *_revocations_missing(revoked)],
        silent=[
            PowerGap(power, "It does not cover amendments: nobody can sign a correction under it.")
            for power in in_force
            if not power.covers_amendments
        ],
        unfiled=[
            PowerGap(power, "No filing has carried it yet: it goes along with the next report.")
            for power in in_force
            if not power.filed_with
        ],
        waiting=list(_waiting(sent, day)),
    )


def days_left(power: PowerOfAttorney, day: dt.date) -> int | None:
    """How many days after this one the power still holds, where the desk was told when it ends; else ``None``."""
    return None if power.last_day is None else (power.last_day - day).days


def coverage_for(
    pairs: Sequence[tuple[ReportingOwner, Issuer]],
    day: dt.date,
    window: Span,
    reader: User | None = None,
) -> list[Coverage]:
    """The coverage of some insiders, each at an issuer, over a window of time, as it stands on a day."""
    on_file = {one.owner.pk: one for one in on_file_for((owner for owner, _ in pairs), reader)}
    in_role = attorneys_in_role()
    positions: dict[tuple[int, int], list[Position]] = defaultdict(list)
    for one in Position.objects.filter(owner__in=on_file):
        positions[one.owner_id, one.issuer_id].append(one)
    return [
        coverage_of(
            owner, about, positions[owner.pk, about.pk], on_file[owner.pk].powers, window, day, in_role
        )
        for owner, about in pairs
    ]


def _form_4(day: dt.date) -> Occasion:
    return Occasion("4", is_amendment=False, issuer=None, on=day)


def _signed_after(revoked: Iterable[PowerOfAttorney]) -> Iterator[PowerGap]:
    for power in revoked:
        last, end = power.last_used_on, power.revoked_on
        if last and end and last > end:
            yield PowerGap(
                power,
                f"Somebody signed under it on {day_in_words(last)}, after its revocation on {day_in_words(end)}: ask "
                "counsel about that report.",
                "late",
            )
        elif last and last == end:
            yield PowerGap(
                power,
                f"Somebody signed under it on {day_in_words(last)}, the day of its revocation: see which came first.",
                "soon",
            )


def _expiring(in_force: Sequence[PowerOfAttorney], day: dt.date) -> Iterator[PowerGap]:
    ending = [(left, power) for power in in_force if (left := days_left(power, day)) is not None]
    for left, power in sorted(ending, key=lambda one: (one[0], one[1].pk)):
        if left > REMIND_BEFORE[0]:
            continue
        when = "today" if left == 0 else "tomorrow" if left == 1 else f"in {left} days"
        sentence = f"It ends {when}, on {day_in_words(power.last_day or day)}"
        if following := _goes_on_after(power, in_force):
            yield PowerGap(power, f"{sentence}; the {small(following)} goes on.")
        else:
            yield PowerGap(
                power, f"{sentence}, and no other takes its place.", "late" if left <= 30 else "soon"
            )


def _goes_on_after(power: PowerOfAttorney, in_force: Sequence[PowerOfAttorney]) -> PowerOfAttorney | None:
    """Another power in force of the same grantor for as much, which holds longer."""
    for other in in_force:
        reaches = other.issuer_id is None or other.issuer_id == power.issuer_id
        longer = other.last_day is None or (power.last_day is not None and other.last_day > power.last_day)
        as_much = set(power.forms_covered) <= set(other.forms_covered)
        if other.grantor_id == power.grantor_id and other.pk != power.pk and reaches and longer and as_much:
            return other
    return None


def _attorneys_gone(in_force: Iterable[PowerOfAttorney], day: dt.date, in_role: InRole) -> Iterator[PowerGap]:
    for power in in_force:
        for one in power.named_attorneys.all():
            if one.has_left_by(day):
                continue
            if not one.user.is_active:
                yield PowerGap(
                    power, f"The login of {one} is closed: enter the last day of the authority.", "soon"
                )
            elif not in_role.get(one.user_id, Reach()).covers(power.issuer_id):
                yield PowerGap(
                    power, f"{one} does not hold the attorney's role here and cannot sign.", "soon"
                )


def _insiders_gone(
    in_force: Sequence[PowerOfAttorney], day: dt.date, reader: User | None
) -> Iterator[PowerGap]:
    positions: dict[int, list[Position]] = defaultdict(list)
    held = Position.objects.filter(owner__in={power.grantor_id for power in in_force})
    for one in held.visible_to(reader) if reader else held:
        positions[one.owner_id].append(one)
    for power in in_force:
        about = [one for one in positions[power.grantor_id] if power.issuer_id in {None, one.issuer_id}]
        if about and all(one.ended_on is not None and one.ended_on < day for one in about):
            last = max(one.ended_on or day for one in about)
            where = f"at {power.issuer.conformed_name}" if power.issuer else "anywhere"
            yield PowerGap(
                power,
                f"{power.grantor} has held no position {where} since {day_in_words(last)}: have it revoked once "
                "nothing is left to report.",
            )


def _alone(in_force: Iterable[PowerOfAttorney], day: dt.date, in_role: InRole) -> Iterator[PowerGap]:
    for power in in_force:
        forms = power.forms_covered
        if not forms:
            continue
        occasion = Occasion(forms[0], is_amendment=False, issuer=power.issuer, on=day)
        able = [user for user in people_under(power) if under_power(power, user, occasion, in_role).granted]
        needed = signers_needed(power)
        if needed == 1 and len(able) == 1:
            yield PowerGap(power, f"Only {able[0]} can sign under it.", "soon")
        elif needed > 1 and len(able) == needed:
            yield PowerGap(
                power, f"It takes {needed} attorneys together, and no more than {needed} can sign.", "soon"
            )


def _papers_missing(in_force: Iterable[PowerOfAttorney]) -> Iterator[PowerGap]:
    for power in in_force:
        if not power.scan:
            yield PowerGap(power, "The scan of the signed paper is missing.", "soon")
        elif power.text_confirmed_at is None:
            yield PowerGap(power, "Nobody has read the text beside the scan.", "soon")
        if power.covers_form_id and power.notarised_on is None:
            yield PowerGap(power, "It covers Form ID and is not notarised: EDGAR does not take it for that.")


def _revocations_missing(revoked: Iterable[PowerOfAttorney]) -> Iterator[PowerGap]:
    by_another = set(
        PowerOfAttorney.objects.filter(revokes_replaced=True, stage=PowerStage.EXECUTED).values_list(
            "replaces", flat=True
        )
    )
    for power in revoked:
        if not power.revocation and power.pk not in by_another:
            yield PowerGap(power, "The signed revocation is missing.", "soon")


def _waiting(sent: Iterable[PowerOfAttorney], day: dt.date) -> Iterator[PowerGap]:
    for power in sent:
        if power.sent_on and day - power.sent_on > _PATIENCE:
            yield PowerGap(
                power,
                f"It was sent for signature on {day_in_words(power.sent_on)} and has not come back.",
                "soon",
            )
