from typing import Any

from django.apps import AppConfig, apps
from django.db import transaction
from django.db.models.signals import post_delete, post_migrate, post_save, pre_migrate


class FilingsConfig(AppConfig):
    name = "filings"
    verbose_name = "Filings"

    def ready(self) -> None:
        calendar_day = apps.get_model("compliance", "EdgarCalendarDay")
        for signal in (post_save, post_delete):
            signal.connect(_count_again, sender=calendar_day, dispatch_uid=f"due-dates-{id(signal)}")
        from filings import final_rows  # its models are there only now

        pre_migrate.connect(final_rows.remove_before_migrate, sender=self)
        post_migrate.connect(final_rows.install_after_migrate, sender=self)


def _count_again(**_signal: Any) -> None:
    """EDGAR's calendar changed: every open due date is counted again once the change is kept."""
    from filings.services.due import due_dates_refresh

    transaction.on_commit(due_dates_refresh)
