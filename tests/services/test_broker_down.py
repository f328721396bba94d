"""The broker is down when somebody signs: nobody waits for it, and the work is done once it is back."""

from pathlib import Path

import pytest

from tests.services.desk import Desk
from tests.services.servers import wait_until
from tests.services.test_crash import PREFORK

pytestmark = pytest.mark.service


def test_a_filing_is_signed_while_redis_is_down(tmp_path: Path, redis):
    redis.stop()
    desk = Desk(tmp_path, broker=redis.url)
    desk.do("sign(1)")
    assert desk.jobs("queued") == 2
    redis.start()
    with desk.running(*PREFORK):
        wait_until(lambda: desk.jobs("done") == 2, seconds=60, log=desk.log)


def test_a_worker_waits_for_redis_and_then_does_what_was_signed_meanwhile(tmp_path: Path, redis):
    desk = Desk(tmp_path, broker=redis.url)
    with desk.running(*PREFORK):
        desk.do("sign(1)")
        wait_until(lambda: desk.jobs("done") == 2, seconds=60, log=desk.log)
        redis.stop()
        desk.do("sign(2)")
        redis.start()
        wait_until(lambda: desk.jobs("done") == 6, seconds=120, log=desk.log)
