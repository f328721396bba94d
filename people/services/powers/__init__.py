"""Writing powers of attorney: what they say, how the paper comes about, and how an authority ends."""

from people.services.powers.end import (
    NotPossible,
    attorney_end,
    authority_used,
    poa_revocation_withdraw,
    poa_revoke,
    substitution_remove,
    substitution_revoke,
    substitution_save,
)
from people.services.powers.hold import authority_hold
from people.services.powers.life import (
    ChangedMeanwhile,
    NotThere,
    poa_discard,
    poa_execute,
    poa_scan_replace,
    poa_send,
    poa_take_back,
    poa_text_confirm,
    what_is_read,
)
from people.services.powers.papers import NotAScan, scan_refusal_keep
from people.services.powers.terms import ReasonMissing, TermsFixed, poa_filed_with, poa_note, poa_save

__all__ = [
    "ChangedMeanwhile",
    "NotAScan",
    "NotPossible",
    "NotThere",
    "ReasonMissing",
    "TermsFixed",
    "attorney_end",
    "authority_hold",
    "authority_used",
    "poa_discard",
    "poa_execute",
    "poa_filed_with",
    "poa_note",
    "poa_revocation_withdraw",
    "poa_revoke",
    "poa_save",
    "poa_scan_replace",
    "poa_send",
    "poa_take_back",
    "poa_text_confirm",
    "scan_refusal_keep",
    "substitution_remove",
    "substitution_revoke",
    "substitution_save",
    "what_is_read",
]
