from django.conf import settings
from django.db import migrations, models

# How the events of everything that changes what a report says begin.
CHANGES = (
    "acknowledged ", "added ", "changed ", "copied ", "moved ", "recalculated ", "removed ",
    "reopened the draft by changing it", "set that ", "split into ", "split off from ", "started a Form 4 for ",
    "started an amendment of ",
)  # fmt: skip


def remember_preparers(apps, _schema_editor):
    """Who prepared the filings that are there already, as the log has it; whoever began one did in any case."""
    Filing = apps.get_model("filings", "Filing")
    prepared = Filing.objects.filter(source="prepared").order_by("pk")
    said = models.Q()
    for words in CHANGES:
        said |= models.Q(verb__startswith=words)
    events = apps.get_model("audit", "Event").objects.filter(
        said, subject_type="filings.filing", subject_id__in=prepared.values("pk"), actor__isnull=False
    )
    found = set(prepared.values_list("pk", "created_by"))
    found.update(events.order_by().values_list("subject_id", "actor").distinct())
    by_filing = {}
    for filing, user in found:
        by_filing.setdefault(filing, set()).add(user)
    # Whoever prepared the whole prepared each part of it.
    for part, whole in prepared.filter(split_from__isnull=False).values_list("pk", "split_from"):
        by_filing[part] |= by_filing.get(whole, set())
    of_filing = Filing.preparers.through
    of_filing.objects.bulk_create(
        (
            of_filing(filing_id=filing, user_id=user)
            for filing, users in by_filing.items()
            for user in sorted(users)
        ),
        batch_size=1_000,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("filings", "0013_report_state"),
        ("audit", "0003_chain"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="filing",
            name="preparers",
            field=models.ManyToManyField(
                help_text="Everybody who ever changed what the report says, undone or not.",
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(remember_preparers, migrations.RunPython.noop),
    ]
