"""A day on a desk on which every secret there is was typed somewhere; what was shown and sent is kept in files.

Into each channel one word is put that is no secret: a search that does not find it would find no secret either.
"""

import datetime as dt
import io
import logging
import re
import time
from pathlib import Path
from typing import Any
from unittest import mock

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from kombu.transport import memory

from compliance.audit.log import record
from compliance.celery import publish
from compliance.models import Membership, Role, User
from filings import tasks
from filings.models import AuthenticationPdf, Filing, ImportRun, RenderJob
from filings.services.draft import filing_save
from people.models import ReportingOwner
from tests.filings import past
from tests.filings.harborwell import (
    NOW,
    PASSWORD,
    Desk,
    draft,
    fresh,
    line,
    open_desk,
    reviewed,
    sale,
    under_powers,
)
from tests.filings.views.pages import form_on, typed
from tests.secrets_search import WatchedClient

TYPED = {
    "a CCC": "zq#47abc",
    "a CCC that was mistyped": "yx$83dev",
    "a CCC typed in the administration": "pl#29tor",
    "a CCC in a past submission": "wr@61kip",
    "a CCC in a box of the search": "vn%52gum",
    "a password": "fourteen-herons & 1 crane",
    "a wrong password": "wrong-bitterns-of-noon",
    "a new password": "nineteen-lanterns-lit",
    "a password typed as a code": "eleven-egrets-asleep",
    "a password set by an administrator": "sixteen-oysters-shut",
    "a password set with a link": "seventy-curlews-calling",
    "a provider's code": "oidcCode7d81aHERONe9",
    "a provider's state": "oidcState55c0HERONa2",
    "a token of an API": "sk-live-4d2fHERON77b1",
}
CONTROLS = {
    channel: f"Control{channel.title()}Kingfisher"
    for channel in ("log", "mail", "report", "page", "event", "message", "cache", "pdf", "database")
}


