from random import choice
import random
import secrets
import string

import numpy as np

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


def generate_password():
    letters = []
    for _ in range(12):
        # ruleid: py.predictable-random
        letters.append(random.choice(LETTERS))
    return "".join(letters)


def session_of(user):
    # ruleid: py.predictable-random
    session_id = f"{user}-{random.getrandbits(64)}"
    return session_id


def forgery(session):
    # ruleid: py.predictable-random
    session["csrf_token"] = "%032x" % random.getrandbits(128)


def in_steps(user):
    # ruleid: py.predictable-random
    number = random.randint(0, 999999)
    text = str(number).zfill(6)
    user.reset_code = text


def of_arrays():
    # ruleid: py.predictable-random
    salt = np.random.bytes(16)
    return salt


def own_generator():
    # ruleid: py.predictable-random
    api_key = "".join(random.Random().choices(LETTERS, k=32))
    return api_key


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


def pick(tokens):
    # ok: py.predictable-random
    token = tokens[random.randint(0, 3)]
    return token


def jitter(token):
    # ok: py.predictable-random
    delay = random.uniform(0, 3)
    return delay, token


def by_name(alphabet):
    # ruleid: py.predictable-random
    token = "".join(choice(alphabet) for _ in range(20))
    return token


def make_voucher():
    # ruleid: py.predictable-random
    return "".join(random.choice(LETTERS) for _ in range(8))


def own_generator(user):
    generator = random.Random()
    # ruleid: py.predictable-random
    user.activation_code = generator.randint(100000, 999999)


def of_the_system(user):
    generator = random.SystemRandom()
    # ok: py.predictable-random
    user.activation_code = generator.randint(100000, 999999)


def key_colour(pins):
    # ok: py.predictable-random
    colour = random.choice(pins)
    return colour


def first_pw():
    # ruleid: py.predictable-random
    return str(random.randint(100000, 999999))
