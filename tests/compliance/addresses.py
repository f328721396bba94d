"""Every address of the site and who may open it: the one table against which the site is walked.

An address that is not here fails the test: say here who may read it, who may act on it, and what it answers.
"""

from typing import NamedTuple

ROLES = ("preparer", "attorney", "administrator", "auditor")
DESK = frozenset(ROLES)
AT_WORK = DESK - {"auditor"}
EVERYBODY = DESK | {"insider", "stranger"}

# Whom each rule lets in. Whoever holds a role at an issuer only is let in to what is about that issuer; "insider" is
# the reporting owner with the own login, on the own report.
ALLOWED = {
    "public": EVERYBODY,
    "compliance.view_calendar": DESK,
    "compliance.keep_account": EVERYBODY,
    "compliance.view_audit": {"administrator", "auditor"},
    "compliance.view_history": DESK | {"insider"},  # asked about a filing
    "people.view": DESK,
    "people.change": {"preparer", "administrator"},
    "people.add_issuer": {"preparer", "administrator"},
    "people.change_power": {"administrator"},
    "people.change_ccc": {"administrator"},
    "people.view_access": {"administrator", "auditor"},
    "people.give_role": {"administrator"},
    "people.take_role": {"administrator"},
    "filings.list": EVERYBODY,
    "filings.view": DESK | {"insider"},
    "filings.open_to_sign": DESK | {"insider"},
    "filings.view_short_swing": DESK | {"insider"},
    "filings.view_ledger": DESK | {"insider"},
    "filings.sign": {"attorney", "insider", "preparer"},
    "filings.view_attestations": {"administrator", "auditor"},
    "filings.keep_attestations": {"administrator"},
    "filings.view_retention": {"administrator", "auditor"},
    "filings.keep_evidence": {"administrator"},
    "filings.take_evidence": {"administrator", "auditor"},
    "filings.create": {"preparer"},
    "filings.import": {"preparer", "administrator"},
    "filings.view_imports": {"preparer", "administrator", "auditor"},
    "filings.prepare": {"preparer"},
    "filings.ask_confirmation": {"preparer"},
    "filings.confirm_own": {"insider"},
    "filings.review": {"preparer", "attorney"},
    "filings.record": {"preparer", "attorney"},
    "filings.make_documents": AT_WORK | {"insider"},
    "filings.take_package": AT_WORK,
    "filings.hand_out": {"attorney", "administrator"},
}

# For whom nothing but the whole desk will do: the record is nobody's yet, or may be anybody's.
WHOLE_DESK = {"people.add_issuer", "filings.import", "filings.view_imports", "compliance.view_audit"}
# What follows from a name on paper and not from a role: Dana is named in Anil's power of attorney. Kemi is to be
# his guardian, which gives her nothing while he is well. Nobody here is named in a paper of the other's people.
ON_PAPER = {"filings.sign", "filings.confirm_own"}


class Answer(NamedTuple):
    """The rule of one way to ask an address, and the status for those whom it lets in."""

    rule: str
    status: int


class Page(NamedTuple):
    """One address: what it answers to GET and to an empty POST, and the records that are named in it.

    ``None``: it is not asked that way, and answers 405 to everybody.
    """

    get: Answer | None
    post: Answer | None
    records: tuple[str, ...] = ()


def reads(rule: str, *records: str, answers: int = 200) -> Page:
    return Page(Answer(rule, answers), None, records)


def acts(rule: str, *records: str, answers: int = 302) -> Page:
    return Page(None, Answer(rule, answers), records)


def fills_in(rule: str, *records: str, answers: tuple[int, int] = (200, 200)) -> Page:
    return reads_and_acts(rule, rule, *records, answers=answers)


def reads_and_acts(to_read: str, to_act: str, *records: str, answers: tuple[int, int]) -> Page:
    read, acted = answers
    return Page(Answer(to_read, read), Answer(to_act, acted), records)


