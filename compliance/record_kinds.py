"""The desk's own records that events tell of: logins, days of EDGAR's calendar, the log itself."""

from allauth.socialaccount.models import SocialAccount

from compliance.audit.models import LogHead
from compliance.audit.records import RecordKind, register
from compliance.models import EdgarCalendarDay, User


def register_kinds() -> None:
    """Make them known to the log."""
    register(
        RecordKind(
            model=User,
            name="Login",
            permission="compliance.view_login_history",
            records=User.objects.all,
        ),
        RecordKind(
            model=EdgarCalendarDay,
            name="Calendar day",
            permission="compliance.view_calendar",
            records=EdgarCalendarDay.objects.all,
        ),
        RecordKind(
            model=SocialAccount,
            name="Login at the identity provider",
            permission="compliance.view_audit",
            records=SocialAccount.objects.all,
        ),
        RecordKind(
            model=LogHead,
            name="Log",
            permission="compliance.view_audit",
            records=LogHead.objects.all,
        ),
    )
