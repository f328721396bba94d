"""What a session holds is encrypted at rest: a second factor that is being set up, a form that waits."""

import json
from typing import Any

from compliance.secrets import decrypted, encrypted


class SealedSerializer:
    """Session contents as JSON under the desk's keys; Django takes one that cannot be read for an empty one."""

    def dumps(self, content: Any) -> bytes:
        return encrypted(json.dumps(content, separators=(",", ":")).encode())

    def loads(self, token: bytes) -> Any:
        return json.loads(decrypted(token))