PAGES = {
    "healthz": reads("public"),
    "calendar": reads("compliance.view_calendar"),
    "audit-log": reads("compliance.view_audit"),
    "audit-check": acts("compliance.view_audit"),
    "audit-file": acts("compliance.view_audit", answers=404),  # no kind of file is named
    "audit-record": reads("compliance.view_history", "filing_kind", "filing"),
    "prove": fills_in("compliance.keep_account", answers=(200, 422)),
    "prove-at-provider": acts("compliance.keep_account"),
    "session-end": acts("compliance.keep_account", "no_session", answers=404),  # another person's
    "account_set_password": fills_in("compliance.keep_account", answers=(302, 302)),
    "people": reads("people.view"),
    "owner-new": fills_in("people.change"),
    "owner": reads("people.view", "owner"),
    "owner-short-swing": reads("filings.view_short_swing", "owner"),
    "owner-ledger": reads("filings.view_ledger", "owner"),
    "owner-breaks": reads("filings.view_ledger", "owner"),
    "owner-account": reads("filings.view_ledger", "owner", "ledger_key"),
    "owner-adjustment-new": fills_in("people.change", "owner", "issuer", "adjusting"),
    "adjustment-reverse": fills_in("people.change", "adjustment"),
    "owner-edit": fills_in("people.change", "owner"),
    "owner-ccc": fills_in("people.change_ccc", "owner"),
    "owner-position-new": fills_in("people.change", "owner"),
    "owner-position-edit": fills_in("people.change", "owner", "position"),
    "owner-position-end": fills_in("people.change", "owner", "position"),
    "access": reads("people.view_access"),
    "role-give": fills_in("people.give_role", "signer", answers=(302, 302)),  # to prove anew who one is
    "role-take": acts("people.take_role", "membership"),
    "issuers": reads("people.view"),
    "issuer-new": fills_in("people.add_issuer"),
    "issuer": reads("people.view", "issuer"),
    "issuer-edit": fills_in("people.change", "issuer"),
    "issuer-split": fills_in("people.change", "issuer"),
    "issuer-class-new": fills_in("people.change", "issuer"),
    "issuer-class-edit": fills_in("people.change", "issuer", "security_class"),
    "issuer-class-remove": acts("people.change", "issuer", "security_class"),
    "owner-capacity": fills_in("people.change_power", "owner"),
    "owner-signatory-new": fills_in("people.change_power", "owner"),
    "owner-signatory-end": fills_in("people.change_power", "owner", "signatory"),
    "powers": reads("people.view"),
    "powers-register": reads("people.view"),
    "powers-gaps": reads("people.view"),
    "power-new": fills_in("people.change_power"),
    "power-draft": fills_in("people.change_power"),
    "power-note": fills_in("people.change_power", "power"),
    "power-filed": fills_in("people.change_power", "power"),
    "power-paper": reads("people.view", "power"),
    "power-send": fills_in("people.change_power", "power"),
    "power-take-back": acts("people.change_power", "power"),
    "power-discard": acts("people.change_power", "power"),
    "power-execute": fills_in("people.change_power", "power"),
    "power-confirm": fills_in("people.change_power", "power", answers=(404, 404)),  # no scan was added
    "power-revocation": reads("people.view", "power", answers=404),
    "power-scan-shown": reads("people.view", "power", answers=404),
    "power-unrevoke": fills_in("people.change_power", "power", answers=(404, 404)),  # it is not revoked
    "power-substitute-new": fills_in("people.change_power", "power"),
    "power-substitute-end": fills_in("people.change_power", "power", "substitution"),
    "power-substitute-remove": acts("people.change_power", "power", "substitution"),
    "power-substitute-scan": reads("people.view", "power", "substitution", answers=404),
    "power": reads("people.view", "power"),
    "power-edit": fills_in("people.change_power", "power"),
    "power-revoke": fills_in("people.change_power", "power"),
    "power-attorney-end": fills_in("people.change_power", "power", "attorney"),
    "power-scan": reads("people.view", "power", answers=404),  # none was added
    "power-scan-new": fills_in("people.change_power", "power"),
    "reports": reads("people.view"),
    "report-due": reads("people.view"),
    "report-small": reads("people.view"),
    "report-late": reads("people.view", "issuer", "year"),
    "report-item-405": reads("people.view", "issuer", "year"),
    "report-year-end": reads("people.view", "issuer", "year"),
    "report-year-end-mark": fills_in("people.change", "issuer", "year", "owner"),
    "report-year-end-unmark": acts("people.change", "issuer", "year", "owner", answers=404),  # none is marked
    "report-year-end-statement": reads("people.view", "issuer", "year", "owner"),
    "queue": reads("filings.list"),
    "search": reads("people.view"),
    "checks": reads("filings.list"),
    "checks-json": reads("filings.list"),
    "filings": reads("filings.list"),
    "filing-new": fills_in("filings.create"),
    "imports": reads_and_acts("filings.view_imports", "filings.import", answers=(200, 422)),
    "import-run": reads("filings.view_imports", "run"),
    "import-progress": reads("filings.view_imports", "run"),
    "import-retry": acts("filings.import", "run"),
    "filing": reads("filings.view", "filing"),
    "filing-compare": reads("filings.view", "filing"),
    "filing-discard": acts("filings.prepare", "filing"),
    "filing-split": acts("filings.prepare", "filing"),
    "filing-who": reads("filings.view", "filing"),
    "filing-owner-add": acts("filings.prepare", "filing", answers=422),
    "filing-owner-save": acts("filings.prepare", "filing", "filing_owner", answers=422),
    "filing-owner-remove": acts("filings.prepare", "filing", "filing_owner"),
    "filing-report": reads_and_acts("filings.view", "filings.prepare", "filing", answers=(200, 200)),
    "filing-table-1": reads("filings.view", "filing"),
    "filing-table-2": reads("filings.view", "filing"),
    "filing-holdings-add": acts("filings.prepare", "filing"),
    "filing-row-add": fills_in("filings.prepare", "filing", "table", "kind", answers=(200, 422)),
    "filing-totals": acts("filings.prepare", "filing", "table"),
    "filing-row-proposal": acts("filings.prepare", "filing", "table", "kind", answers=200),
    "filing-row": fills_in("filings.prepare", "filing", "row", answers=(200, 422)),
    "filing-row-copy": acts("filings.prepare", "filing", "row"),
    "filing-row-move": acts("filings.prepare", "filing", "row"),
    "filing-row-remove": acts("filings.prepare", "filing", "row"),
    "filing-notes": reads_and_acts("filings.view", "filings.prepare", "filing", answers=(200, 422)),
    "filing-plan-note": acts("filings.prepare", "filing"),
    "filing-note": fills_in("filings.prepare", "filing", "note"),
    "filing-note-remove": acts("filings.prepare", "filing", "note"),
    "filing-exhibits": reads_and_acts("filings.view", "filings.prepare", "filing", answers=(200, 404)),
    "filing-review": reads_and_acts("filings.view", "filings.review", "filing", answers=(200, 302)),
    "filing-acknowledge": acts("filings.prepare", "filing", answers=422),
    "filing-preview": acts("filings.review", "filing"),
    "filing-sign": reads_and_acts("filings.open_to_sign", "filings.sign", "filing", answers=(200, 302)),
    "filing-paper": fills_in("filings.sign", "filing", "owner", answers=(404, 302)),  # not reviewed yet
    "filing-paper-print": reads("filings.sign", "filing", "owner", answers=404),
    "filing-authentication": reads("filings.view", "signed", "document", answers=404),  # not made yet
    "filing-authentication-retry": acts("filings.make_documents", "signed", "document"),
    "filing-evidence": acts("filings.take_evidence", "signed", answers=200),
    "sign-queue": fills_in("filings.list", answers=(200, 422)),
    "attestations": reads("filings.view_attestations"),
    "attestation-own": reads("filings.list"),
    "attestation-print": reads("filings.keep_attestations", "signer"),
    "attestation-new": fills_in("filings.keep_attestations", "signer"),
    "attestation-scan": reads(
        "filings.view_attestations", "attestation", answers=404
    ),  # its file is not there
    "attestation-end": fills_in("filings.keep_attestations", "attestation"),
    "attestation-destroy": fills_in("filings.keep_attestations", "attestation"),
    "retention": reads("filings.view_retention"),
    "document-destroy": fills_in("filings.keep_evidence", "document"),
    "filing-ask": fills_in("filings.ask_confirmation", "filing"),
    "filing-confirm": fills_in("filings.confirm_own", "filing"),
    "confirmation-revoke": acts("filings.ask_confirmation", "confirmation"),
    "confirmation-reply": acts("filings.ask_confirmation", "confirmation"),
    "confirm-link": reads_and_acts("public", "public", "token", answers=(200, 302)),
    "confirm": reads_and_acts("public", "public", "confirmation", answers=(404, 404)),  # not in this browser
    "filing-send-back": acts("filings.review", "filing"),
    "filing-documents": reads("filings.view", "filing"),
    "filing-download": reads("filings.view", "signed", "job", answers=404),  # not made yet
    "filing-retry": acts("filings.make_documents", "signed", "job"),
    "filing-make-documents": acts("filings.make_documents", "filing"),
    "filing-edgar-copy": acts("filings.hand_out", "signed", answers=200),
    "filing-package": acts("filings.take_package", "signed"),
    "filing-accepted": acts("filings.record", "signed", answers=422),
    "filing-posted": acts("filings.record", "signed", answers=422),
    "filing-amend": acts("filings.create", "signed"),
}

