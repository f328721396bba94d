"""What the desk knows of small acquisitions: from drafts, from what was filed, each once."""

from decimal import Decimal

import pytest

from compliance.calendar import load_calendar
from filings.models import TableRow
from filings.ownership.small_acquisitions import Reason
from filings.reports.small import small_acquisitions
from tests.filings.harborwell import NOW
from tests.filings.past import owner
from tests.filings.reports.kestrel import (
    MAJA,
    day,
    drafted,
    form,
    kestrel,
    line,
    okafor,
    small,
)

TODAY = NOW.date()


def known(today=TODAY):
    return small_acquisitions(load_calendar(), today)


@pytest.fixture
def started(keep):
    """Ms. Okafor is known to the desk; her last sale was a year ago."""
    keep((form("4", day(11, 10, 2025), line(day(11, 10, 2025))), day(11, 12, 2025)))


def test_acquisitions_on_drafts_add_up_and_wait_for_form_5(started, desk):
    drafted(desk.kemi, okafor(), day(9, 1), "L", 300, is_early=True)
    drafted(desk.kemi, okafor(), day(10, 1), "L", 400, is_early=True, ownership="I", nature="By Spouse")
    (one,) = known()
    assert (one.sum.total, one.sum.left) == (Decimal(8750), Decimal(1250))
    assert (len(one.waiting), one.open_loss, one.state) == (2, None, "Near the limit")


def test_over_the_limit_all_of_them_are_due_on_form_4(started, desk):
    drafted(desk.kemi, okafor(), day(9, 1), "L", 500, is_early=True)
    drafted(desk.kemi, okafor(), day(10, 1), "L", 400, is_early=True)
    (one,) = known()
    assert (one.open_loss.reason, one.open_loss.deadline.due_on) == (Reason.OVER_LIMIT, day(10, 5))
    assert (len(one.open_loss.open), one.waiting, one.state) == (2, (), "Form 4 is due")


def test_a_sale_that_was_filed_ends_the_deferral(started, keep, desk):
    drafted(desk.kemi, okafor(), day(9, 1), "L", 100, is_early=True)
    keep((form("4", day(11, 17), line(day(11, 17))), day(11, 19)))
    (one,) = known()
    assert (one.open_loss.reason, one.open_loss.day) == (Reason.DISPOSED, day(11, 17))


def test_what_a_rule_exempts_ends_nothing(started, keep, desk):
    drafted(desk.kemi, okafor(), day(9, 1), "L", 100, is_early=True)
    keep((form("4", day(11, 17), line(day(11, 17), "F"), line(day(11, 17), "G")), day(11, 19)))
    (one,) = known()
    assert one.open_loss is None


def test_what_was_reported_early_leaves_room_again(keep):
    keep((form("4", day(9, 1), small(day(9, 1), 700)), day(9, 3)))
    (one,) = known(day(9, 3))
    assert (one.sum.total, one.waiting, one.state) == (Decimal(8750), (), "Near the limit")
    assert known(day(9, 4)) == []


def test_reported_on_form_5_though_due_before_is_reported_late(keep):
    keep(
        (form("5", day(12, 31, 2025), small(day(9, 1, 2025), 500), small(day(9, 22, 2025), 500)), day(2, 12))
    )
    (one,) = known()
    assert (one.shown_loss.day, one.open_loss, one.state) == (day(9, 22, 2025), None, "Reported late")


def test_each_person_of_a_joint_report_has_the_own_sum(keep):
    both = form("4", day(9, 1), small(day(9, 1), 100), owners=(owner(), MAJA))
    keep((both, day(9, 3)))
    assert sorted((str(one.owner), one.sum.total) for one in known(day(9, 3))) == [
        ("LINDQVIST MAJA", Decimal(1250)),
        ("OKAFOR NGOZI A", Decimal(1250)),
    ]


def test_the_same_line_on_an_amendment_or_another_report_is_one_acquisition(keep):
    first = form("4", day(9, 1), small(day(9, 1), 100), small(day(9, 1), 100))
    again = form("4", day(9, 1), small(day(9, 1), 100), remarks="Again.")
    corrected = form("4/A", day(9, 1), small(day(9, 1), 300), date_of_original_submission=day(9, 3))
    keep((first, day(9, 3)), (again, day(9, 3)), (corrected, day(9, 3)))
    (one,) = known(day(9, 3))
    assert one.sum.total == Decimal(2500)


def test_an_option_counts_for_its_stock_and_another_class_for_itself(started, desk):
    drafted(desk.kemi, okafor(), day(9, 1), "L", 100, is_early=True)
    option = drafted(desk.kemi, okafor(), day(9, 2), "L", 100, is_early=True)
    TableRow.objects.filter(filing=option).update(
        table="II", title="Call Option", underlying_title="COMMON  STOCK"
    )
    drafted(desk.kemi, okafor(), day(9, 3), "L", 100, is_early=True, title="Preferred Stock")
    assert sorted((one.title, one.sum.total) for one in known()) == [
        ("Common Stock", Decimal(2500)),
        ("Preferred Stock", Decimal(1250)),
    ]


def test_an_acquisition_from_the_issuer_is_due_at_once(started, desk):
    drafted(desk.kemi, okafor(), day(9, 1), "L", 10, is_early=True, from_issuer=True)
    (one,) = known()
    assert (one.open_loss.reason, one.open_loss.deadline.due_on) == (Reason.FROM_ISSUER, day(9, 3))


def test_a_line_without_a_price_is_told_and_not_guessed(started, desk):
    drafted(desk.kemi, okafor(), day(9, 1), "L", 10, is_early=True, price=None)
    (one,) = known()
    assert (one.sum.total, one.sum.unknown) == (0, 1)


def test_lines_that_are_not_finished_break_nothing(started, desk):
    drafted(desk.kemi, okafor(), day(9, 1), "L", 10, is_early=True, date=None)
    drafted(desk.kemi, okafor(), day(9, 1), "L", 10, is_early=True, acquired_disposed="")
    assert known() == []


def test_without_such_lines_nothing_is_read_beyond_the_search_for_them(
    started, django_assert_max_num_queries
):
    with django_assert_max_num_queries(3):
        assert known() == []


def test_an_issuer_of_ones_own_is_asked_for_alone(started, desk):
    drafted(desk.kemi, okafor(), day(9, 1), "L", 100, is_early=True)
    calendar = load_calendar()
    assert len(small_acquisitions(calendar, TODAY, kestrel())) == 1
    assert small_acquisitions(calendar, TODAY, desk.issuer) == []
