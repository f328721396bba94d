"""What past filings tell of people and companies, whatever the order in which they are seen."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from filings.ownership.report import Address
from people.models import Issuer, Position, ReportingOwner
from people.services.issuers import issuer_save
from people.services.owners import owner_save, position_save
from people.services.seen import (
    BoxFive,
    Held,
    IssuerSeen,
    OwnerSeen,
    issuers_seen,
    owners_seen,
    positions_held,
    positions_seen,
)

MARCH, MAY, JULY = dt.date(2019, 3, 1), dt.date(2020, 5, 4), dt.date(2021, 7, 1)
NEW_YORK = Address(street1="1 WATER STREET", city="NEW YORK", state="NY", zip_code="10004")
BOSTON = Address(street1="9 STATE STREET", city="BOSTON", state="MA", zip_code="02109")


def box(on: dt.date, *, is_exit: bool = False, title: str = "", **told: bool) -> BoxFive:
    return BoxFive(on, is_exit, officer=bool(title), officer_title=title, **told)


def held(kind: str, started_on: dt.date, ended_on: dt.date | None = None, title: str = "") -> Held:
    return Held(kind, title, started_on, ended_on)


def test_a_director_has_been_one_since_the_first_form_that_says_so():
    assert positions_held([box(MAY, director=True), box(MARCH, director=True)]) == [held("director", MARCH)]


def test_a_new_title_ends_the_old_one_on_the_day_before():
    seen = [box(MARCH, title="CFO"), box(MAY, title="CFO"), box(JULY, title="CEO")]
    assert positions_held(seen) == [
        held("officer", MARCH, JULY - dt.timedelta(days=1), "CFO"),
        held("officer", JULY, title="CEO"),
    ]


def test_the_same_title_in_capitals_is_no_new_one():
    assert len(positions_held([box(MARCH, title="EVP & CFO"), box(MAY, title="Evp &  Cfo")])) == 1


def test_a_box_left_blank_ends_nothing():
    seen = [box(MARCH, director=True, ten_percent_owner=True), box(MAY, director=True)]
    assert positions_held(seen) == [held("director", MARCH), held("ten_percent_owner", MARCH)]


def test_the_exit_box_ends_everything():
    seen = [box(MARCH, director=True, title="CEO"), box(MAY, is_exit=True, director=True)]
    assert positions_held(seen) == [held("director", MARCH, MAY), held("officer", MARCH, MAY, "CEO")]


def test_a_late_trade_with_the_exit_box_does_not_begin_a_position_again():
    seen = [box(MARCH, director=True), box(MAY, is_exit=True, director=True)]
    assert positions_held([*seen, box(JULY, is_exit=True, director=True)]) == positions_held(seen)


def test_who_comes_back_holds_a_second_position():
    seen = [box(MARCH, director=True), box(MAY, is_exit=True, director=True), box(JULY, director=True)]
    assert positions_held(seen) == [held("director", MARCH, MAY), held("director", JULY)]


def test_who_is_only_seen_leaving_held_the_position_on_that_day():
    assert positions_held([box(MAY, is_exit=True, director=True)]) == [held("director", MAY, MAY)]


def test_an_officer_without_a_title_is_nothing_to_go_by():
    assert positions_held([BoxFive(MAY, False, officer=True)]) == []


boxes = st.builds(
    BoxFive,
    st.dates(dt.date(2018, 1, 1), dt.date(2018, 3, 1)),
    st.booleans(),
    director=st.booleans(),
    officer=st.booleans(),
    ten_percent_owner=st.booleans(),
    other=st.booleans(),
    officer_title=st.sampled_from(["", "CFO", "cfo", "CEO"]),
    other_text=st.sampled_from(["", "Adviser"]),
)


@given(st.lists(boxes, max_size=12), st.randoms())
def test_positions_do_not_depend_on_the_order_of_the_forms(seen, chance):
    shuffled = seen * 2
    chance.shuffle(shuffled)
    found = positions_held(seen)
    assert positions_held(shuffled) == found
    for position in found:
        assert position.ended_on is None or position.ended_on >= position.started_on
    for kind in {position.kind for position in found}:
        days = [(one.started_on, one.ended_on or dt.date.max) for one in found if one.kind == kind]
        assert all(
            before[1] <= after[0] for before, after in zip(sorted(days), sorted(days)[1:], strict=False)
        )


def seen_owner(on: dt.date, name: str, address: Address | None = None) -> OwnerSeen:
    return OwnerSeen(cik="7654321", on=on, name=name, address=address)


def test_the_newest_filing_gives_the_name_and_the_newest_with_one_the_address(db):
    seen = [
        seen_owner(MAY, "Okafor Ngozi A.", BOSTON),
        seen_owner(JULY, "Okafor-Lind Ngozi A."),
        seen_owner(MARCH, "OKAFOR NGOZI", NEW_YORK),
    ]
    for one in seen:
        owners_seen([one])
    owner = ReportingOwner.objects.get()
    assert (owner.conformed_name, owner.signing_name) == ("Okafor-Lind Ngozi A.", "Ngozi A. Okafor-Lind")
    assert (owner.street1, owner.city, owner.state) == ("9 STATE STREET", "BOSTON", "MA")


def test_a_name_that_somebody_keeps_by_hand_stays(preparer):
    owner = owners_seen([seen_owner(MARCH, "OKAFOR NGOZI")])["7654321"]
    owner.first_name = "Ngozi Adaeze"
    owner_save(actor=preparer, owner=owner)
    owners_seen([seen_owner(MAY, "Okafor Ngozi A.", BOSTON)])
    owner.refresh_from_db()
    assert (owner.conformed_name, owner.first_name) == ("OKAFOR NGOZI", "Ngozi Adaeze")
    assert owner.city == "BOSTON", "the desk had no address of its own"


def test_an_address_that_the_desk_keeps_stays(preparer):
    owner_save(
        actor=preparer,
        owner=ReportingOwner(
            cik="7654321",
            conformed_name="OKAFOR NGOZI",
            last_name="Okafor",
            street1="PO BOX 4",
            city="SALEM",
        ),
    )
    owners_seen([seen_owner(MAY, "Okafor Ngozi A.", BOSTON)])
    assert ReportingOwner.objects.get().city == "SALEM"


def test_a_country_code_in_the_state_s_box_of_an_old_form_is_a_country(db):
    toronto = Address(
        street1="1 KING STREET", city="TORONTO", state="A6", state_description="ONTARIO, CANADA"
    )
    owner = owners_seen([seen_owner(MARCH, "OKAFOR NGOZI", toronto)])["7654321"]
    assert (owner.non_us, owner.country, owner.state) == (True, "A6", "")


def test_a_document_without_names_leaves_a_filer_that_the_next_one_names(db):
    assert owners_seen([seen_owner(JULY, "")])["7654321"].conformed_name == "CIK 7654321"
    assert owners_seen([seen_owner(MARCH, "OKAFOR NGOZI")])["7654321"].conformed_name == "OKAFOR NGOZI"


def test_an_issuer_is_called_as_on_its_newest_form_until_somebody_keeps_it_by_hand(preparer):
    old, new = (
        IssuerSeen(cik="1234567", on=on, name=name, trading_symbol=symbol)
        for on, name, symbol in ((MARCH, "KESTREL INC", "KST"), (MAY, "KESTREL BIO INC", "KSTL"))
    )
    issuers_seen([new])
    issuers_seen([old])
    issuer = Issuer.objects.get()
    assert str(issuer) == "KESTREL BIO INC [KSTL]"
    issuer_save(actor=preparer, issuer=issuer)
    issuers_seen([IssuerSeen(cik="1234567", on=JULY, name="KESTREL PLC", trading_symbol="KSTL")])
    issuer.refresh_from_db()
    assert issuer.conformed_name == "KESTREL BIO INC"


def test_positions_that_the_desk_keeps_are_left_alone(preparer):
    owner = owners_seen([seen_owner(MARCH, "OKAFOR NGOZI")])["7654321"]
    issuer = issuers_seen([IssuerSeen(cik="1234567", on=MARCH, name="KESTREL INC")])["1234567"]
    pair = owner.pk, issuer.pk
    positions_seen({pair: [box(MAY, director=True, title="CFO")]})
    director = Position.objects.get(kind="director")
    director.started_on = dt.date(2015, 6, 1)
    position_save(actor=preparer, position=director)
    positions_seen({pair: [box(MARCH, director=True, title="CFO"), box(JULY, director=True, title="CEO")]})
    assert sorted(Position.objects.values_list("kind", "title", "started_on", "from_filings")) == [
        ("director", "", dt.date(2015, 6, 1), False),
        ("officer", "CEO", JULY, True),
        ("officer", "CFO", MARCH, True),
    ]
