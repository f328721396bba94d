from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    name = "compliance"
    verbose_name = "Desk"

    def ready(self) -> None:
        from compliance.accounts import addresses, events

        addresses.connect()
        events.connect()