class _Shown:
    """Where everything goes that a browser, a mail box and a broker would get."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)
        self.pages: list[tuple[str, bytes]] = []

    def browser(self) -> WatchedClient:
        return WatchedClient(self.pages)

    def keep(self, channel: str, name: str, content: bytes) -> None:
        folder = self._folder / channel
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{len(list(folder.iterdir())):04} {name.replace('/', '_')[-120:]}").write_bytes(content)

    def keep_all(self) -> None:
        for address, content in self.pages:
            self.keep("pages", address, content)
        for one in getattr(mail, "outbox", []):  # none before the first mail
            text = f"{one.subject}\n{one.body}\n{getattr(one, 'alternatives', '')}"
            self.keep("mail", "reset" if "/password/reset/key/" in text else one.subject, text.encode())


def a_day(folder: str) -> dict[str, str]:
    """Use every box that takes a secret, rightly and wrongly; the secrets that the desk itself made on the way."""
    timezone.now = lambda: NOW.astimezone(dt.UTC)
    settings.ADMINS = [("Ruth", "ruth@harborwell.example")]
    desk, shown = open_desk(), _Shown(folder)
    made: dict[str, str] = {}
    _sign_in(desk, shown, made)
    _administer(desk, shown)
    _forget(desk, shown, made)
    _fall(desk, shown)
    _sign(desk, shown, made)
    _import(desk, shown)
    _plant(desk, shown)
    events = io.StringIO()
    call_command("audit", "export", stdout=events)
    shown.keep("events", "log", events.getvalue().encode())
    for name, queue in memory.Channel.queues.items():
        shown.keep("messages", name, repr(list(queue.queue)).encode())
    shown.keep_all()
    return made | {"the secret key": settings.SECRET_KEY}


def files_made() -> None:
    """Do what a worker does with what was asked for."""
    for job in RenderJob.objects.all():
        {RenderJob.Kind.PDF.value: tasks.render_pdf, RenderJob.Kind.XML.value: tasks.render_xml}[job.kind](
            job.pk
        )
    for pdf in AuthenticationPdf.objects.all():
        tasks.seal_authentication(pdf.pk)


def taken(folder: str) -> None:
    """What people download when the files are there."""
    timezone.now = lambda: NOW.astimezone(dt.UTC)
    shown, filing = _Shown(folder), Filing.objects.get(state="signed")
    ruth = _as(User.objects.get(username="ruth"), shown)
    _prove(ruth, PASSWORD)
    for name, sent in (("filing-evidence", {}), ("filing-package", {"live": "test"})):
        answer = ruth.post(reverse(name, args=[filing.pk]), sent)
        assert answer.status_code == 200, name
    for job in RenderJob.objects.all():
        assert ruth.get(reverse("filing-download", args=[filing.pk, job.pk])).status_code == 200
    for one in ("people", "filings", "access", "attestations", "usersessions_list"):
        ruth.get(reverse(one))
    shown.keep_all()


def _code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def _as(user: User, shown: _Shown) -> WatchedClient:
    browser = shown.browser()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def _prove(browser: WatchedClient, password: str, **more: str) -> None:
    answer = browser.post(reverse("prove"), {"password": password, "next": "/", **more})
    assert answer.status_code == 302, answer.content.decode()


def _sign_in(desk: Desk, shown: _Shown, made: dict[str, str]) -> None:
    """Kemi signs in, sets up an app and recovery codes, proves it anew, and takes a new password."""
    desk.kemi.set_password(TYPED["a password"])
    desk.kemi.save()
    kemi = shown.browser()
    login = reverse("account_login")
    kemi.get(login)
    kemi.post(login, {"login": "kemi", "password": TYPED["a wrong password"]})
    kemi.post(login, {"login": "kemi", "password": TYPED["a password"]})
    _prove(kemi, TYPED["a password"])
    page = kemi.get(reverse("mfa_activate_totp")).content.decode()
    (secret,) = re.findall(r"class=\"[^\"]*secret[^\"]*\"[^>]*>\s*([A-Z2-7]{16,})", page)
    made["the key of an app"] = secret
    kemi.post(reverse("mfa_activate_totp"), {"code": TYPED["a password typed as a code"]})
    kemi.post(reverse("mfa_activate_totp"), {"code": _code(secret)})
    codes = re.findall(r"\b[0-9]{8}\b", kemi.get(reverse("mfa_view_recovery_codes")).content.decode())
    made |= {"a recovery code": codes[0], "a recovery code that was used": codes[1]}
    kemi.post(reverse("account_logout"))
    kemi.post(login, {"login": "kemi", "password": TYPED["a password"]})
    kemi.post(reverse("mfa_authenticate"), {"code": TYPED["a password typed as a code"]})
    kemi.post(reverse("mfa_authenticate"), {"code": codes[1]})
    kemi.post(reverse("prove"), {"password": TYPED["a wrong password"], "code": codes[1]})
    kemi.post(reverse("prove"), {"password": TYPED["a password"], "code": codes[2], "next": "/"})
    new = {"password1": TYPED["a new password"], "password2": TYPED["a new password"]}
    change = reverse("account_change_password")
    kemi.post(change, new | {"oldpassword": TYPED["a wrong password"]})
    kemi.post(change, new | {"oldpassword": TYPED["a password"]})
    assert User.objects.get(username="kemi").check_password(TYPED["a new password"])
    kemi.get("/accounts/oidc/company/login/callback/", {
        "code": TYPED["a provider's code"], "state": TYPED["a provider's state"],
    })  # fmt: skip
    kemi.get("/filings/999999/", headers={"authorization": f"Bearer {TYPED['a token of an API']}"})
    kemi.get(reverse("people"), headers={"x-api-key": TYPED["a token of an API"]})
    made["the cookie of a session"] = kemi.cookies["sessionid"].value
    made["the cookie against forged forms"] = kemi.cookies["csrftoken"].value


def _administer(desk: Desk, shown: _Shown) -> None:
    """Ruth keeps CCCs, rightly and wrongly, and sets somebody's password."""
    User.objects.filter(pk=desk.ruth.pk).update(is_staff=True)
    ruth = _as(User.objects.get(pk=desk.ruth.pk), shown)
    address = reverse("owner-ccc", args=[desk.anil.pk])
    ccc, mistyped = TYPED["a CCC"], TYPED["a CCC that was mistyped"]
    _prove(ruth, PASSWORD)
    for first, again in ((ccc, mistyped), (f"{mistyped}-too-long", ccc), (ccc, ccc)):
        ruth.post(address, {"ccc": first, "again": again})
    assert ReportingOwner.objects.get(pk=desk.anil.pk).ccc.reveal() == ccc
    owner = f"/admin/people/reportingowner/{desk.mira.pk}/change/"
    form = typed(form_on(ruth.get(owner), ""))
    in_admin = TYPED["a CCC typed in the administration"]
    ruth.post(owner, form | {"new_ccc": f"{in_admin}!"})
    ruth.post(owner, form | {"new_ccc": in_admin})
    assert ReportingOwner.objects.get(pk=desk.mira.pk).ccc.reveal() == in_admin
    password = TYPED["a password set by an administrator"]
    _prove(ruth, PASSWORD)
    both = {"password1": password, "password2": password, "usable_password": "true"}
    assert ruth.post(f"/admin/compliance/user/{desk.dana.pk}/password/", both).status_code == 302
    inline = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    new = {"username": "otto", "first_name": "Otto", "last_name": "Lind", "email": "otto@harborwell.example"}
    ruth.post("/admin/compliance/user/add/", new | both | inline)
    assert User.objects.get(username="otto").check_password(password)
    assert User.objects.get(pk=desk.dana.pk).check_password(password)
    ruth.get("/admin/audit/event/")


