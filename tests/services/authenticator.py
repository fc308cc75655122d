"""A passkey of our own: what a phone does when it is asked to make one or to sign with it (WebAuthn level 3)."""

import hashlib
import json
import secrets

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url as b64

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class Authenticator:
    """One passkey for one site."""

    def __init__(self, origin: str = "http://localhost:8000", verifies: bool = True) -> None:
        self.key, self.id = ec.generate_private_key(ec.SECP256R1()), secrets.token_bytes(32)
        self.origin, self.count = origin, 0
        self.flags = PRESENT | (VERIFIED if verifies else 0)

    def _data(self, extra: int = 0) -> bytes:
        host = self.origin.split("://")[1].split(":")[0]
        self.count += 1
        flags = bytes([self.flags | extra])
        return hashlib.sha256(host.encode()).digest() + flags + self.count.to_bytes(4, "big")

    def _client(self, options: dict, what: str) -> bytes:
        challenge = options["challenge"]
        return json.dumps({"type": f"webauthn.{what}", "challenge": challenge, "origin": self.origin}).encode()

    def _sealed(self, **response: bytes) -> str:
        parts = {name: b64(value) for name, value in response.items()}
        me = {"id": b64(self.id), "rawId": b64(self.id), "type": "public-key", "clientExtensionResults": {}}
        return json.dumps({**me, "response": parts})

    def make(self, options: dict) -> str:
        """What `navigator.credentials.create` gives."""
        point = self.key.public_key().public_numbers()
        cose = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")})
        attested = b"\0" * 16 + len(self.id).to_bytes(2, "big") + self.id + cose
        data = {"fmt": "none", "attStmt": {}, "authData": self._data(ATTESTED) + attested}
        return self._sealed(clientDataJSON=self._client(options, "create"), attestationObject=cbor2.dumps(data))

    def sign(self, options: dict) -> str:
        """What `navigator.credentials.get` gives."""
        client, data = self._client(options, "get"), self._data()
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._sealed(clientDataJSON=client, authenticatorData=data, signature=signature)
