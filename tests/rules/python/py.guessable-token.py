import hashlib
import os
import secrets
import time
import uuid
from datetime import datetime

import jwt


def reset(user):
    # ruleid: py.guessable-token
    token = hashlib.sha256(str(time.time()).encode()).hexdigest()
    return token


def by_process(user):
    # ruleid: py.guessable-token
    session_id = f"{user.id}-{os.getpid()}"
    return session_id


def api_key():
    # ruleid: py.guessable-token
    return uuid.uuid1().hex


def stamped(user):
    # ruleid: py.guessable-token
    now = int(datetime.now().timestamp())
    user.reset_token = f"{user.name}-{now}"


def drawn():
    # ok: py.guessable-token
    token = secrets.token_urlsafe(32)
    return token


def mixed():
    # ok: py.guessable-token
    token = f"{int(time.time())}-{secrets.token_hex(16)}"
    return token


def signed(user, key):
    # ok: py.guessable-token
    token = jwt.encode({"sub": user, "exp": time.time() + 60}, key, algorithm="HS256")
    return token


def random_identifier():
    # ok: py.guessable-token
    session_id = str(uuid.uuid4())
    return session_id


def started():
    # ok: py.guessable-token
    started_at = time.time()
    return started_at


def age(token):
    # ok: py.guessable-token
    token_age = time.time() - token.created
    return token_age


def by_date(user):
    # ruleid: py.guessable-token
    reset_token = hashlib.md5(str(datetime.now()).encode()).hexdigest()
    return reset_token


def by_now(user):
    # ruleid: py.guessable-token
    user.activation_code = f"{user.name}-{time.time_ns()}"


def of_a_run():
    # ok: py.guessable-token
    session_id = datetime.now().strftime("%Y%m%d-%H%M%S")
    return session_id


def asked_for(client):
    # ok: py.guessable-token
    token = client.fetch_token(time.time())
    return token


def by_machine():
    # ruleid: py.guessable-token
    api_key = f"{uuid.getnode():x}"
    return api_key


def stamped_file(user):
    # ok: py.guessable-token
    name = datetime.now().strftime("%Y%m%d") + ".csv"
    return name


def with_date(user):
    # ok: py.guessable-token
    token = Token(user=user, created=datetime.now().isoformat(), value=secrets.token_hex())
    return token