def _forget(desk: Desk, shown: _Shown, made: dict[str, str]) -> None:
    """Anil forgot the password and sets a new one by the link in a mail."""
    anil = shown.browser()
    anil.post(reverse("account_reset_password"), {"email": desk.anil_login.email})
    (link,) = re.findall(r"/accounts/password/reset/key/[^\s]+", mail.outbox[-1].body)
    made["a link for a new password"] = link.rstrip("/").rpartition("/")[2].partition("-")[2]
    there = anil.get(link).headers["Location"]
    password = TYPED["a password set with a link"]
    anil.post(there, {"password1": password, "password2": TYPED["a wrong password"]})
    anil.post(there, {"password1": password, "password2": password})
    assert User.objects.get(pk=desk.anil_login.pk).check_password(password)


def _fall(desk: Desk, shown: _Shown) -> None:
    """Two pages fall with all that was typed in their hands, on a desk in service and on a debugging one."""
    ruth = _as(desk.ruth, shown)

    def falls(*_arguments: Any, **named: Any) -> None:
        told = {name: one.reveal() if hasattr(one, "reveal") else repr(one) for name, one in named.items()}
        raise ValueError(f"{CONTROLS['report']}: ccc={told}")

    for debugging in (False, True):
        settings.DEBUG = debugging
        with mock.patch("people.views.owners.owner_ccc_replace", falls):
            both = {"ccc": TYPED["a CCC"], "again": TYPED["a CCC"]}
            answer = ruth.post(reverse("owner-ccc", args=[desk.anil.pk]), both)
        assert answer.status_code == 500
        shown.keep("reports", f"debugging {debugging}", answer.content)
        with (
            mock.patch("compliance.accounts.views.render", falls),
            mock.patch("django.contrib.auth.base_user.AbstractBaseUser.check_password", falls),
        ):
            answer = ruth.post(reverse("prove"), {"password": TYPED["a wrong password"]})
        assert answer.status_code == 500
        shown.keep("reports", f"debugging {debugging}", answer.content)
    settings.DEBUG = False
    for one in mail.outbox[-2:]:
        shown.keep("reports", "mail", f"{one.subject}\n{one.body}".encode())


def _sign(desk: Desk, shown: _Shown, made: dict[str, str]) -> None:
    """A report with a word in its remarks, which Dana signs on the page."""
    filing = draft(desk)
    line(desk, filing, sale())
    filing_save(
        actor=desk.kemi,
        filing_id=filing.pk,
        values={"remarks": CONTROLS["pdf"]},
        version=fresh(filing).version,
    )
    reviewed(desk, under_powers(desk, filing))
    dana = _as(User.objects.get(pk=desk.dana.pk), shown)
    _prove(dana, TYPED["a password set by an administrator"])
    address = reverse("filing-sign", args=[filing.pk])
    dana.post(address, typed(form_on(dana.get(address), "")))
    assert fresh(filing).state == "signed"
    made["the cookie of a signer's session"] = dana.cookies["sessionid"].value
    dana.get(reverse("people"), {"ccc": TYPED["a CCC in a box of the search"]})


def _import(desk: Desk, shown: _Shown) -> None:
    """A past submission with a CCC in it, handed in on the page and worked through."""
    Membership.objects.get_or_create(user=desk.ruth, role=Role.PREPARER)
    ruth = _as(desk.ruth, shown)
    content = past.sent(past.sale(dt.date(2020, 3, 2)), ccc=TYPED["a CCC in a past submission"])
    ruth.post(reverse("imports"), {"files": SimpleUploadedFile("past.xml", content)})
    run = ImportRun.objects.get()
    tasks.import_history(run.pk)
    ruth.get(run.get_absolute_url())


def _plant(desk: Desk, shown: _Shown) -> None:
    logging.getLogger("filings").warning("%s", CONTROLS["log"])
    ReportingOwner.objects.filter(pk=desk.mira.pk).update(conformed_name=CONTROLS["page"])
    _as(desk.ruth, shown).get(reverse("people"))
    mail.send_mail(CONTROLS["mail"], "", None, ["ruth@harborwell.example"])
    with transaction.atomic():
        record(actor=desk.ruth, verb=CONTROLS["event"], subject=desk.mira)
    desk.issuer.conformed_name = CONTROLS["database"]
    desk.issuer.save()
    publish([("filings.tasks.render_pdf", (CONTROLS["message"],))])  # type: ignore[list-item]
    cache.set("control", CONTROLS["cache"])
