from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = "People"

    def ready(self) -> None:
        from people import fixed_terms, record_kinds  # their models are there only now

        record_kinds.register_kinds()

        pre_migrate.connect(fixed_terms.remove_before_migrate, sender=self)
        post_migrate.connect(fixed_terms.install_after_migrate, sender=self)
