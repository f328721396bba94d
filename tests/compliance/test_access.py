"""Who may open what: every address of the site with every kind of person."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from compliance.models import Role, User
from filings.models import Adjustment, Filing, ImportRun, LedgerKey, RenderJob
from people.models import SecurityClass, Signatory, Substitution
from tests.filings.harborwell import (
    NOW,
    PASSWORD,
    Desk,
    draft,
    fresh,
    line,
    login,
    reviewed,
    sale,
    signed,
    under_powers,
)
from tests.filings.views.pages import as_person, words

PEOPLE = frozenset({"preparer", "attorney", "administrator", "insider", "stranger"})
DESK = frozenset({"preparer", "attorney", "administrator"})

# Whom each rule lets in; "insider" is the reporting owner with the own login, on the own report.
ALLOWED = {
    "public": PEOPLE | {"anonymous"},
    "compliance.view_calendar": DESK,
    "compliance.view_audit": {"administrator"},
    "compliance.view_history": DESK | {"insider"},  # asked about the insider's own filing
    "compliance.keep_account": PEOPLE,
    "people.view": DESK,
    "people.change": {"preparer", "administrator"},
    "people.change_power": {"administrator"},
    "people.change_ccc": {"administrator"},
    "filings.list": PEOPLE,
    "filings.view": DESK | {"insider"},
    "filings.open_to_sign": DESK | {"insider"},
    "filings.view_short_swing": DESK | {"insider"},
    "filings.view_ledger": DESK | {"insider"},
    "filings.sign": {"attorney", "insider", "preparer"},  # the preparer here is the insider's guardian, too
    "filings.keep_evidence": {"administrator"},
    "filings.take_evidence": {"administrator"},
    "filings.create": {"preparer"},
    "filings.import": {"preparer", "administrator"},
    "filings.prepare": {"preparer"},
    "filings.review": {"preparer", "attorney"},
    "filings.record": {"preparer", "attorney"},
    "filings.take_package": DESK,
    "filings.hand_out": {"attorney", "administrator"},
}


class Page(NamedTuple):
    """One address: its rule, how it is asked, what it answers to those who may, and the records in it."""

    rule: str
    asked: str = "GET"
    answer: int = 200
    records: tuple[str, ...] = ()


def get(rule: str, *records: str, answer: int = 200) -> Page:
    return Page(rule, "GET", answer, records)


def post(rule: str, *records: str, answer: int = 302) -> Page:
    return Page(rule, "POST", answer, records)


# Every address of our own. One that is not here fails the test: say here who may open it.
PAGES = {
    "healthz": get("public"),
    "calendar": get("compliance.view_calendar"),
    "audit-log": get("compliance.view_audit"),
    "audit-check": post("compliance.view_audit"),
    "audit-file": post("compliance.view_audit", answer=404),  # no kind of file is named
    "audit-record": get("compliance.view_history", "filing_kind", "filing"),
    "prove": get("compliance.keep_account"),
    "prove-at-provider": post("compliance.keep_account"),
    "session-end": post("compliance.keep_account", "no_session", answer=404),  # another person's
    "account_set_password": get("compliance.keep_account", answer=302),
    "people": get("people.view"),
    "owner-new": get("people.change"),
    "owner": get("people.view", "owner"),
    "owner-short-swing": get("filings.view_short_swing", "owner"),
    "owner-ledger": get("filings.view_ledger", "owner"),
    "owner-breaks": get("filings.view_ledger", "owner"),
    "owner-account": get("filings.view_ledger", "owner", "ledger_key"),
    "owner-adjustment-new": get("people.change", "owner", "issuer", "adjusting"),
    "adjustment-reverse": get("people.change", "adjustment"),
    "owner-edit": get("people.change", "owner"),
    "owner-ccc": get("people.change_ccc", "owner"),
    "owner-position-new": get("people.change", "owner"),
    "owner-position-edit": get("people.change", "owner", "position"),
    "owner-position-end": get("people.change", "owner", "position"),
    "issuers": get("people.view"),
    "issuer-new": get("people.change"),
    "issuer": get("people.view", "issuer"),
    "issuer-edit": get("people.change", "issuer"),
    "issuer-split": get("people.change", "issuer"),
    "issuer-class-new": get("people.change", "issuer"),
    "issuer-class-edit": get("people.change", "issuer", "security_class"),
    "issuer-class-remove": post("people.change", "issuer", "security_class"),
    "owner-capacity": get("people.change_power", "owner"),
    "owner-signatory-new": get("people.change_power", "owner"),
    "owner-signatory-end": get("people.change_power", "owner", "signatory"),
    "powers": get("people.view"),
    "powers-register": get("people.view"),
    "powers-gaps": get("people.view"),
    "power-new": get("people.change_power"),
    "power-draft": get("people.change_power"),
    "power-note": get("people.change_power", "power"),
    "power-filed": get("people.change_power", "power"),
    "power-paper": get("people.view", "power"),
    "power-send": get("people.change_power", "power"),
    "power-take-back": post("people.change_power", "power"),
    "power-discard": post("people.change_power", "power"),
    "power-execute": get("people.change_power", "power"),
    "power-confirm": get("people.change_power", "power", answer=404),  # no scan was added
    "power-revocation": get("people.view", "power", answer=404),
    "power-scan-shown": get("people.view", "power", answer=404),
    "power-unrevoke": get("people.change_power", "power", answer=404),  # it is not revoked
    "power-substitute-new": get("people.change_power", "power"),
    "power-substitute-end": get("people.change_power", "power", "substitution"),
    "power-substitute-remove": post("people.change_power", "power", "substitution"),
    "power-substitute-scan": get("people.view", "power", "substitution", answer=404),
    "power": get("people.view", "power"),
    "power-edit": get("people.change_power", "power"),
    "power-revoke": get("people.change_power", "power"),
    "power-attorney-end": get("people.change_power", "power", "attorney"),
    "power-scan": get("people.view", "power", answer=404),  # none was added
    "power-scan-new": get("people.change_power", "power"),
    "reports": get("people.view"),
    "report-due": get("people.view"),
    "report-small": get("people.view"),
    "report-late": get("people.view", "issuer", "year"),
    "report-item-405": get("people.view", "issuer", "year"),
    "report-year-end": get("people.view", "issuer", "year"),
    "report-year-end-mark": get("people.change", "issuer", "year", "owner"),
    "report-year-end-unmark": post("people.change", "issuer", "year", "owner", answer=404),  # none is marked
    "report-year-end-statement": get("people.view", "issuer", "year", "owner"),
    "queue": get("filings.list"),
    "search": get("people.view"),
    "checks": get("filings.list"),
    "checks-json": get("filings.list"),
    "filings": get("filings.list"),
    "filing-new": get("filings.create"),
    "imports": get("filings.import"),
    "import-run": get("filings.import", "run"),
    "import-progress": get("filings.import", "run"),
    "import-retry": post("filings.import", "run"),
    "filing": get("filings.view", "filing"),
    "filing-compare": get("filings.view", "filing"),
    "filing-discard": post("filings.prepare", "filing"),
    "filing-split": post("filings.prepare", "filing"),
    "filing-who": get("filings.view", "filing"),
    "filing-owner-add": post("filings.prepare", "filing", answer=422),
    "filing-owner-save": post("filings.prepare", "filing", "filing_owner", answer=422),
    "filing-owner-remove": post("filings.prepare", "filing", "filing_owner"),
    "filing-report": get("filings.view", "filing"),
    "filing-table-1": get("filings.view", "filing"),
    "filing-table-2": get("filings.view", "filing"),
    "filing-holdings-add": post("filings.prepare", "filing"),
    "filing-row-add": get("filings.prepare", "filing", "table", "kind"),
    "filing-totals": post("filings.prepare", "filing", "table"),
    "filing-row-proposal": post("filings.prepare", "filing", "table", "kind", answer=200),
    "filing-row": get("filings.prepare", "filing", "row"),
    "filing-row-copy": post("filings.prepare", "filing", "row"),
    "filing-row-move": post("filings.prepare", "filing", "row"),
    "filing-row-remove": post("filings.prepare", "filing", "row"),
    "filing-notes": get("filings.view", "filing"),
    "filing-plan-note": post("filings.prepare", "filing"),
    "filing-note": get("filings.prepare", "filing", "note"),
    "filing-note-remove": post("filings.prepare", "filing", "note"),
    "filing-exhibits": get("filings.view", "filing"),
    "filing-review": get("filings.view", "filing"),
    "filing-acknowledge": post("filings.prepare", "filing", answer=422),
    "filing-preview": post("filings.review", "filing"),
    "filing-sign": get("filings.open_to_sign", "filing"),
    "filing-paper": get("filings.sign", "filing", "owner", answer=404),  # not reviewed yet
    "filing-paper-print": get("filings.sign", "filing", "owner", answer=404),
    "filing-authentication": get("filings.view", "signed", "document", answer=404),  # not made yet
    "filing-authentication-retry": post("filings.view", "signed", "document"),
    "filing-evidence": post("filings.take_evidence", "signed", answer=200),
    "sign-queue": get("filings.list"),
    "attestations": get("filings.keep_evidence"),
    "attestation-own": get("filings.list"),
    "attestation-print": get("filings.keep_evidence", "signer"),
    "attestation-new": get("filings.keep_evidence", "signer"),
    "attestation-scan": get("filings.keep_evidence", "attestation", answer=404),  # its file is not there
    "attestation-end": get("filings.keep_evidence", "attestation"),
    "attestation-destroy": get("filings.keep_evidence", "attestation"),
    "retention": get("filings.keep_evidence"),
    "document-destroy": get("filings.keep_evidence", "document"),
    "filing-send-back": post("filings.review", "filing"),
    "filing-documents": get("filings.view", "filing"),
    "filing-download": get("filings.view", "signed", "job", answer=404),  # not made yet
    "filing-retry": post("filings.view", "signed", "job"),
    "filing-make-documents": post("filings.view", "filing"),
    "filing-edgar-copy": post("filings.hand_out", "signed", answer=200),
    "filing-package": post("filings.take_package", "signed"),
    "filing-accepted": post("filings.record", "signed", answer=422),
    "filing-posted": post("filings.record", "signed", answer=422),
    "filing-amend": post("filings.create", "signed"),
}

# What a visitor may open to sign in or to get a new password.
OPEN = {
    "healthz",
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "openid_connect_login",
    "openid_connect_callback",
    "saml_login",
    "saml_acs",
    "saml_finish_acs",
    "saml_sls",
    "saml_metadata",
}

LOGINS = ("/accounts/login/?next=", "/admin/login/?next=")  # the second only leads to the first


def addresses(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern of the site with its whole route."""
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one, route)
        else:
            yield route, one


