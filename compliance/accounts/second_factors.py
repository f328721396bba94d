"""Which second factors people have, for those who look after access."""

from collections import defaultdict
from collections.abc import Iterable

from allauth.mfa.models import Authenticator

from compliance.models import User

_NAMES = {
    Authenticator.Type.TOTP: "authenticator app",
    Authenticator.Type.WEBAUTHN: "passkey",
}


def second_factors_of(people: Iterable[User]) -> dict[int, str]:
    """In words, by login: ``authenticator app, 2 passkeys``. Recovery codes are none by themselves."""
    counted: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    found = Authenticator.objects.filter(user__in=[one.pk for one in people], type__in=_NAMES)
    for user, kind in found.order_by("type").values_list("user", "type"):
        counted[user][_NAMES[kind]] += 1
    return {
        user: ", ".join(name if number == 1 else f"{number} {name}s" for name, number in kinds.items())
        for user, kinds in counted.items()
    }
