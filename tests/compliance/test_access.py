"""Who may open what: every address of the site with every kind of person, at the own issuer and at another one."""

import datetime as dt
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from compliance.audit.log import history
from compliance.models import Membership, Role, User
from filings.models import Adjustment, Filing, ImportRun, LedgerKey, RenderJob
from filings.services.confirmation import confirmation_ask
from people.models import Issuer, Position, SecurityClass, Signatory, Substitution
from tests.compliance.addresses import (
    ACCOUNT,
    ALLOWED,
    ON_PAPER,
    OPEN,
    PAGES,
    ROLES,
    WHOLE_DESK,
    Answer,
    Page,
)
from tests.filings.harborwell import (
    ADDRESS,
    NOW,
    PASSWORD,
    Desk,
    attest,
    draft,
    fresh,
    line,
    login,
    power_of_attorney,
    reporting_owner,
    reviewed,
    sale,
    signed,
    under_powers,
)
from tests.filings.views.pages import as_person, page, proven, words

LOGINS = ("/accounts/login/?next=", "/admin/login/?next=")  # the second only leads to the first
AT = " at Harborwell"
PEOPLE = (*ROLES, *(role + AT for role in ROLES), "insider", "stranger")


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


# What a page of Harborwell's people must not hold: the other issuer, its insiders, what they trade.
ELSEWHERE = ("OTHERWISE", "Quist", "Umbral", "9999001", "9999002")


def open_other_desk(desk: Desk) -> Desk:
    """Another issuer on the same desk, with insiders and an attorney of its own; the same people keep both."""
    issuer = Issuer.objects.create(
        cik="9999001", conformed_name="OTHERWISE CORP.", trading_symbol="OTHR", **ADDRESS
    )
    otto, zelda_login = login("otto", "Otto", "Lind"), login("zelda", "Zelda", "Quist")
    Membership.objects.create(user=otto, role=Role.ATTORNEY, issuer=issuer)
    zelda = reporting_owner("9999002", "Zelda", "Quist", ccc="zelda#1A", user=zelda_login)
    yves = reporting_owner("9999003", "Yves", "Quist", ccc="yvesq$2B")
    for owner in (zelda, yves):
        Position.objects.create(owner=owner, issuer=issuer, kind="director", started_on=dt.date(2021, 3, 1))
    for signer in (otto, zelda_login):
        attest(signer, by=desk.ruth)
    return Desk(
        issuer=issuer,
        kemi=desk.kemi,
        dana=otto,
        ruth=desk.ruth,
        anil_login=zelda_login,
        anil=zelda,
        mira=yves,
        anil_power=power_of_attorney(zelda, otto, issuer),
        mira_power=power_of_attorney(yves, otto, issuer),
    )


