import hmac
import os
from dataclasses import dataclass
from hashlib import sha256

from Crypto.Cipher import AES, DES3
from Crypto.PublicKey import RSA
from Crypto.Random import get_random_bytes
from Crypto.Util.Padding import pad
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import padding, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


# unsafe: weak-cipher - ECB mode
def encrypt_record(key: bytes, record: bytes) -> bytes:
    padder = padding.PKCS7(128).padder()
    padded = padder.update(record) + padder.finalize()
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    return encryptor.update(padded) + encryptor.finalize()


# safe: weak-cipher - GCM mode with a fresh nonce
def encrypt_patient(key: bytes, record: bytes) -> bytes:
    nonce = os.urandom(12)
    encryptor = Cipher(algorithms.AES(key), modes.GCM(nonce)).encryptor()
    body = encryptor.update(record) + encryptor.finalize()
    return nonce + encryptor.tag + body


# unsafe: weak-cipher - the nonce of GCM never changes
@dataclass
class TokenBox:
    key: bytes
    nonce: bytes = b"ticket-nonce"

    def seal(self, text: str) -> bytes:
        return AESGCM(self.key).encrypt(self.nonce, text.encode(), None)


# safe: weak-cipher - a new nonce for each message
@dataclass
class TicketBox:
    key: bytes
    nonce_size: int = 12

    def seal(self, text: str) -> bytes:
        nonce = os.urandom(self.nonce_size)
        return nonce + AESGCM(self.key).encrypt(nonce, text.encode(), None)

    def open(self, blob: bytes) -> str:
        nonce, body = blob[: self.nonce_size], blob[self.nonce_size :]
        return AESGCM(self.key).decrypt(nonce, body, None).decode()


# unsafe: weak-cipher - RSA with 1024 bits
def issue_device_key(password: bytes) -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    return key.private_bytes(
        encoding=serialization.Encoding.PEM,
        format=serialization.PrivateFormat.PKCS8,
        encryption_algorithm=serialization.BestAvailableEncryption(password),
    )


# safe: weak-cipher - RSA with 3072 bits
def issue_server_key(password: bytes) -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    return key.private_bytes(
        encoding=serialization.Encoding.PEM,
        format=serialization.PrivateFormat.PKCS8,
        encryption_algorithm=serialization.BestAvailableEncryption(password),
    )


# unsafe: weak-cipher - triple DES with its 64-bit blocks
def archive_blob(key: bytes, mac_key: bytes, blob: bytes) -> bytes:
    iv = get_random_bytes(8)
    cipher = DES3.new(key, DES3.MODE_CBC, iv)
    body = cipher.encrypt(pad(blob, DES3.block_size))
    tag = hmac.new(mac_key, iv + body, sha256).digest()
    return iv + body + tag


# safe: weak-cipher - AES in CBC mode with a random IV, then a MAC
def archive_page(key: bytes, mac_key: bytes, page: bytes) -> bytes:
    iv = get_random_bytes(16)
    cipher = AES.new(key, AES.MODE_CBC, iv)
    body = cipher.encrypt(pad(page, AES.block_size))
    tag = hmac.new(mac_key, iv + body, sha256).digest()
    return iv + body + tag


# unsafe: weak-cipher - an IV of zeros in CBC mode
def wrap_export(key: bytes, mac_key: bytes, rows: list[str]) -> bytes:
    iv = bytes(16)
    cipher = AES.new(key, AES.MODE_CBC, iv=iv)
    body = cipher.encrypt(pad("\n".join(rows).encode(), 16))
    return body + hmac.new(mac_key, body, sha256).digest()


# safe: weak-cipher - the constant condition decides for GCM
def wrap_report(key: bytes, lines: list[str]) -> bytes:
    level = 7
    mode = AES.MODE_ECB if level * 3 < 20 else AES.MODE_GCM
    cipher = AES.new(key, mode)
    body, tag = cipher.encrypt_and_digest("\n".join(lines).encode())
    return cipher.nonce + tag + body


# unsafe: weak-cipher - RC4
def stream_chunks(key: bytes, chunks):
    encryptor = Cipher(algorithms.ARC4(key), mode=None).encryptor()
    for chunk in chunks:
        yield encryptor.update(chunk)
    yield encryptor.finalize()


# safe: weak-cipher - Fernet does the mode, IV and MAC itself
def store_notes(notes: dict[str, str]) -> dict[str, bytes]:
    box = Fernet(os.environ["NOTES_KEY"])
    return {name: box.encrypt(text.encode()) for name, text in notes.items()}


# safe: weak-cipher - 1024 is a count of bytes to read, the key has 4096 bits
def load_or_create(path: str) -> RSA.RsaKey:
    size = 1024
    try:
        with open(path, "rb") as fh:
            return RSA.import_key(b"".join(iter(lambda: fh.read(size), b"")))
    except FileNotFoundError:
        return RSA.generate(4096)


# safe: weak-cipher - 256 bits on an elliptic curve are enough
def new_signing_key() -> ec.EllipticCurvePrivateKey:
    curve = ec.SECP256R1()
    return ec.generate_private_key(curve)