EVERYWHERE = list(addresses(get_resolver()))
OURS = {
    pattern.name: pattern.callback
    for route, pattern in EVERYWHERE
    if pattern.callback.__module__.split(".")[0] in {"compliance", "people", "filings"}
    and not route.startswith("admin/")
}


def path_of(route: str) -> str:
    """An address for a route, with 1 for whatever stands in it."""
    without = re.sub(r"\(\?P<\w+>[^()]*\)|<[^<>]+>", "1", route)
    return "/" + without.replace("^", "").replace("$", "")


@pytest.fixture
def records(desk: Desk) -> dict[str, object]:
    """One of each thing that an address may name; the filings are Anil's."""
    SecurityClass.objects.create(issuer=desk.issuer, title="Common Stock")
    open_draft, other = draft(desk), draft(desk)
    row = line(desk, open_draft, sale(), notes={"price": "A weighted average."})
    line(desk, other, sale())
    sealed = signed(desk, other)
    return {
        "owner": desk.anil.pk,
        "position": desk.anil.positions.first().pk,
        "issuer": desk.issuer.pk,
        "security_class": desk.issuer.security_classes.get().pk,
        "signatory": Signatory.objects.create(
            owner=desk.anil, user=desk.kemi, capacity="guardian", started_on=NOW.date()
        ).pk,
        "power": desk.anil_power.pk,
        "substitution": Substitution.objects.create(
            attorney=desk.anil_power.named_attorneys.get(),
            substitute=desk.kemi,
            executed_on=NOW.date(),
            text="I appoint Kemi Adeyemi.",
        ).pk,
        "attorney": desk.anil_power.named_attorneys.get().pk,
        "filing": open_draft.pk,
        "filing_kind": "filings.filing",
        "filing_owner": open_draft.filing_owners.get().pk,
        "row": row.pk,
        "note": open_draft.footnotes.get().pk,
        "table": "1",
        "kind": "transaction",
        "year": NOW.year,
        "ledger_key": LedgerKey.objects.get().pk,
        "adjusting": "opening",
        "adjustment": Adjustment.objects.create(
            kind="split",
            issuer=desk.issuer,
            title="Common Stock",
            new=2,
            old=1,
            day=NOW.date(),
            note="A notice.",
            recorded_by=desk.kemi,
        ).pk,
        "signed": sealed.pk,
        "signer": desk.dana.pk,
        "attestation": desk.dana.attestations.get().pk,
        "document": sealed.signatures.get().document_id,
        "no_session": 1,
        "run": ImportRun.objects.create(created_by=desk.kemi, due_at=NOW).pk,
        "job": RenderJob.objects.filter(snapshot__filing=sealed).first().pk,
    }


