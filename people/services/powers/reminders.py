"""Telling the administrators, once each, that a power of attorney is about to end."""

import datetime as dt
import logging

from django.core.mail import EmailMessage, get_connection
from django.db import models, transaction
from django.utils import timezone

from compliance.access import reach_of_each
from compliance.audit.log import record
from compliance.calendar import eastern_today
from compliance.models import Role, User
from people.models import PowerOfAttorney, PowerReminder, PowerState
from people.selectors.powers import powers_shown
from people.selectors.powers_gaps import REMIND_BEFORE, days_left
from people.wording import day_in_words, power_in_words

_HELD = dt.timedelta(minutes=10)
_SECONDS = 20

log = logging.getLogger(__name__)


def reminders_send(*, today: dt.date | None = None) -> int:
    """Send what is due and was not sent: 90, 30 and 7 days before the last day of a power in force.

    One message a power and day count, to every administrator whose role reaches it; a desk that was off sends the
    most pressing one only.
    A row remembers each. A mail server that does not answer leaves the row unsent, and the next run tries again.
    Returns the number sent.
    """
    today = today or eastern_today()
    reaches = reach_of_each(Role.ADMINISTRATOR)
    addresses = dict(
        User.objects.filter(is_active=True, pk__in=reaches).exclude(email="").values_list("pk", "email")
    )
    sent = 0
    for power in powers_shown().in_state(PowerState.IN_FORCE, today):
        due = _due(power, today)
        if due is None or power.last_day is None:
            continue
        concerned = power.issuers_concerned()
        administrators = sorted(email for pk, email in addresses.items() if reaches[pk].covers_any(concerned))
        if administrators:
            sent += _send_once(power, power.last_day, due, today, administrators)
    return sent


def _due(power: PowerOfAttorney, today: dt.date) -> int | None:
    """Which of the counts has come: the smallest that the days left have reached."""
    left = days_left(power, today)
    if left is None:
        return None
    return min((count for count in REMIND_BEFORE if left <= count), default=None)


def _send_once(
    power: PowerOfAttorney, last_day: dt.date, days: int, today: dt.date, administrators: list[str]
) -> bool:
    reminder, _ = PowerReminder.objects.get_or_create(power=power, last_day=last_day, days=days)
    now = timezone.now()
    free = models.Q(claimed_until__isnull=True) | models.Q(claimed_until__lte=now)
    claimed = PowerReminder.objects.filter(free, pk=reminder.pk, sent_at__isnull=True)
    if not claimed.update(claimed_until=now + _HELD):
        return False
    message = EmailMessage(
        subject=f"Power of attorney of {power.grantor.signing_name} ends on {day_in_words(last_day)}",
        body=_body(power, last_day, today),
        to=administrators,
        connection=get_connection(timeout=_SECONDS),
    )
    try:
        message.send()
    except OSError as problem:  # smtplib's errors are such too
        log.warning(
            "The reminder about power of attorney %s was not sent: %s.", power.pk, type(problem).__name__
        )
        return False
    with transaction.atomic():
        PowerReminder.objects.filter(pk=reminder.pk).update(sent_at=timezone.now(), claimed_until=None)
        record(
            actor=None,
            verb=f"reminded the administrators that this power ends on {day_in_words(last_day)}",
            subject=power,
        )
    return True


def _body(power: PowerOfAttorney, last_day: dt.date, today: dt.date) -> str:
    left = (last_day - today).days
    when = "today" if left == 0 else "tomorrow" if left == 1 else f"in {left} days"
    return (
        f"This power of attorney ends {when}, on {day_in_words(last_day)}:\n\n"
        f"{power_in_words(power, today)}\n\n"
        "After that day nobody signs under it. If somebody is to go on signing, draft a new power under Powers of "
        "attorney on the desk and have it signed in time.\n"
    )
