from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0010_powers_life"),
    ]

    operations = [
        migrations.AddField(
            model_name="issuer",
            name="requires_different_people",
            field=models.BooleanField(
                default=False,
                help_text="The issuer's own control: who changes a report does not review it, and neither of them signs it.",
                verbose_name="different people prepare, review and sign",
            ),
        ),
    ]
