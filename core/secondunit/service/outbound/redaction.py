"""What of a call stands in the ledger: how many bytes go over the wire, their hashes, without credentials.

Whoever has the same message, from a server's log or a vendor, finds the same hashes: leave the value of each
of these headers and parameters empty, and of each key that is known, and hash what is left.
"""

from __future__ import annotations

import re
from hashlib import sha256

from secondunit.providers.message import Message
from secondunit.rights.secret import HIDDEN, scrubbed
from secondunit.wire.rights import CallSent

#: Headers that say who asks and nothing else, in small letters.
CREDENTIALS = frozenset({
    "authorization", "proxy-authorization", "cookie", "x-api-key", "api-key", "x-key", "x-amz-security-token",
})  # fmt: skip
#: Parameters of a signed address (AWS Signature 4, CloudFront, Google Cloud Storage).
_SIGNED = re.compile(
    r"([?&](?:x-amz-(?:signature|credential|security-token)|x-goog-(?:signature|credential)|signature|policy"
    r"|key-pair-id)=)[^&\s]*",
    re.IGNORECASE,
)


def call_sent(message: Message) -> CallSent:
    """The bytes and the SHA-256 (hex) of a call's head (start line, headers, empty line) and of its body."""
    text = scrubbed(message.wire(CREDENTIALS).decode("latin-1")).replace(HIDDEN, "")
    start, end, rest = text.partition("\r\n")
    head = (_SIGNED.sub(r"\1", start) + end + rest).encode("latin-1", "replace")
    body = message.sha256 if message.size else ""
    return CallSent(message.call.method, len(head), sha256(head).hexdigest(), message.size, body)
