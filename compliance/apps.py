from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    name = "compliance"
    verbose_name = "Desk"

    def ready(self) -> None:
        from compliance.accounts import addresses, events
        from compliance.record_kinds import register_kinds

        register_kinds()
        addresses.connect()
        events.connect()
