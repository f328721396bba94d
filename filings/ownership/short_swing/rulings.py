"""What Section 16(b) makes of a line by its code.

A purchase is P, L, the shares of an exercise out of the money (O), and whatever of A, D, F, M and I is not exempt;
a sale is S, U, H and the like. C and X are exempt under Rule 16b-6(b), G and W under Rule 16b-5, Z under Rule 16b-8.
A, D, F and M are exempt under Rule 16b-3 where the board, its committee or the shareholders approved, or an
acquisition is held for six months. That approval is not on the form, so where nothing records it the line counts as
exempt and says that this is assumed, as practice does; one that is recorded as not approved is a leg. Somebody who
is only a 10% owner has no such exemption (Rule 16b-3(a)): A, D, F and I are legs, and an exercise (M) is exempt as
one in the money, under Rule 16b-6(b).
"""

from msgspec import Struct

from filings.ownership.codes import CODES

NOT_APPROVED = "none"
"""The ``approval_basis`` of a line that nothing makes exempt under Rule 16b-3."""

APPROVED = frozenset("ADFM")
"""The codes of Rule 16b-3 that an approval makes exempt."""

_EXEMPT = frozenset("CXGWZ")


class Exempt(Struct, frozen=True):
    """Why a line is not matched, and under which rule; ``assumed`` where a fact for it is not on record."""

    reason: str
    rule: str = ""
    assumed: bool = False


def exemption(code: str, *, gives_up_derivative: bool, approval: str, large_holder: bool) -> Exempt | None:
    """Why a line with a code is not matched; ``None`` for one that may be.

    ``gives_up_derivative`` says that the line is the derivative security's side of an exercise, ``large_holder``
    that the owner is nothing but a 10% owner.
    """
    rule = CODES.get(code)
    if rule is None:
        return Exempt(f"code {code or 'missing'} is not on the form's list")
    if code in _EXEMPT:
        return Exempt(rule.short, rule.exempt_under)
    if code in {"M", "O"} and gives_up_derivative:
        return Exempt("closed by its own exercise", "Rule 16b-6(b)")
    if code not in APPROVED or approval == NOT_APPROVED:
        return None
    if approval:
        return Exempt(f"{rule.short}, approved", rule.exempt_under)
    if not large_holder:
        return Exempt(f"{rule.short}, approval not on record", rule.exempt_under, assumed=True)
    return (
        Exempt(f"{rule.short}, in the money as far as known", "Rule 16b-6(b)", assumed=True)
        if code == "M"
        else None
    )
