from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_delete, post_migrate, post_save, pre_migrate


class FilingsConfig(AppConfig):
    name = "filings"
    verbose_name = "Filings"

    def ready(self) -> None:
        calendar_day = apps.get_model("compliance", "EdgarCalendarDay")
        for signal in (post_save, post_delete):
            signal.connect(_count_again, sender=calendar_day, dispatch_uid=f"due-dates-{id(signal)}")
        post_migrate.connect(_count_after_a_release, sender=self, dispatch_uid="due-dates-release")
        apps.get_model("people", "ReportingOwner").ties.append("filings__issuer")
        from filings import final_rows, record_kinds  # their models are there only now

        record_kinds.register_kinds()

        pre_migrate.connect(final_rows.remove_before_migrate, sender=self)
        post_migrate.connect(final_rows.install_after_migrate, sender=self)


def _count_again(instance: Any, *, created: bool | None = None, **_signal: Any) -> None:
    """EDGAR's calendar changed: the due dates that it touches are counted again, in the transaction of the change.

    An entry that was changed may have stood for another day before: then every one is counted.
    """
    from filings.services.due import due_dates_refresh

    # Whoever saves it from code may have given the day as text.
    day = instance._meta.get_field("day").to_python(instance.day)
    due_dates_refresh(day if created is not False else None)


def _count_after_a_release(plan: Any = (), **_signal: Any) -> None:
    """A new release may know closings that the one before it did not: every due date is counted again."""
    from filings.services.due import due_dates_refresh

    if not any(backwards for _, backwards in plan):
        due_dates_refresh()
