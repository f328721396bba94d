"""Waitress with the limits of the desk's addresses: what is too much for one is not even written to the disk."""

from typing import Any

from waitress.buffers import OverflowableBuffer
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer, create_server

from compliance.hardening.uploads import largest_request


class BoundedBuffer(OverflowableBuffer):
    """Keeps what comes in until it is too much; then it only counts.

    The request reaches the application with its true length, so that a page can say what was wrong.
    """

    buf: Any
    strbuf: bytes

    def __init__(self, overflow: int, largest: int) -> None:
        super().__init__(overflow)
        self._largest = largest
        self._received = 0

    def append(self, content: bytes) -> None:
        fitted = self._received <= self._largest
        self._received += len(content)
        if self._received <= self._largest:
            super().append(content)
        elif fitted:
            self.close()
            self.buf, self.strbuf, self.overflowed = None, b"", False

    def __len__(self) -> int:
        return self._received


class DeskRequestParser(HTTPRequestParser):
    """Receives a body into a buffer that holds no more than its address takes."""

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if self.body_rcv is not None:
            self.body_rcv.buf = BoundedBuffer(self.adj.inbuf_overflow, largest_request(self.path))


class DeskChannel(HTTPChannel):
    parser_class = DeskRequestParser


def desk_server(application: Any, **options: Any) -> Any:
    """Waitress's server for these options, its channels bounded. Raises ``OSError`` for a port that is taken."""
    sockets: dict[int, Any] = {}
    server = create_server(application, map=sockets, **options)
    for one in sockets.values():
        if isinstance(one, BaseWSGIServer):
            one.channel_class = DeskChannel
    return server
