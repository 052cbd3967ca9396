import hashlib
import hmac
import os
from functools import lru_cache
from pathlib import Path

from Crypto.Hash import SHA1, SHA256
from Crypto.Signature import pkcs1_15
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from flask import Flask, abort, jsonify, request

app = Flask(__name__)
PINNED = bytes.fromhex(os.environ["PEER_FINGERPRINT"])


# unsafe: weak-hash - MD5 over a stored password
class AccountRepository:
    def __init__(self, db):
        self.db = db

    def register(self, email: str, password: str) -> None:
        salt = os.urandom(16)
        digest = hashlib.md5(salt + password.encode("utf-8")).hexdigest()
        self.db.execute(
            "INSERT INTO account (email, salt, digest) VALUES (%s, %s, %s)",
            (email, salt, digest),
        )


# safe: weak-hash - a memory-hard key derivation for the stored password
class MemberRepository:
    def __init__(self, db):
        self.db = db

    def register(self, email: str, password: str) -> None:
        salt = os.urandom(16)
        digest = hashlib.scrypt(
            password.encode("utf-8"), salt=salt, n=2**17, r=8, p=1, maxmem=2**28
        ).hex()
        self.db.execute(
            "INSERT INTO member (email, salt, digest) VALUES (%s, %s, %s)",
            (email, salt, digest),
        )


# unsafe: weak-hash - SHA-1 below a digital signature
def sign_invoice(private_key, body: bytes) -> bytes:
    h = SHA1.new(body)
    return pkcs1_15.new(private_key).sign(h)


# safe: weak-hash - SHA-256 below a digital signature
def sign_delivery_note(private_key, body: bytes) -> bytes:
    h = SHA256.new(body)
    return pkcs1_15.new(private_key).sign(h)


# unsafe: weak-hash - certificate pinning by MD5 fingerprint
def check_peer(pem: bytes) -> x509.Certificate:
    cert = x509.load_pem_x509_certificate(pem)
    if not hmac.compare_digest(cert.fingerprint(hashes.MD5()), PINNED):
        raise ConnectionError("peer certificate does not match the pinned one")
    return cert


# safe: weak-hash - certificate pinning by SHA-256 fingerprint
def check_broker(pem: bytes) -> x509.Certificate:
    cert = x509.load_pem_x509_certificate(pem)
    if not hmac.compare_digest(cert.fingerprint(hashes.SHA256()), PINNED):
        raise ConnectionError("broker certificate does not match the pinned one")
    return cert


# unsafe: weak-hash - the name picked from the table is md5, and decides whether an update is trusted
def verify_release(archive: Path, published: str) -> bool:
    checks = {"quick": "md5", "full": "sha512"}
    h = hashlib.new(checks["quick"])
    with archive.open("rb") as fh:
        while chunk := fh.read(1 << 16):
            h.update(chunk)
    return hmac.compare_digest(h.hexdigest(), published)


# safe: weak-hash - the name picked from the table is sha512
def verify_firmware(image: Path, published: str) -> bool:
    checks = {"quick": "md5", "full": "sha512"}
    h = hashlib.new(checks["full"])
    with image.open("rb") as fh:
        while chunk := fh.read(1 << 16):
            h.update(chunk)
    return hmac.compare_digest(h.hexdigest(), published)


# unsafe: weak-hash - the signature of a callback is a plain SHA-1
@app.post("/callbacks/payment")
def payment_callback():
    body = request.get_data()
    secret = os.environ["CALLBACK_SECRET"].encode()
    expected = getattr(hashlib, "sha1")(body + secret).hexdigest()
    if not hmac.compare_digest(expected, request.headers.get("X-Signature", "")):
        abort(403)
    return jsonify(ok=True)


# safe: weak-hash - the signature of a callback is an HMAC with SHA-256
@app.post("/callbacks/shipping")
def shipping_callback():
    body = request.get_data()
    secret = os.environ["CALLBACK_SECRET"].encode()
    expected = hmac.new(secret, body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, request.headers.get("X-Signature", "")):
        abort(403)
    return jsonify(ok=True)


# safe: weak-hash - declared as not for security, names a file of the thumbnail cache
@lru_cache(maxsize=512)
def thumbnail_name(source: str, width: int, height: int) -> str:
    key = f"{source}:{width}x{height}".encode()
    return hashlib.md5(key, usedforsecurity=False).hexdigest() + ".webp"


# safe: weak-hash - the object id of git's own format, declared as not for security
def blob_id(content: bytes) -> str:
    header = b"blob %d\0" % len(content)
    h = hashlib.sha1(usedforsecurity=False)
    for part in (header, content):
        h.update(part)
    return h.hexdigest()
