"""The events of a desk become a chain, and the database refuses to change them."""

from typing import Any

import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.utils.crypto import salted_hmac

from compliance.audit import chain, triggers


def chain_events(apps: Any, _schema_editor: Any) -> None:
    """Number the events that are there, in the order in which they were written, and chain them."""
    events = apps.get_model("audit", "Event").objects
    number, previous, about = 0, chain.NOTHING_BEFORE, {}
    for event in events.order_by("id").iterator(chunk_size=2_000):
        number += 1
        key = (event.subject_type, event.subject_id)
        link = chain.Link(
            number=number,
            at=event.at,
            actor=event.actor_id,
            verb=event.verb,
            subject_type=key[0],
            subject_id=key[1],
            changes=event.changes,
            previous=previous,
            subject_previous=about.get(key, chain.NOTHING_BEFORE),
        )
        digest = chain.digest_of(link)
        events.filter(pk=event.pk).update(
            number=number, previous=link.previous, subject_previous=link.subject_previous, digest=digest
        )
        previous = about[key] = digest
    key = salted_hmac("compliance.audit.head", "", secret=settings.SECRET_KEY, algorithm="sha256").digest()
    seal = chain.seal_of(number, previous, key)
    apps.get_model("audit", "LogHead").objects.create(pk=1, number=number, digest=previous, seal=seal)


def install_triggers(_apps: Any, schema_editor: Any) -> None:
    triggers.install(schema_editor.connection)


def remove_triggers(_apps: Any, schema_editor: Any) -> None:
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    # A trigger belongs to the table as it then is, which PostgreSQL gives only after the rows are settled.
    atomic = False

    dependencies = [("audit", "0002_initial")]

    operations = [
        migrations.CreateModel(
            name="LogHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveBigIntegerField()),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("seal", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="log_has_one_head")
                ],
            },
        ),
        migrations.AddField("event", "number", models.PositiveBigIntegerField(null=True)),
        migrations.AddField("event", "previous", models.CharField(blank=True, default="", max_length=64)),
        migrations.AddField(
            "event", "subject_previous", models.CharField(blank=True, default="", max_length=64)
        ),
        migrations.AddField("event", "digest", models.CharField(default="", max_length=64)),
        migrations.RunPython(chain_events, migrations.RunPython.noop),
        migrations.AlterField("event", "number", models.PositiveBigIntegerField(unique=True)),
        migrations.AlterField("event", "previous", models.CharField(blank=True, max_length=64)),
        migrations.AlterField("event", "subject_previous", models.CharField(blank=True, max_length=64)),
        migrations.AlterField("event", "digest", models.CharField(max_length=64)),
        migrations.AlterField("event", "at", models.DateTimeField(default=django.utils.timezone.now)),
        migrations.AlterModelOptions("event", {"ordering": ["-number"]}),
        migrations.RemoveIndex("event", "audit_event_subject_a7685a_idx"),
        migrations.AddIndex(
            "event", models.Index(fields=["subject_type", "subject_id", "-number"], name="event_of_a_record")
        ),
        migrations.AddIndex("event", models.Index(fields=["actor", "-number"], name="event_of_an_actor")),
        migrations.RunPython(install_triggers, remove_triggers),
    ]
