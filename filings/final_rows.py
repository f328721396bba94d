"""What makes the database itself keep the evidence of signatures, on SQLite and on PostgreSQL.

A row is never deleted, what it says never changes, and its content and scan go only when it is destroyed. What a
report said never changes either, in the states of a draft and in the frozen report; it is deleted with a draft that
is discarded, and not once the report is signed or filed.
"""

from typing import Any

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper

from filings.models import Attestation, AuthenticationDocument, Filing, ReportState, Snapshot

REFUSAL = "This is evidence of a signature and stays as it is."

_FIXED = {
    Attestation: ("signer", "signed_on", "text", "scan_sha256", "filed_by", "filed_at"),
    AuthenticationDocument: (
        "filing", "owner", "signer", "manner", "attestation", "signed_at", "sha256", "scan_sha256",
    ),
}  # fmt: skip
_DESTROYED = {Attestation: ("scan",), AuthenticationDocument: ("content", "scan")}

_SQLITE = (
    "CREATE TRIGGER {name}_stays BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{refusal}'); END",
    (
        "CREATE TRIGGER {name}_is_fixed BEFORE UPDATE ON {table} WHEN {changed} "
        "BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
    ),
)
_POSTGRESQL = (
    (
        "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    ),
    "CREATE TRIGGER {name}_stays BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    (
        "CREATE TRIGGER {name}_is_fixed BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({changed}) "
        "EXECUTE FUNCTION {name}()"
    ),
)

SAID = (ReportState, Snapshot)
SAID_REFUSAL = "What a report said stays as it is."

_SIGNED = "(SELECT state FROM {filings} WHERE id = OLD.filing_id) IN ('signed', 'filed')"
_SAID_SQLITE = (
    ("CREATE TRIGGER {name}_is_fixed BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{refusal}'); END"),
    (
        "CREATE TRIGGER {name}_stays BEFORE DELETE ON {table} WHEN " + _SIGNED + " "
        "BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
    ),
)
_SAID_POSTGRESQL = (
    (
        "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF TG_OP = 'DELETE' AND NOT COALESCE(" + _SIGNED + ", false) THEN RETURN OLD; END IF; "
        "RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    ),
    ("CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"),
)


def install_after_migrate(using: str, **_rest: Any) -> None:
    """Put the triggers on once the tables stand as they are to be."""
    install(connections[using])


def remove_before_migrate(using: str, **_rest: Any) -> None:
    """Take them off while migrations work: on SQLite they make tables anew, and triggers do not follow."""
    remove(connections[using])


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on the tables; where a migration back has taken a column away, there is nothing to guard."""
    remove(connection)
    statements = _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for model, fixed in _FIXED.items():
            table = model._meta.db_table
            if table not in tables or not router.allow_migrate_model(connection.alias, model):
                continue
            named = {field.name: field.column or "" for field in model._meta.concrete_fields}
            columns = [named[name] for name in fixed]
            destroyed = [named[name] for name in _DESTROYED[model]]
            there = {one.name for one in connection.introspection.get_table_description(cursor, table)}
            if not there.issuperset([*columns, *destroyed, "destroyed_at"]):
                continue
            for statement in statements:
                cursor.execute(
                    statement.format(
                        name=_name(table),
                        table=table,
                        refusal=REFUSAL,
                        changed=_changed(connection.vendor, columns, destroyed),
                    )
                )
        for said in SAID:
            table = said._meta.db_table
            if table not in tables or not router.allow_migrate_model(connection.alias, said):
                continue
            for statement in _SAID_POSTGRESQL if connection.vendor == "postgresql" else _SAID_SQLITE:
                cursor.execute(
                    statement.format(
                        name=_name(table),
                        table=table,
                        filings=Filing._meta.db_table,
                        refusal=SAID_REFUSAL,
                    )
                )


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off; for migrations, and for whoever takes the tables down, as tests do."""
    with connection.cursor() as cursor:
        for model in (*_FIXED, *SAID):
            name = _name(model._meta.db_table)
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}() CASCADE")
            else:
                for trigger in ("stays", "is_fixed"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name}_{trigger}")


def _name(table: str) -> str:
    return f"{table}_final"


def _changed(vendor: str, fixed: list[str], destroyed: list[str]) -> str:
    differs = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
    says = " OR ".join(f'OLD."{column}" {differs} NEW."{column}"' for column in fixed)
    lost = " OR ".join(f'OLD."{column}" {differs} NEW."{column}"' for column in destroyed)
    being_destroyed = 'OLD."destroyed_at" IS NULL AND NEW."destroyed_at" IS NOT NULL'
    back = 'OLD."destroyed_at" IS NOT NULL AND NEW."destroyed_at" IS NULL'
    return f"{says} OR {back} OR (({lost}) AND NOT ({being_destroyed}))"
