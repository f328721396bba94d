"""Filings from before their preparers were remembered: the log says who they were."""

from importlib import import_module

from django.apps import apps
from django.db import connection

from compliance.models import Role
from filings.models import Filing
from filings.ownership.codes import Table
from filings.services.archive import filing_amend
from filings.services.draft import filing_owner_add
from filings.services.review import examine, filing_mark_reviewed, filing_send_back
from filings.services.rows import row_remove, row_save
from filings.services.split import filing_split
from tests.filings.harborwell import FRIDAY, draft, filed, fresh, line, login, sale, signed_sale

duties = import_module("filings.migrations.0014_duties")


def remembered() -> dict[int, set[str]]:
    """By filing who prepared it, as the migration finds it in an empty table."""
    kept = {one.pk: {user.username for user in one.preparers.all()} for one in Filing.objects.all()}
    Filing.preparers.through.objects.all().delete()
    with connection.schema_editor() as editor:
        duties.remember_preparers(apps, editor)
    found = {one.pk: {user.username for user in one.preparers.all()} for one in Filing.objects.all()}
    assert found == kept
    return found


def test_the_log_gives_the_same_preparers_that_are_remembered_from_now_on(transactional_db, clock, desk):
    otto = login("otto", "Otto", "Lind", Role.PREPARER)
    plain = draft(desk)
    undone = draft(desk)
    row = row_save(actor=otto, filing_id=undone.pk, table=Table.I, values=sale(), marks={}, new_notes={})
    row_remove(actor=desk.kemi, row=row)
    joint = draft(desk)
    filing_owner_add(actor=otto, filing_id=joint.pk, owner=desk.mira, on=FRIDAY)
    passed = draft(desk)
    line(desk, passed, sale())
    filing_mark_reviewed(actor=otto, filing_id=passed.pk, sha256=examine(fresh(passed)).sha256)
    filing_send_back(actor=desk.dana, filing_id=passed.pk, comment="Look again.")
    whole = draft(desk)
    for number in range(31):
        line(desk, whole, sale(amount=number + 1, owned_after=None))
    parts = filing_split(actor=otto, filing_id=whole.pk)
    original = filed(signed_sale(desk), by=otto)
    amendment = filing_amend(actor=otto, filing_id=original.pk)
    found = remembered()
    assert {found[one.pk] == {"kemi"} for one in (plain, passed, original)} == {True}
    assert {frozenset(found[one.pk]) for one in (undone, joint, *parts)} == {frozenset({"kemi", "otto"})}
    assert found[amendment.pk] == {"otto"}
