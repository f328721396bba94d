from typing import Any

from django.apps import AppConfig, apps
from django.db import transaction
from django.db.models.signals import post_delete, post_save


class FilingsConfig(AppConfig):
    name = "filings"
    verbose_name = "Filings"

    def ready(self) -> None:
        calendar_day = apps.get_model("compliance", "EdgarCalendarDay")
        for signal in (post_save, post_delete):
            signal.connect(_count_again, sender=calendar_day, dispatch_uid=f"due-dates-{id(signal)}")


def _count_again(**_signal: Any) -> None:
    """EDGAR's calendar changed: every open due date is counted again once the change is kept."""
    from filings.services.due import due_dates_refresh

    transaction.on_commit(due_dates_refresh)