@pytest.fixture
def persons(desk: Desk) -> dict[str, User]:
    return {
        "preparer": desk.kemi,
        "attorney": desk.dana,
        "administrator": desk.ruth,
        "insider": desk.anil_login,
        "stranger": login("otto", "Otto", "Lind"),
    }


def test_every_view_of_ours_names_the_rule_that_is_declared_for_it():
    assert {name: getattr(view, "rule", None) for name, view in OURS.items()} == {
        name: page.rule for name, page in PAGES.items()
    }


def test_no_address_is_named_twice():
    names = [pattern.name for _, pattern in EVERYWHERE if pattern.name in PAGES]
    assert sorted(names) == sorted(PAGES)


@pytest.mark.parametrize("who", sorted(PEOPLE))
def test_each_person_gets_what_the_rules_give(who, persons, records):
    client = as_person(persons[who])
    answers, expected = {}, {}
    for name, one in PAGES.items():
        address = reverse(name, args=[records[record] for record in one.records])
        with transaction.atomic():  # each address is asked on the same desk
            answers[name] = client.generic(one.asked, address).status_code
            transaction.set_rollback(True)
        expected[name] = one.answer if who in ALLOWED[one.rule] else 403
    assert answers == expected


def test_a_visitor_is_sent_to_the_login_from_everywhere_but_the_way_in(db):
    client = Client()
    for route, pattern in EVERYWHERE:
        path = path_of(route)
        for answer in (client.get(path), client.post(path)):
            if pattern.name in OPEN:
                assert answer.status_code < 500, path
            else:
                assert answer.status_code == 302, path
                assert answer.headers["Location"].startswith(LOGINS), path