# The library's own pages about one's own account: they answer everybody alike who is signed in, with or without a
# role. Each with its status for GET and for an empty POST.
ACCOUNT = {
    "account_reauthenticate": (302, 302),  # to prove anew who one is
    "account_change_password": (200, 200),
    "mfa_index": (200, 405),
    "mfa_reauthenticate": (302, 302),  # to prove anew who one is
    "mfa_activate_totp": (302, 302),  # to prove anew who one is
    "mfa_deactivate_totp": (404, 404),  # there is none yet
    "mfa_view_recovery_codes": (404, 405),  # there is none yet
    "mfa_generate_recovery_codes": (302, 302),  # to prove anew who one is
    "mfa_download_recovery_codes": (404, 404),  # there is none yet
    "mfa_list_webauthn": (200, 405),
    "mfa_add_webauthn": (302, 302),  # to prove anew who one is
    "mfa_reauthenticate_webauthn": (302, 302),  # to prove anew who one is
    "mfa_remove_webauthn": (302, 302),  # to prove anew who one is
    "mfa_edit_webauthn": (302, 302),  # to prove anew who one is
    "usersessions_list": (200, 302),
}

# What a visitor may open to sign in or to get a new password.
OPEN = {
    "healthz",
    "confirm",
    "confirm-link",
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
