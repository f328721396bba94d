"""Whether somebody may sign for a reporting owner: a pure answer with its reason.

Form 4, General Instruction 7(a): the form is signed by the reporting person or by somebody who is authorised
in writing. The authority is read literally: a power that is silent on the form, the amendment or the issuer
does not cover it. Signing, the register and the page of gaps all ask here, and nowhere else.
"""

from people.authority.answer import authority, in_person, objection, under_power
from people.authority.occasion import Authority, InRole, Occasion
from people.authority.power import lapse, scope_objection
from people.authority.together import people_under, places_taken, signers_needed

__all__ = [
    "Authority",
    "InRole",
    "Occasion",
    "authority",
    "in_person",
    "lapse",
    "objection",
    "people_under",
    "places_taken",
    "scope_objection",
    "signers_needed",
    "under_power",
]