def test_the_administration_has_no_login_of_its_own(db):
    """The desk's login counts the passwords tried; another way in beside it would not."""
    for answer in (Client().get("/admin/login/"), Client().post("/admin/login/", {"username": "ruth"})):
        assert answer.headers["Location"].startswith("/accounts/login/?next=")


def test_the_way_in_is_open_and_the_way_to_sign_up_is_closed(db):
    client = Client()
    for name in ("healthz", "account_login", "account_reset_password"):
        assert client.get(reverse(name)).status_code == 200
    signup = {"email": "x@y.example", "username": "x", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), signup)
    assert not User.objects.exists()


@pytest.mark.parametrize("who", sorted(PEOPLE - {"administrator"}))
def test_the_administration_is_closed_to_everybody_else(who, persons):
    User.objects.update(is_staff=True)  # even to one who was let in once
    client = as_person(persons[who])
    for route, pattern in EVERYWHERE:
        if route.startswith("admin/") and pattern.name not in {
            "index", "login", "logout", "password_change", "password_change_done", "jsi18n",
        }:  # fmt: skip
            assert client.get(path_of(route)).status_code in {302, 403, 404}, route
    assert not re.search(r"/admin/\w+/\w+/", client.get("/admin/").content.decode())


def test_a_login_that_was_closed_opens_nothing(desk):
    client = as_person(desk.kemi)
    User.objects.filter(pk=desk.kemi.pk).update(is_active=False)
    assert client.get(reverse("queue")).headers["Location"].startswith("/accounts/login/")


