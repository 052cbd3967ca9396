"""Checks that a value of a provider's shape is one: checksums and what is encoded in it."""

import base64
import binascii
import json
import re
import zlib
from collections.abc import Callable, Mapping

_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM_LENGTH = 6
_DAY_SECONDS = 86_400
_PUBLIC_ROLES = frozenset({"anon", "authenticated"})


def has_crc32(token: str) -> bool:
    """Whether the last six characters are the CRC-32 in base 62 of those between the first `_` and them.

    Source: "Behind GitHub's new authentication token formats", GitHub 2021; npm took the same form.
    """
    body = token.partition("_")[2]
    text, written = body[:-_CHECKSUM_LENGTH], body[-_CHECKSUM_LENGTH:]
    number = zlib.crc32(text.encode())
    digits = ""
    while number:
        number, rest = divmod(number, 62)
        digits = _BASE62[rest] + digits
    return digits.rjust(_CHECKSUM_LENGTH, "0") == written


def has_bech32_checksum(value: str) -> bool:
    """Whether the checksum of BIP 173 holds, for a human-readable part before the last `1`."""
    prefix, _, data = value.lower().rpartition("1")
    if not prefix or not set(data) <= set(_BECH32):
        return False
    numbers = [ord(letter) >> 5 for letter in prefix] + [0] + [ord(letter) & 31 for letter in prefix]
    checksum = 1
    for number in [*numbers, *map(_BECH32.index, data)]:
        top = checksum >> 25
        checksum = (checksum & 0x1FFFFFF) << 5 ^ number
        for bit, generator in enumerate(_GENERATORS):
            checksum ^= generator if top >> bit & 1 else 0
    return checksum == 1


def is_long_lived(token: str) -> bool:
    """Whether a JSON web token (RFC 7519) is valid for more than a day, or for a time that it does not tell."""
    claims = _claims(token)
    if claims is None or _is_of_supabase(claims):
        return False
    end, start = claims.get("exp"), claims.get("iat", claims.get("nbf"))
    if isinstance(end, int | float) and isinstance(start, int | float):
        return end - start > _DAY_SECONDS
    return True


def is_supabase_service(token: str) -> bool:
    """Whether a JSON web token is a project key of Supabase that is not meant for browsers."""
    claims = _claims(token)
    return claims is not None and _is_of_supabase(claims) and claims.get("role") not in _PUBLIC_ROLES


def is_discord(token: str) -> bool:
    """Whether the first part is the id of a user in base64, as Discord's reference has it."""
    return decoded(token.partition(".")[0]).isdecimal()


def decoded(value: str) -> str:
    """Base64, of either alphabet and with or without padding, as text; empty when it is not base64 of UTF-8 text."""
    plain = re.sub(r"\s", "", value).rstrip("=").translate(str.maketrans("-_", "+/"))
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""


def _claims(token: str) -> Mapping[str, object] | None:
    header, _, rest = token.partition(".")
    return _object(rest.partition(".")[0]) if "alg" in (_object(header) or {}) else None


def _object(part: str) -> Mapping[str, object] | None:
    try:
        value = json.loads(decoded(part))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _is_of_supabase(claims: Mapping[str, object]) -> bool:
    return str(claims.get("iss", "")).startswith("supabase") and "role" in claims


CHECKS: Mapping[str, Callable[[str], bool]] = {
    "crc32": has_crc32,
    "bech32": has_bech32_checksum,
    "jwt": is_long_lived,
    "supabase": is_supabase_service,
    "discord": is_discord,
}
