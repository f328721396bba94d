"""An identity provider on loopback that speaks OpenID Connect, as far as a desk asks it to."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt

CLIENT, SECRET = "form4desk", "a secret between the desk and its provider"


class IdentityProvider:
    """Whom it vouches for is set by the test: ``claims`` go into the token, and codes serve once."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.claims: dict[str, Any] = {}
        self.asked: list[dict[str, str]] = []
        self.exchanged: list[dict[str, str]] = []
        self._codes: dict[str, dict[str, str]] = {}

    def sign_in(self, address: str, **claims: Any) -> str:
        """Be the person's browser there: sign in as somebody; the address that leads back to the desk."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        self.asked.append(asked)
        self.claims = {"auth_time": int(time.time())} | claims
        code = f"code-{len(self.asked)}"
        self._codes[code] = asked
        return f"{asked['redirect_uri']}?code={code}&state={asked['state']}"

    def token(self, sent: dict[str, str]) -> dict[str, Any] | None:
        self.exchanged.append(sent)
        asked = self._codes.pop(sent.get("code", ""), None)
        if asked is None or (sent.get("client_id"), sent.get("client_secret")) != (CLIENT, SECRET):
            return None
        now = int(time.time())
        stated = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 60} | self.claims
        return {
            "access_token": "an-access-token",
            "token_type": "Bearer",
            "id_token": jwt.encode(stated, "k" * 32, algorithm="HS256"),
        }

    @property
    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }


@contextmanager
def identity_provider() -> Iterator[IdentityProvider]:
    """A provider that serves until the end of the block, on a free port of loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/.well-known/openid-configuration":
                self._answer(provider.configuration)
            elif self.path == "/userinfo":
                self._answer({k: v for k, v in provider.claims.items() if k not in {"amr", "auth_time"}})
            else:
                self.send_error(404)

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            answer = provider.token({name: values[0] for name, values in parse_qs(sent).items()})
            self._answer(answer or {"error": "invalid_grant"}, 200 if answer else 400)

        def _answer(self, content: Any, status: int = 200) -> None:
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider = IdentityProvider(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