def one_of_each(desk: Desk, *, guardian: User, title: str) -> dict[str, object]:
    """One of each thing that an address may name; the filings are Anil's, or whoever stands in his place."""
    SecurityClass.objects.create(issuer=desk.issuer, title=title)
    open_draft, other = draft(desk), draft(desk)
    row = line(desk, open_draft, sale(title=title), notes={"price": "A weighted average."})
    line(desk, other, sale(title=title))
    sealed = signed(desk, other)
    asked = confirmation_ask(actor=desk.kemi, filing_id=open_draft.pk, owner=desk.anil, days=2)
    return {
        "owner": desk.anil.pk,
        "position": desk.anil.positions.first().pk,
        "issuer": desk.issuer.pk,
        "security_class": desk.issuer.security_classes.get().pk,
        "signatory": Signatory.objects.create(
            owner=desk.anil, user=guardian, capacity="guardian", started_on=NOW.date()
        ).pk,
        "power": desk.anil_power.pk,
        "substitution": Substitution.objects.create(
            attorney=desk.anil_power.named_attorneys.get(),
            substitute=guardian,
            executed_on=NOW.date(),
            text="I appoint a substitute.",
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
        "ledger_key": LedgerKey.objects.get(issuer=desk.issuer).pk,
        "adjusting": "opening",
        "adjustment": Adjustment.objects.create(
            kind="split",
            issuer=desk.issuer,
            title=title,
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
        "confirmation": asked.confirmation.pk,
        "token": asked.token,
        "membership": Membership.objects.create(user=guardian, role=Role.PREPARER, issuer=desk.issuer).pk,
        "no_session": 1,
        "run": ImportRun.objects.create(created_by=desk.kemi, due_at=NOW).pk,
        "job": RenderJob.objects.filter(snapshot__filing=sealed).first().pk,
    }


@pytest.fixture
def other_desk(desk: Desk) -> Desk:
    return open_other_desk(desk)


@pytest.fixture
def records(desk: Desk, other_desk: Desk) -> dict[str, dict[str, object]]:
    """One of each thing at the own issuer, Harborwell, and at the other one."""
    nora = login("nora", "Nora", "Quist")
    return {
        "own": one_of_each(desk, guardian=desk.kemi, title="Common Stock"),
        "other": one_of_each(other_desk, guardian=nora, title="Umbral Stock"),
    }


@pytest.fixture
def persons(desk: Desk) -> dict[str, User]:
    """Everybody who comes along: each role for the whole desk and at Harborwell alone, the insider, a stranger."""
    whole = {
        "preparer": desk.kemi,
        "attorney": desk.dana,
        "administrator": desk.ruth,
        "auditor": login("alma", "Alma", "Reyes", Role.AUDITOR),
    }
    return (
        whole
        | {role + AT: at_harborwell(desk, Role(role)) for role in ROLES}
        | {
            "insider": desk.anil_login,
            "stranger": login("stig", "Stig", "Holm"),
        }
    )


def at_harborwell(desk: Desk, role: Role) -> User:
    """Somebody who holds a role at Harborwell and nowhere else."""
    person = login(f"{role}-there", role.label, "There")
    Membership.objects.create(user=person, role=role, issuer=desk.issuer)
    return person


# Parts of an address that name no record of an issuer.
OF_NO_ISSUER = frozenset({"table", "kind", "year", "adjusting", "no_session", "filing_kind"})


def may(who: str, rule: str, where: str) -> bool:
    """Whether the table lets somebody in; ``where`` is whose records the address names, empty for none."""
    role = who.removesuffix(AT)
    if rule == "public":
        return True
    if role not in ALLOWED[rule]:
        return False
    if rule in ON_PAPER:
        return where == "own" and who == role
    if who == "insider" and where:
        return where == "own"
    if who != role:
        return where != "other" and rule not in WHOLE_DESK
    return True


def expected(who: str, page: Page, asked: Answer | None) -> dict[str, int]:
    """What an address answers to one way of asking, at the own issuer and at the other."""
    if asked is None:
        return {"own": 405, "other": 405}
    named = any(
        name not in {"table", "kind", "year", "adjusting", "no_session", "filing_kind"}
        for name in page.records
    )
    return {
        where: asked.status if may(who, asked.rule, where if named else "") else 403
        for where in ("own", "other")
    }


def test_every_address_is_in_the_table():
    known = PAGES.keys() | ACCOUNT.keys() | OPEN
    assert [
        route for route, pattern in EVERYWHERE if not route.startswith("admin/") and pattern.name not in known
    ] == []


def test_every_view_of_ours_names_the_rule_that_is_declared_for_it():
    assert {name: getattr(view, "rule", None) for name, view in OURS.items()} == {
        name: (page.get or page.post).rule for name, page in PAGES.items()
    }


def test_no_address_is_named_twice():
    names = [pattern.name for _, pattern in EVERYWHERE if pattern.name in PAGES]
    assert sorted(names) == sorted(PAGES)


@pytest.mark.parametrize("who", PEOPLE)
def test_each_person_gets_what_the_rules_give(who, persons, records):
    client = as_person(persons[who])
    answers, wanted, leaks = {}, {}, []
    for name, one in PAGES.items():
        for method, asked in (("GET", one.get), ("POST", one.post)):
            answered = {}
            for where, there in records.items():
                address = reverse(name, args=[there[record] for record in one.records])
                with transaction.atomic():  # each address is asked on the same desk
                    response = client.generic(
                        method, address, content_type="application/x-www-form-urlencoded"
                    )
                    transaction.set_rollback(True)
                answered[where] = response.status_code
                if who.endswith(AT) or who in {"insider", "stranger"}:
                    leaks += [
                        (method, address, word) for word in ELSEWHERE if word.encode() in content_of(response)
                    ]
            answers[method, name], wanted[method, name] = answered, expected(who, one, asked)
    assert {key: one for key, one in answers.items() if one != wanted[key]} == {}
    assert leaks == []


@pytest.mark.parametrize("who", [*(role + AT for role in ROLES), "insider"])
def test_no_page_offers_what_its_reader_may_not_do(who, persons, records):
    client, refused = as_person(persons[who]), set()
    for name, one in PAGES.items():
        if one.get is None or not may(who, one.get.rule, "own" if one.records else ""):
            continue
        response = client.get(reverse(name, args=[records["own"][record] for record in one.records]))
        if response.status_code != 200 or "text/html" not in response.headers["Content-Type"]:
            continue
        for way, address in offered(response):
            found = resolve(address)
            asked = getattr(PAGES.get(found.url_name), way, None)
            if not asked:
                continue
            with transaction.atomic():
                if client.generic(way.upper(), address).status_code == 403:
                    refused.add((name, way, found.url_name))
                transaction.set_rollback(True)
    assert not refused, sorted(refused)


def offered(response: HttpResponse) -> set[tuple[str, str]]:
    """The addresses of this site to which a page's links and forms lead, each with its way: get or post."""
    told = page(response)
    forms = {
        (form.get("method", "get").lower(), form.get("action") or "") for form in told.xpath("//main//form")
    }
    links = {("get", link) for link in told.xpath("//main//a/@href")}
    return {(way, urlsplit(address).path) for way, address in forms | links if address.startswith("/")}


def content_of(response: object) -> bytes:
    return b"".join(response) if response.streaming else response.content


@pytest.mark.parametrize("who", PEOPLE)
def test_the_pages_of_ones_own_account_answer_everybody_alike(who, persons):
    client = as_person(persons[who])
    answers = {}
    for route, pattern in EVERYWHERE:
        if pattern.name in ACCOUNT:
            with transaction.atomic():
                answers[pattern.name] = tuple(
                    getattr(client, how)(path_of(route)).status_code for how in ("get", "post")
                )
                transaction.set_rollback(True)
    assert answers == ACCOUNT


SEARCHES = ("search", "filings", "people", "issuers", "powers")

# The lists, as somebody at one issuer asks them for more than is theirs


@pytest.mark.parametrize("role", ROLES)
def test_no_search_and_no_file_tells_of_the_other_issuer(role, desk, records):
    client = as_person(at_harborwell(desk, Role(role)))
    other = records["other"]
    asked = [
        *(
            f"{reverse(name)}?q={word}"
            for name in SEARCHES
            for word in ("otherwise", "quis", "umbra", "999900")
        ),
        *(
            f"{reverse(name)}?as={kind}"
            for name in ("report-due", "report-small")
            for kind in ("csv", "xlsx")
        ),
        f"{reverse('reports')}?issuer={other['issuer']}",
        f"{reverse('powers-gaps')}?issuer={other['issuer']}",
        f"{reverse('powers-register')}?owner={other['owner']}&form=4&on=11/23/2026",
        f"{reverse('powers-register')}?issuer={other['issuer']}&form=4&on=11/23/2026",
        f"{reverse('powers-register')}?attorney={other['signer']}&form=4&on=11/23/2026",
    ]
    for address in asked:
        content = content_of(client.get(address))
        assert [word for word in ELSEWHERE if word.encode() in content] == [], address


def test_a_list_of_the_whole_desk_holds_both_issuers(desk, records):
    client = as_person(desk.kemi)
    for name in ("queue", "filings", "people", "issuers", "powers", "report-due"):
        shown = words(client.get(reverse(name)))
        assert "HARBORWELL" in shown or "Ramaswamy" in shown, name
        assert "OTHERWISE" in shown or "Quist" in shown, name


# What somebody at one issuer sends about the other one


def test_nobody_starts_a_report_about_an_issuer_beyond_the_role(desk, other_desk):
    client = as_person(at_harborwell(desk, Role.PREPARER))
    for owner, issuer in ((desk.anil, other_desk.issuer), (other_desk.anil, desk.issuer)):
        client.post(
            reverse("filing-new"), {"owner": owner.pk, "issuer": issuer.pk, "traded_on": "11/20/2026"}
        )
    assert not Filing.objects.exists()


def test_nobody_puts_an_owner_of_another_issuer_on_a_report(desk, other_desk):
    filing = draft(desk)
    client = as_person(at_harborwell(desk, Role.PREPARER))
    client.post(reverse("filing-owner-add", args=[filing.pk]), {"owner": other_desk.anil.pk})
    assert [one.owner for one in filing.filing_owners.all()] == [desk.anil]


def test_nobody_gives_a_position_at_an_issuer_beyond_the_role(desk, other_desk):
    client = as_person(at_harborwell(desk, Role.PREPARER))
    typed = {"issuer": other_desk.issuer.pk, "kind": "director", "started_on": "11/01/2026"}
    client.post(reverse("owner-position-new", args=[desk.anil.pk]), typed)
    assert not desk.anil.positions.filter(issuer=other_desk.issuer).exists()


def a_power(desk: Desk, **terms: object) -> dict[str, object]:
    return {
        "grantor": desk.anil.pk, "issuer": desk.issuer.pk, "covers_form_4": "on", "attorneys": [desk.dana.pk],
        "executed_on": "11/02/2026", "ends": "revocation", "text": "I appoint.\n/s/ Anil", **terms,
    }  # fmt: skip


def test_an_administrator_at_one_issuer_enters_powers_for_it_alone(desk, other_desk):
    client = as_person(at_harborwell(desk, Role.ADMINISTRATOR))
    before = desk.anil.powers_of_attorney.count()
    for refused in (
        a_power(desk, issuer=other_desk.issuer.pk),
        a_power(desk, grantor=other_desk.anil.pk),
        a_power(desk, attorneys=[other_desk.dana.pk]),
    ):
        assert client.post(reverse("power-new"), refused).status_code == 200
    assert client.post(reverse("power-new"), a_power(desk)).status_code == 302
    assert (
        client.post(reverse("power-new"), a_power(desk, issuer="")).status_code == 302
    )  # Anil reports here alone
    assert desk.anil.powers_of_attorney.count() == before + 2


def on_both_boards(desk: Desk, other_desk: Desk) -> None:
    Position.objects.create(
        owner=desk.anil, issuer=other_desk.issuer, kind="director", started_on=dt.date(2024, 1, 2)
    )


def test_a_power_for_all_issuers_of_who_sits_on_two_boards_takes_a_role_at_both(desk, other_desk):
    on_both_boards(desk, other_desk)
    person = at_harborwell(desk, Role.ADMINISTRATOR)
    refused = as_person(person).post(reverse("power-new"), a_power(desk, issuer=""))
    assert "your role does not reach every issuer at which Ramaswamy Anil reports" in words(refused)
    Membership.objects.create(user=person, role=Role.ADMINISTRATOR, issuer=other_desk.issuer)
    assert as_person(person).post(reverse("power-new"), a_power(desk, issuer="")).status_code == 302


def test_what_lets_somebody_sign_everywhere_takes_a_role_everywhere(desk, other_desk):
    """Own login, capacity and CCC of an owner take effect at each of the owner's issuers."""
    on_both_boards(desk, other_desk)
    client = as_person(at_harborwell(desk, Role.ADMINISTRATOR))
    for name in ("owner-ccc", "owner-signatory-new", "owner-capacity"):
        assert client.get(reverse(name, args=[desk.anil.pk])).status_code == 403, name
    page = client.get(reverse("owner-edit", args=[desk.anil.pk]))
    assert 'name="street1"' in page.content.decode()
    assert 'name="user"' not in page.content.decode()


def test_who_sits_on_two_boards_is_shown_at_each_with_what_belongs_there(desk, other_desk):
    on_both_boards(desk, other_desk)
    power_of_attorney(desk.anil, other_desk.dana, other_desk.issuer)
    there = as_person(at_harborwell(desk, Role.ATTORNEY))
    for name in ("owner", "owner-ledger", "owner-short-swing"):
        assert "OTHERWISE" not in words(there.get(reverse(name, args=[desk.anil.pk])))
    assert "OTHERWISE" in words(as_person(desk.kemi).get(reverse("owner", args=[desk.anil.pk])))


def test_a_new_owner_is_seen_at_once_by_who_entered_it_and_by_nobody_at_another_issuer(desk, other_desk):
    here, person = Role.PREPARER, at_harborwell(desk, Role.PREPARER)
    typed = {
        "entered_for": desk.issuer.pk, "kind": "person", "cik": "42", "conformed_name": "Doe Jane",
        "first_name": "Jane", "last_name": "Doe",
    }  # fmt: skip
    assert "entered_for" in as_person(person).get(reverse("owner-new")).content.decode()
    assert as_person(person).post(reverse("owner-new"), typed | {"entered_for": ""}).status_code == 200
    kept = as_person(person).post(reverse("owner-new"), typed, follow=True)
    assert "Doe Jane" in words(kept)
    elsewhere = login("nils", "Nils", "Berg")
    Membership.objects.create(user=elsewhere, role=here, issuer=other_desk.issuer)
    assert "Doe Jane" not in words(as_person(elsewhere).get(reverse("people")))
    refused = as_person(elsewhere).post(reverse("owner-new"), typed | {"entered_for": other_desk.issuer.pk})
    assert "CIK 42 is on this desk already, where your role does not reach" in words(refused)
    assert "Doe Jane" not in words(refused).replace('value="Doe Jane"', "")


def test_an_attorney_signs_where_the_role_is_held_and_not_elsewhere(desk, other_desk):
    """Named in the power of attorney, and with the role of an attorney for another client only."""
    filing = of_mira(desk)
    address, sent = reverse("filing-sign", args=[filing.pk]), {"sha256": filing.reviewed_sha256}
    desk.dana.memberships.all().delete()
    Membership.objects.create(user=desk.dana, role=Role.ATTORNEY, issuer=other_desk.issuer)
    assert as_person(desk.dana).get(address).status_code == 403
    refused = proven(as_person(desk.dana)).post(address, sent)
    assert refused.status_code == 403
    assert not filing.signatures.exists()
    Membership.objects.create(user=desk.dana, role=Role.ATTORNEY, issuer=desk.issuer)
    client = proven(as_person(desk.dana))
    assert client.get(address).status_code == 200
    assert client.post(address, sent).status_code == 302
    assert filing.signatures.get().signer == desk.dana


def test_an_administrator_at_one_issuer_is_none_in_the_administration(desk):
    person = at_harborwell(desk, Role.ADMINISTRATOR)
    User.objects.filter(pk=person.pk).update(is_staff=True)
    client = as_person(person)
    for name in ("compliance_user", "people_issuer", "people_reportingowner", "audit_event"):
        assert client.get(reverse(f"admin:{name}_changelist")).status_code == 403


def test_a_role_that_is_given_or_taken_in_the_administration_is_in_the_log(desk):
    User.objects.filter(pk=desk.ruth.pk).update(is_staff=True)
    held = Membership.objects.create(user=desk.kemi, role=Role.AUDITOR)
    preparer = desk.kemi.memberships.get(role=Role.PREPARER)
    typed = {
        "username": "kemi", "first_name": "Kemi", "last_name": "Adeyemi", "email": desk.kemi.email,
        "is_active": "on", "memberships-TOTAL_FORMS": "3", "memberships-INITIAL_FORMS": "2",
        "memberships-0-id": held.pk, "memberships-0-user": desk.kemi.pk, "memberships-0-role": "auditor",
        "memberships-0-DELETE": "on",
        "memberships-1-id": preparer.pk, "memberships-1-user": desk.kemi.pk, "memberships-1-role": "preparer",
        "memberships-2-user": desk.kemi.pk, "memberships-2-role": "attorney",
        "memberships-2-issuer": desk.issuer.pk,
    }  # fmt: skip
    answer = as_person(desk.ruth).post(reverse("admin:compliance_user_change", args=[desk.kemi.pk]), typed)
    assert answer.status_code == 302
    told = [event.verb for event in history(desk.kemi)]
    assert (
        "added the membership Kemi Adeyemi: Attorney-in-fact, HARBORWELL INC. [HBRW] in the administration"
        in told
    )
    assert "deleted the membership Kemi Adeyemi: Auditor, the whole desk in the administration" in told


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


@pytest.mark.parametrize("who", [one for one in PEOPLE if one != "administrator"])
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
            address, method = reverse(name, args=[theirs.pk]), "GET" if one.get else "POST"
            assert anil.generic(method, address).status_code == 403, name
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
