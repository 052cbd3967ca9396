import os
import random
import secrets
import string
import time
import uuid
from dataclasses import dataclass, field

import numpy as np
from flask import Flask, jsonify, session

app = Flask(__name__)
app.secret_key = os.environ["SECRET_KEY"]
ALPHABET = string.ascii_letters + string.digits


# unsafe: weak-random - a token to reset a password
def start_password_reset(user, mailer, store) -> None:
    token = "".join(random.choices(ALPHABET, k=40))
    store.save_reset_token(user.id, token, ttl=900)
    mailer.send(user.email, "Reset your password", f"https://shop.example/reset/{token}")


# safe: weak-random - the same token from the secrets module
def start_mail_change(user, mailer, store) -> None:
    token = "".join(secrets.choice(ALPHABET) for _ in range(40))
    store.save_mail_token(user.id, token, ttl=900)
    mailer.send(user.email, "Confirm your new address", f"https://shop.example/mail/{token}")


# unsafe: weak-random - a one-time code of the second factor
@app.post("/login/code")
def send_login_code():
    code = f"{random.randint(0, 999999):06d}"
    session["pending_code_for"] = app.code_store.put(code, ttl=300)
    app.sms.send(session["phone"], code)
    return jsonify(sent=True)


# safe: weak-random - a one-time code from the secrets module
@app.post("/transfer/code")
def send_transfer_code():
    code = f"{secrets.randbelow(1_000_000):06d}"
    session["pending_code_for"] = app.code_store.put(code, ttl=300)
    app.sms.send(session["phone"], code)
    return jsonify(sent=True)


# unsafe: weak-random - session ids from a generator seeded by the clock
class SessionManager:
    def __init__(self, backend):
        self._backend = backend
        self._rng = random.Random(time.time())

    def open(self, user_id: int) -> str:
        sid = "%032x" % self._rng.getrandbits(128)
        self._backend[sid] = {"user": user_id, "created": time.time()}
        return sid


# safe: weak-random - session ids from the system's generator
class LoginManager:
    def __init__(self, backend):
        self._backend = backend
        self._rng = random.SystemRandom()

    def open(self, user_id: int) -> str:
        sid = "%032x" % self._rng.getrandbits(128)
        self._backend[sid] = {"user": user_id, "created": time.time()}
        return sid


# unsafe: weak-random - key material from numpy's generator
@dataclass
class Tenant:
    name: str
    data_key: bytes = field(default_factory=lambda: np.random.default_rng().bytes(32))


# safe: weak-random - key material from the operating system
@dataclass
class Workspace:
    name: str
    data_key: bytes = field(default_factory=lambda: os.urandom(32))


# unsafe: weak-random - an initial password, shuffled and drawn by the Mersenne twister
def initial_password(length: int = 16) -> str:
    pools = [string.ascii_lowercase, string.ascii_uppercase, string.digits, "!$%&/()="]
    chars = [random.choice(p) for p in pools]
    while len(chars) < length:
        chars.append(random.choice(random.choice(pools)))
    random.shuffle(chars)
    return "".join(chars)


# safe: weak-random - the local name random is the system's generator
def temporary_password(length: int = 16) -> str:
    random = secrets.SystemRandom()
    pools = [string.ascii_lowercase, string.ascii_uppercase, string.digits, "!$%&/()="]
    chars = [random.choice(p) for p in pools]
    while len(chars) < length:
        chars.append(random.choice(random.choice(pools)))
    random.shuffle(chars)
    return "".join(chars)


# safe: weak-random - jitter between retries
def fetch_with_retry(fetch, attempts: int = 5):
    for n in range(attempts):
        try:
            return fetch()
        except TimeoutError:
            time.sleep(min(30, 2**n) + random.uniform(0, 1))
    raise TimeoutError("gave up")


# safe: weak-random - which teaser stands first is no secret
@app.get("/teasers")
def teasers():
    items = list(app.catalog.teasers())
    random.shuffle(items)
    return jsonify([{"id": t.id, "title": t.title} for t in items[:3]])


# safe: weak-random - the invitation is a random UUID of version 4
def invite(team_id: int, store) -> str:
    invitation = uuid.uuid4()
    store.add(team_id, str(invitation))
    return f"https://shop.example/join/{invitation}"
