import people.models.fields
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q


def tell_apart(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """What was stated for a person is told apart by its own words; it was a guardian's or an executor's."""
    of_persons = apps.get_model("people", "Signatory").objects.filter(owner__kind="person")
    words = ("execut", "estate", "administrat", "personal rep")
    estate = Q(pk__in=[])
    for word in words:
        estate |= Q(capacity__icontains=word)
    of_persons.filter(estate).update(basis="estate")
    of_persons.exclude(estate).update(basis="guardianship")


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0012_roles_at_issuers"),
    ]

    operations = [
        migrations.AddField(
            model_name="signatory",
            name="basis",
            field=models.CharField(
                choices=[
                    ("entity", "An office of the entity"),
                    ("guardianship", "For a living person who cannot sign: guardian, conservator"),
                    ("estate", "For the estate, from the death on: executor, administrator"),
                ],
                default="entity",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="signatory",
            name="capacity",
            field=models.CharField(
                help_text="As it stands in the signature: Managing Member, Trustee, General Counsel.",
                max_length=80,
                validators=[people.models.fields.printable_ascii],
            ),
        ),
        migrations.AddConstraint(
            model_name="signatory",
            constraint=models.CheckConstraint(
                condition=models.Q(("basis__in", ["entity", "guardianship", "estate"])),
                name="signatory_basis_known",
            ),
        ),
        migrations.RunPython(tell_apart, migrations.RunPython.noop),
    ]