def test_a_role_that_was_taken_away_opens_nothing_from_then_on(desk):
    client = as_person(desk.kemi)
    assert client.get(reverse("people")).status_code == 200
    desk.kemi.memberships.all().delete()
    assert client.get(reverse("people")).status_code == 403


def test_two_roles_give_what_either_gives(desk):
    desk.kemi.memberships.create(role=Role.ADMINISTRATOR)
    client = as_person(desk.kemi)
    assert client.get(reverse("filing-new")).status_code == 200
    assert client.get(reverse("power-new")).status_code == 200


# The insider


def of_mira(desk: Desk) -> Filing:
    filing = draft(desk, desk.mira)
    line(desk, filing, sale(title="Hidden Stock"))
    return reviewed(desk, under_powers(desk, filing))


def test_the_insider_sees_the_own_filings_in_lists_and_no_other(desk):
    of_mira(desk)
    mine = draft(desk)
    line(desk, mine, sale())
    anil = as_person(desk.anil_login)
    for name in ("queue", "filings"):
        listed = anil.get(reverse(name))
        assert reverse("filing", args=[mine.pk]) in listed.content.decode()
        assert "Ramaswamy Mira" not in words(listed)
    assert "Ramaswamy Mira" not in words(anil.get(reverse("filings"), {"q": "Ramaswamy"}))


def test_a_stranger_sees_no_filing_at_all(desk):
    of_mira(desk)
    otto = as_person(login("otto", "Otto", "Lind"))
    for name in ("queue", "filings"):
        assert "Ramaswamy" not in words(otto.get(reverse(name)))


def test_the_insider_opens_no_page_of_somebody_elses_filing(desk):
    theirs = of_mira(desk)
    anil = as_person(desk.anil_login)
    for name, one in PAGES.items():
        if one.records == ("filing",):
            address = reverse(name, args=[theirs.pk])
            assert anil.generic(one.asked, address).status_code == 403, name
    sent = {"sha256": theirs.reviewed_sha256}
    assert anil.post(reverse("filing-sign", args=[theirs.pk]), sent).status_code == 403


def test_the_insider_reads_the_own_draft_and_changes_nothing_on_it(desk):
    filing = draft(desk)
    line(desk, filing, sale(), notes={"price": "A weighted average."})
    before = fresh(filing).revision
    anil = as_person(desk.anil_login)
    for name in ("report", "notes", "exhibits", "review"):
        assert anil.post(reverse(f"filing-{name}", args=[filing.pk]), {"add": "1"}).status_code == 403
    assert fresh(filing).revision == before


def test_the_insider_reads_the_joint_filing_with_the_spouse(desk):
    filing = draft(desk, desk.mira, desk.anil)
    assert as_person(desk.anil_login).get(reverse("filing", args=[filing.pk])).status_code == 200


def test_who_only_holds_a_role_signs_for_nobody(desk):
    filing = of_mira(desk)
    sent = {"sha256": filing.reviewed_sha256}
    for person in (desk.kemi, desk.ruth, login("otto", "Otto", "Lind", Role.ATTORNEY)):
        assert as_person(person).post(reverse("filing-sign", args=[filing.pk]), sent).status_code == 403
    assert not filing.signatures.exists()
