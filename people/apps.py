from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = "People"

    def ready(self) -> None:
        from people import fixed_terms  # its model is there only now

        pre_migrate.connect(fixed_terms.remove_before_migrate, sender=self)
        post_migrate.connect(fixed_terms.install_after_migrate, sender=self)
