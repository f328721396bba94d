"""A power of attorney in one plain sentence."""

import datetime as dt

from compliance.models import User
from people.models import AttorneyInFact, Issuer, PowerOfAttorney, ReportingOwner
from people.wording import power_in_words

TODAY = dt.date(2026, 11, 24)
KEMI = User(pk=1, first_name="Kemi", last_name="Adeyemi")
DAVID = User(pk=2, first_name="David", last_name="Garrison")
ADA = User(pk=3, first_name="Ada", last_name="Novak")


def sentence(*attorneys: User, left: dict[User, dt.date] | None = None, **terms: object) -> str:
    locke = ReportingOwner(pk=1, first_name="Benjamin", middle_name="M.", last_name="Locke")
    power = PowerOfAttorney(**{"pk": 1, "grantor": locke, "executed_on": dt.date(2025, 3, 12), **terms})
    named = [AttorneyInFact(pk=user.pk, user=user, ended_on=(left or {}).get(user)) for user in attorneys]
    for one in named:
        one._prefetched_objects_cache = {"substitutions": []}
    power._prefetched_objects_cache = {"named_attorneys": named}
    return power_in_words(power, TODAY)


def test_two_attorneys_who_may_each_sign_for_all_issuers():
    assert sentence(KEMI, DAVID) == (
        "Kemi Adeyemi or David Garrison may sign Forms 3, 4 and 5 and their amendments for Benjamin M. Locke about "
        "any issuer, from 12 March 2025 until Benjamin M. Locke no longer has to report, or it is revoked."
    )


def test_three_attorneys_who_sign_only_together():
    assert sentence(KEMI, DAVID, ADA, signs_jointly=True).startswith(
        "Kemi Adeyemi, David Garrison and Ada Novak together may sign"
    )


def test_one_form_of_one_issuer_without_amendments_until_a_day():
    said = sentence(
        KEMI,
        issuer=Issuer(conformed_name="TECOGEN INC."),
        covers_form_3=False,
        covers_form_5=False,
        covers_amendments=False,
        ends="date",
        ends_on=dt.date(2027, 3, 11),
    )
    assert said == (
        "Kemi Adeyemi may sign Form 4 but no amendments for Benjamin M. Locke about TECOGEN INC., "
        "from 12 March 2025 to 11 March 2027, or until it is revoked."
    )


def test_an_attorney_who_left_is_not_said_to_sign():
    said = sentence(KEMI, DAVID, left={KEMI: dt.date(2026, 6, 30)}, ends="revocation")
    assert said.startswith("David Garrison may sign")
    assert said.endswith("from 12 March 2025 until it is revoked.")


def test_nobody_is_left():
    assert sentence(KEMI, left={KEMI: dt.date(2026, 6, 30)}).startswith("Nobody may sign")


def test_a_revoked_power_speaks_of_the_past():
    said = sentence(KEMI, DAVID, left={KEMI: dt.date(2025, 6, 30)}, revoked_on=dt.date(2026, 1, 5))
    assert said.startswith("Kemi Adeyemi or David Garrison could sign")
    assert said.endswith("until it was revoked on 5 January 2026.")


def test_a_revocation_to_come():
    said = sentence(KEMI, revoked_on=dt.date(2026, 12, 31))
    assert said.startswith("Kemi Adeyemi may sign")
    assert said.endswith("until it is revoked on 31 December 2026.")


def test_an_ended_power_and_one_of_next_month():
    assert sentence(KEMI, ends="date", ends_on=dt.date(2026, 1, 5)).endswith("to 5 January 2026.")
    assert sentence(KEMI, executed_on=dt.date(2026, 12, 1)).startswith("Kemi Adeyemi will be able to sign")
