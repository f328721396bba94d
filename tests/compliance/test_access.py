"""Who may open what: every address of the site with every kind of person, at the own issuer and at another one."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from compliance.models import Role, User
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
from tests.compliance.two_desks import AT, ELSEWHERE, content_of, of_mira
from tests.filings.harborwell import (
    PASSWORD,
    draft,
    fresh,
    line,
    login,
    sale,
)
from tests.filings.views.pages import as_person, page, words

LOGINS = ("/accounts/login/?next=", "/admin/login/?next=")  # the second only leads to the first
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
