import base64
import os

from Crypto.Cipher import AES
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY = b"0123456789abcdef0123456789abcdef"


def seal(nonce):
    # ruleid: py.hardcoded-cipher-key
    return AES.new(b"sixteen byte key", AES.MODE_GCM, nonce=nonce)


def constant(data, nonce):
    # ruleid: py.hardcoded-cipher-key
    return AESGCM(KEY).encrypt(nonce, data, None)


def local(nonce):
    key = b"0123456789abcdef"
    # ruleid: py.hardcoded-cipher-key
    return Cipher(algorithms.AES(key), modes.GCM(nonce))


def box():
    # ruleid: py.hardcoded-cipher-key
    return Fernet("cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=")


def box_of_text():
    # ruleid: py.hardcoded-cipher-key
    return Fernet(base64.urlsafe_b64encode(b"0123456789abcdef0123456789abcdef"))


def hexadecimal(nonce):
    # ruleid: py.hardcoded-cipher-key
    return AES.new(bytes.fromhex("00112233445566778899aabbccddeeff"), AES.MODE_GCM, nonce=nonce)


def drawn(data, nonce):
    key = AESGCM.generate_key(bit_length=256)
    # ok: py.hardcoded-cipher-key
    return AESGCM(key).encrypt(nonce, data, None)


def environment():
    # ok: py.hardcoded-cipher-key
    return Fernet(os.environ["SHOP_FERNET_KEY"])


def environment_again():
    # ok: py.hardcoded-cipher-key
    return Fernet(os.environ["SHOP_FERNET_KEY"].encode())


def given(key, nonce):
    # ok: py.hardcoded-cipher-key
    return AES.new(key, AES.MODE_GCM, nonce=nonce)


def of_store(store, nonce):
    # ok: py.hardcoded-cipher-key
    return AES.new(store.get("key"), AES.MODE_GCM, nonce=nonce)


def of_table(keys, nonce):
    # ok: py.hardcoded-cipher-key
    return AES.new(keys["orders"], AES.MODE_GCM, nonce=nonce)


def named_encoding(nonce):
    # ruleid: py.hardcoded-cipher-key
    return AES.new("0123456789abcdef".encode("ascii"), AES.MODE_GCM, nonce=nonce)


def given_text(key):
    # ok: py.hardcoded-cipher-key
    return Fernet(key.encode("utf-8"))


def text_of_settings(settings, nonce):
    # ok: py.hardcoded-cipher-key
    return AES.new(settings.key.encode("ascii"), AES.MODE_GCM, nonce=nonce)
