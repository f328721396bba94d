"""What past filings tell of issuers, reporting owners and their positions.

Documents come in any order and more than once; the records end the same. So each fact follows from all the
documents alone: a name or an address is that of the newest day (of one day's, the last in the alphabet), and
positions are reckoned anew from every box 5. Whatever somebody keeps by hand stays as it is.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from msgspec import Struct

from filings.ownership import places
from filings.ownership.report import Address
from people.conformed_name import name_parts
from people.models import Issuer, Position, ReportingOwner

# A document that has no name, or no date, says less than any other.
NO_DAY = dt.date.min

_DAY = dt.timedelta(days=1)
_NO_ADDRESS = Address()


class IssuerSeen(Struct, frozen=True, kw_only=True):
    """Boxes 2 and 2a of one document, and the day it speaks of. ``cik`` has no leading zeros."""

    cik: str
    on: dt.date
    name: str = ""
    trading_symbol: str = ""
    foreign_trading_symbol: str = ""


class OwnerSeen(Struct, frozen=True, kw_only=True):
    """Box 1 of one document, and the day it speaks of. ``cik`` has no leading zeros."""

    cik: str
    on: dt.date
    name: str = ""
    address: Address | None = None


class BoxFive(Struct, frozen=True, order=True):
    """Box 5 of one owner on one document, and whether its exit box is checked."""

    on: dt.date
    is_exit: bool
    director: bool = False
    officer: bool = False
    ten_percent_owner: bool = False
    other: bool = False
    officer_title: str = ""
    other_text: str = ""

    def capacities(self) -> dict[str, str]:
        """Kind of position to its text. An officer or another capacity without a text is nothing to go by."""
        kinds = {
            Position.Kind.DIRECTOR: "" if self.director else None,
            Position.Kind.OFFICER: (self.officer and self.officer_title) or None,
            Position.Kind.TEN_PERCENT_OWNER: "" if self.ten_percent_owner else None,
            Position.Kind.OTHER: (self.other and self.other_text) or None,
        }
        return {kind.value: text for kind, text in kinds.items() if text is not None}


class Held(Struct, frozen=True):
    """A position as past filings show it: ``started_on`` is the day it was first seen."""

    kind: str
    title: str
    started_on: dt.date
    ended_on: dt.date | None = None


def issuers_seen(seen: Iterable[IssuerSeen]) -> dict[str, Issuer]:
    """The issuers of some documents by CIK, kept and brought up to date; their rows are locked.

    Call it inside a transaction: it holds back another import of the same issuers until that is over.
    """
    offered: dict[str, tuple[dt.date, dict[str, Any]]] = {}
    for one in seen:
        named = {
            "conformed_name": one.name,
            "trading_symbol": one.trading_symbol or "NONE",
            "foreign_trading_symbol": one.foreign_trading_symbol,
        }
        _offer(offered, one.cik, one.on, named)
    issuers = _locked(Issuer, offered)
    for cik, issuer in issuers.items():
        if issuer.named_on is not None and _newer(issuer, "named_on", *offered[cik]):
            issuer.save(update_fields=[*offered[cik][1], "named_on"])
    return issuers


def owners_seen(seen: Iterable[OwnerSeen]) -> dict[str, ReportingOwner]:
    """The owners of some documents by CIK, kept and brought up to date; their rows are locked.

    The parts of a name follow from the conformed name as long as nobody has filled them in. An address is
    taken where the desk has none of its own.
    """
    named: dict[str, tuple[dt.date, dict[str, Any]]] = {}
    addressed: dict[str, tuple[dt.date, dict[str, Any]]] = {}
    for one in seen:
        _offer(named, one.cik, one.on, {"conformed_name": one.name})
        if one.address is not None and one.address != _NO_ADDRESS:
            _offer(addressed, one.cik, one.on, _postal(one.address))
    owners = _locked(ReportingOwner, named)
    for cik, owner in owners.items():
        changed = []
        if owner.named_on is not None and _newer(owner, "named_on", *named[cik]):
            _set_parts(owner)
            changed += [*_NAME, "named_on"]
        by_hand = owner.addressed_on is None and owner.has_address
        if cik in addressed and not by_hand and _newer(owner, "addressed_on", *addressed[cik]):
            changed += [*addressed[cik][1], "addressed_on"]
        if changed:
            # One by one: Django's way to update many at once takes three times as long.
            owner.save(update_fields=changed)
    return owners


def positions_seen(boxes: Mapping[tuple[int, int], Iterable[BoxFive]]) -> None:
    """Keep the positions that every box 5 seen so far amounts to, by owner's and issuer's primary key.

    A kind of position of which the desk keeps one by hand is left alone for that owner and issuer.
    """
    kept: dict[tuple[int, int], list[Position]] = defaultdict(list)
    for position in Position.objects.filter(
        owner__in={owner for owner, _ in boxes}, issuer__in={issuer for _, issuer in boxes}
    ):
        kept[position.owner_id, position.issuer_id].append(position)
    fresh: list[Position] = []
    gone: list[int] = []
    for (owner, issuer), seen in boxes.items():
        there = kept[owner, issuer]
        by_hand = {one.kind for one in there if not one.from_filings}
        wanted = {held for held in positions_held(seen) if held.kind not in by_hand}
        for one in there:
            held = Held(one.kind, one.title, one.started_on, one.ended_on)
            if held in wanted:
                wanted.remove(held)
            elif one.from_filings and one.kind not in by_hand:
                gone.append(one.pk)
        fresh += [
            Position(
                owner_id=owner,
                issuer_id=issuer,
                kind=held.kind,
                title=held.title,
                started_on=held.started_on,
                ended_on=held.ended_on,
                from_filings=True,
            )
            for held in wanted
        ]
    Position.objects.filter(pk__in=gone).delete()
    Position.objects.bulk_create(sorted(fresh, key=lambda one: (one.owner_id, one.started_on, one.kind)))


def positions_held(boxes: Iterable[BoxFive]) -> list[Held]:
    """The positions that one owner's box 5 shows over time at one issuer, whatever the order of ``boxes``.

    A position begins on the day it is first seen. An exit box ends everything; a form with an exit box does
    not begin again what an earlier exit ended. An officer's title, or another text, ends on the day before a
    different one is seen. That a box is left blank ends nothing: forms leave them blank too often.
    """
    begun: dict[str, Held] = {}
    left: set[str] = set()
    ended: list[Held] = []
    for box in sorted(set(boxes)):
        for kind, title in box.capacities().items():
            if box.is_exit and kind in left:
                continue
            before = begun.get(kind)
            if before is None or (before.started_on == box.on and not _same(before.title, title)):
                begun[kind] = Held(kind, title, box.on)
            elif not _same(before.title, title):
                ended.append(Held(kind, before.title, before.started_on, box.on - _DAY))
                begun[kind] = Held(kind, title, box.on)
            if not box.is_exit:
                left.discard(kind)
        if box.is_exit:
            ended += [Held(one.kind, one.title, one.started_on, box.on) for one in begun.values()]
            left |= begun.keys()
            begun = {}
    return [*ended, *begun.values()]


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


_NAME = ["conformed_name", "kind", "first_name", "middle_name", "last_name", "suffix"]


def _offer(
    offered: dict[str, tuple[dt.date, dict[str, Any]]], cik: str, on: dt.date, values: dict[str, Any]
) -> None:
    """Keep the newest of what several documents say of a filer."""
    if "conformed_name" in values and not values["conformed_name"]:
        on, values["conformed_name"] = NO_DAY, f"CIK {cik}"
    if cik not in offered or _order(on, values) > _order(*offered[cik]):
        offered[cik] = on, values


def _order(on: dt.date, values: dict[str, Any]) -> tuple[dt.date, list[str]]:
    return on, [str(value) for value in values.values()]


def _newer(filer: Issuer | ReportingOwner, marker: str, on: dt.date, values: dict[str, Any]) -> bool:
    """Write what a document says onto the record if it is newer than what stands there; whether it was."""
    values = {name: _clipped(filer, name, value) for name, value in values.items()}
    marked = getattr(filer, marker)
    if marked is not None and _order(on, values) <= _order(
        marked, {name: getattr(filer, name) for name in values}
    ):
        return False
    for name, value in values.items():
        setattr(filer, name, value)
    setattr(filer, marker, on)
    return True


def _clipped(filer: models.Model, name: str, value: Any) -> Any:
    """Old documents hold longer texts than EDGAR takes today; the filing itself keeps them whole."""
    longest: int | None = getattr(filer._meta.get_field(name), "max_length", None)
    return value[:longest] if isinstance(value, str) else value


def _locked(model: type[Any], offered: dict[str, tuple[dt.date, dict[str, Any]]]) -> dict[str, Any]:
    """The records of some CIKs, made where they are missing; in one order, so that no two imports lock each
    other out for good."""
    known = set(model.objects.filter(cik__in=offered).values_list("cik", flat=True))
    fresh = []
    for cik in sorted(offered.keys() - known):
        on, values = offered[cik]
        record = model(cik=cik, named_on=on)
        for name, value in values.items():
            setattr(record, name, _clipped(record, name, value))
        if isinstance(record, ReportingOwner):
            _set_parts(record)
        fresh.append(record)
    model.objects.bulk_create(fresh, ignore_conflicts=True)
    records = model.objects.filter(cik__in=offered).order_by("cik").select_for_update()
    if model is ReportingOwner:
        records = records.defer("ccc")
    return {record.cik: record for record in records}


def _set_parts(owner: ReportingOwner) -> None:
    parts = name_parts(owner.conformed_name)
    owner.kind = ReportingOwner.Kind.ENTITY if parts.is_entity else ReportingOwner.Kind.PERSON
    for name, value in {
        "first_name": parts.first,
        "middle_name": parts.middle,
        "last_name": parts.last,
        "suffix": parts.suffix,
    }.items():
        setattr(owner, name, _clipped(owner, name, value))


def _postal(address: Address) -> dict[str, Any]:
    """An address as the desk keeps it. Before schema X0609 the state's box held country codes as well."""
    abroad = bool(address.non_us)
    country = address.country
    if not abroad and address.state and address.state not in places.us_states():
        abroad, country = True, address.state
    return {
        "street1": address.street1,
        "street2": address.street2,
        "city": address.city,
        "state": "" if abroad else address.state,
        "zip_code": address.zip_code,
        "non_us": abroad,
        "region": address.non_us_state_territory if abroad else "",
        "country": country if abroad else "",
    }
