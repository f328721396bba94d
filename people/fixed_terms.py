"""What makes the database itself refuse to change the terms of a power that somebody has signed under."""

from typing import Any

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper

from people.models import PowerOfAttorney

REFUSAL = "Somebody signed under this power: its terms are fixed."

_TABLE = PowerOfAttorney._meta.db_table
_NAME = "people_power_terms_are_fixed"


def install_after_migrate(using: str, **_rest: Any) -> None:
    """Put the trigger on again once the tables stand as they are to be."""
    if router.allow_migrate_model(using, PowerOfAttorney):
        install(connections[using])


def remove_before_migrate(using: str, **_rest: Any) -> None:
    """Take it off while migrations work: on SQLite they make tables anew, and triggers do not follow."""
    remove(connections[using])


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the trigger on the table; where a migration back has taken a column away, there is nothing to guard."""
    remove(connection)
    guarded = {*PowerOfAttorney.TERMS, "used_on"}
    columns = [
        one.column for one in PowerOfAttorney._meta.concrete_fields if one.column and one.name in guarded
    ]
    with connection.cursor() as cursor:
        if _TABLE not in connection.introspection.table_names(cursor):
            return
        there = {one.name for one in connection.introspection.get_table_description(cursor, _TABLE)}
        if not there.issuperset(columns):
            return
        for statement in _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE:
            cursor.execute(
                statement.format(
                    name=_NAME, table=_TABLE, refusal=REFUSAL, changed=_changed(connection.vendor, columns)
                )
            )


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the trigger off."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP FUNCTION IF EXISTS {_NAME}() CASCADE")
        else:
            cursor.execute(f"DROP TRIGGER IF EXISTS {_NAME}")


_SQLITE = [
    """
    CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN OLD.used_on IS NOT NULL AND ({changed})
    BEGIN SELECT RAISE(ABORT, '{refusal}'); END
    """
]
_POSTGRESQL = [
    """
    CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation'; END $$
    """,
    """
    CREATE TRIGGER {name} BEFORE UPDATE ON {table}
    FOR EACH ROW WHEN (OLD.used_on IS NOT NULL AND ({changed})) EXECUTE FUNCTION {name}()
    """,
]


def _changed(vendor: str, columns: list[str]) -> str:
    differs = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
    return " OR ".join(f'OLD."{column}" {differs} NEW."{column}"' for column in columns)
