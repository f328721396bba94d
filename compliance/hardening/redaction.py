"""Silence about secrets: in every line of the logs and in every report of an error.

Three ways, each certain: by the name beside a value, by the form of what is always secret, and by the very values
that came with the request at hand, wherever those turn up: what is typed here may be a trade nobody knows of.
"""

import logging
import re
import traceback
from collections.abc import Callable, ItemsView, Iterator
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

HIDDEN = "[hidden]"

# Shorter values are no secrets, and hiding each of them would leave nothing to read.
_SHORTEST_SECRET = 4
_SHORTEST_TEXT = 8

_NAMES = (
    r"[\w-]*(?:passw|passwd|secret|token|ccc|credential|authorization|cookie|sessionid|session_key|api[_-]?key)[\w-]*"
    r"|otp|code|again|SAMLResponse"
)
_VALUE = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s,;&'"\])}]+)"""
_SECRET_NAME = re.compile(rf"(?:{_NAMES})\Z", re.IGNORECASE)

_FORMS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), instead)
    for pattern, instead in (
        # Elements of EDGAR's documents.
        (r"(<(?:\w+:)?\w*ccc\b[^<>]*>)[^<>]*", rf"\1{HIDDEN}"),
        # Headers, to the end of the line.
        (r"\b((?:set-cookie|cookie|authorization)\s*:\s*)[^\r\n]+", rf"\1{HIDDEN}"),
        (r"\b(bearer|basic)\s+[\w.~+/=-]{8,}", rf"\1 {HIDDEN}"),
        # A name and its value: name=value, 'name': 'value', "name": ["value"].
        (
            rf"""(?<![\w/-])(['"]?)((?:{_NAMES}))\1(\s*(?:=|:)\s*+)(\[?+\s*+)(?!\[?hidden\]){_VALUE}""",
            rf"\1\2\1\3\4{HIDDEN}",
        ),
        # What is a secret whatever stands beside it.
        (r"gAAAAA[\w-]{60,}={0,2}", HIDDEN),
        (r"\$argon2\w{1,2}\$[^\s'\"]+", HIDDEN),
        (r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*", HIDDEN),
        (r"otpauth://[^\s'\"<>]+", HIDDEN),
        (r"(password/reset/key/)[^\s'\"<>]+", rf"\1{HIDDEN}"),
        # The link by which somebody without a login looks at the own draft, also inside another address.
        (r"((?:/|%(?:25)*2F)confirm(?:/|%(?:25)*2F)open(?:/|%(?:25)*2F))[^\s/%&'\"<>]+", rf"\1{HIDDEN}"),
        (r"([?&](?:code|state|session_state)=)[^\s&'\"<>]+", rf"\1{HIDDEN}"),
        (r"(://[^\s/:@]*:)[^\s/@]+(@)", rf"\1{HIDDEN}\2"),
        (r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?-----END [A-Z ]*PRIVATE KEY-----", HIDDEN),
    )
)

_request: ContextVar[HttpRequest | None] = ContextVar("redacted_request", default=None)


def redacted(text: str) -> str:
    """A text with ``[hidden]`` in the place of each secret in it."""
    for value in _known():
        text = text.replace(value, HIDDEN)
    for pattern, instead in _FORMS:
        text = pattern.sub(instead, text)
    return text


def is_secret_name(name: str) -> bool:
    """Whether a box, a column or a setting of this name holds a secret."""
    return bool(_SECRET_NAME.match(name))


class RedactionMiddleware:
    """Remembers the request at hand, so that what was typed into it is known."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        before = _request.set(request)
        try:
            return self.get_response(request)
        finally:
            _request.reset(before)


class Redacting(logging.Filter):
    """Puts the redacted text in the place of a record's message, its arguments and its traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = redacted(_message(record))
        record.args = ()
        if record.exc_info and not record.exc_text:
            record.exc_text = "".join(traceback.format_exception(*record.exc_info)).rstrip("\n")
        if record.exc_text:
            record.exc_text = redacted(record.exc_text)
        return True


class NothingShown(SafeExceptionReporterFilter):
    """For reports of errors: names and types, and no value at all, whether debugging or not.

    A report of an error goes by mail, and any value of this desk may be an unpublished trade.
    """

    def is_active(self, request: HttpRequest | None) -> bool:  # noqa: ARG002
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, str]:
        if request is None:
            return {}
        return dict.fromkeys(request.POST, HIDDEN)

    def get_safe_cookies(self, request: HttpRequest) -> dict[str, str]:
        return dict.fromkeys(request.COOKIES, HIDDEN)

    def get_safe_request_meta(self, request: HttpRequest) -> dict[str, Any]:
        shown = {"REQUEST_METHOD", "PATH_INFO", "CONTENT_TYPE", "CONTENT_LENGTH", "SERVER_PROTOCOL"}
        return {name: request.META[name] for name in sorted(shown) if name in request.META}

    def get_traceback_frame_variables(
        self, request: HttpRequest | None, tb_frame: Any
    ) -> ItemsView[str, Any]:
        del request
        return {name: type(value).__name__ for name, value in tb_frame.f_locals.items()}.items()


class RedactedReporter(ExceptionReporter):
    """A report of an error; where its message itself quotes a secret, that is hidden as well."""

    def get_traceback_data(self) -> dict[str, Any]:
        shown: dict[str, Any] = super().get_traceback_data()
        if self.request is not None:
            shown["request_GET_items"] = [(name, HIDDEN) for name in self.request.GET]
            shown["request_FILES_items"] = [(name, HIDDEN) for name in self.request.FILES]
            shown["request_insecure_uri"] = self.request.path
        return shown

    def get_traceback_html(self) -> SafeString:
        return SafeString(redacted(super().get_traceback_html()))

    def get_traceback_text(self) -> SafeString:
        return SafeString(redacted(super().get_traceback_text()))


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):
        return str(record.msg)  # a format that does not fit its arguments must not end in the arguments' text


def _known() -> Iterator[str]:
    """What came with the request at hand and the desk's own secrets, the longest first."""
    # A short one, a database password “desk” say, would be hidden wherever the word stands.
    known = {str(secret) for secret in _of_the_desk() if len(str(secret or "")) >= _SHORTEST_TEXT}
    request = _request.get()
    if request is not None:
        known |= set(_typed(request))
        kept = settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.CONFIRM_COOKIE_NAME
        known |= {value for name, value in request.COOKIES.items() if name in kept}
        if request.resolver_match is not None:
            parts = request.resolver_match.kwargs.items()
            known |= {str(value) for name, value in parts if is_secret_name(name)}
    yield from sorted((value for value in known if len(value) >= _SHORTEST_SECRET), key=len, reverse=True)


def _of_the_desk() -> Iterator[Any]:
    """Its keys, and what it proves itself with to its database, its mail server and identity providers."""
    yield from (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS, *settings.FIELD_ENCRYPTION_KEYS)
    yield from (database.get("PASSWORD") for database in settings.DATABASES.values())
    yield settings.EMAIL_HOST_PASSWORD
    for provider in settings.SOCIALACCOUNT_PROVIDERS.values():
        yield from (app.get("secret") for app in provider.get("APPS", ()))


def _typed(request: HttpRequest) -> Iterator[str]:
    # Asking for POST would read the request, if nobody has yet.
    for sent in (request.GET, getattr(request, "_post", None)):
        for name, values in sent.lists() if sent is not None else ():
            shortest = _SHORTEST_SECRET if is_secret_name(name) else _SHORTEST_TEXT
            yield from (str(value) for value in values if len(value) >= shortest)
