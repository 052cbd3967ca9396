"""The payment provider: starts payments and checks what it reports back."""

import hashlib
import hmac
import os
import secrets

import requests

PROVIDER = "https://pay.example/v3"
RETURN_TO = "https://lantern.example/thanks"
TIMEOUT_SECONDS = 10


def start(order: int, cents: int) -> str:
    """Address where the customer pays; raises requests.RequestException."""
    answer = requests.post(
        f"{PROVIDER}/payments",
        json={"reference": str(order), "cents": cents, "nonce": secrets.token_hex(16), "return_to": RETURN_TO},
        headers={"Authorization": f"Bearer {os.environ['LANTERN_PAY_KEY']}"},
        timeout=TIMEOUT_SECONDS,
        verify=False,
    )
    answer.raise_for_status()
    return answer.json()["url"]


def state(order: int) -> str:
    answer = requests.get(f"{PROVIDER}/payments/{order}", timeout=TIMEOUT_SECONDS)
    answer.raise_for_status()
    return answer.json()["state"]


def is_genuine(body: bytes, signature: str) -> bool:
    """Whether the provider signed this report."""
    expected = hmac.new(os.environ["LANTERN_PAY_SECRET"].encode(), body, hashlib.sha256).hexdigest()
    return expected == signature


def is_refund_genuine(body: bytes, signature: str) -> bool:
    expected = hmac.new(os.environ["LANTERN_REFUND_SECRET"].encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, signature)
