from random import choice
import random
import secrets
import string

LETTERS = string.ascii_letters + string.digits


def invite(user):
    # ruleid: py.predictable-random
    user.token = "".join(random.choice(LETTERS) for _ in range(20))


def login_code(session):
    # ruleid: py.predictable-random
    otp = random.randint(100000, 999999)
    return otp


def new_password():
    # ruleid: py.predictable-random
    return "".join(random.choices(LETTERS, k=12))


def session_of(user):
    # ruleid: py.predictable-random
    session_id = f"{user}-{random.getrandbits(64)}"
    return session_id


def strong():
    # ok: py.predictable-random
    token = secrets.token_urlsafe(32)
    return token


def system_generator():
    # ok: py.predictable-random
    password = "".join(random.SystemRandom().choice(LETTERS) for _ in range(20))
    return password


def dice():
    # ok: py.predictable-random
    return random.randint(1, 6)


def sample_orders(orders):
    # ok: py.predictable-random
    chosen = random.sample(orders, 3)
    return chosen


def by_name(alphabet):
    # ruleid: py.predictable-random
    token = "".join(choice(alphabet) for _ in range(20))
    return token
