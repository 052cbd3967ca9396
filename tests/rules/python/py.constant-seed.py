import random
import secrets
import time


def make_token():
    # ruleid: py.constant-seed
    random.seed(time.time())
    return "".join(random.choice("0123456789abcdef") for _ in range(32))


def new_password(length):
    # ruleid: py.constant-seed
    generator = random.Random(int(time.time()))
    return "".join(generator.choice("abcdefgh") for _ in range(length))


def one_time_code():
    now = time.time_ns()
    # ruleid: py.constant-seed
    random.seed(time.time_ns())
    return random.randint(0, 999999), now


def drawn_token():
    # ok: py.constant-seed
    return secrets.token_urlsafe()


def shuffle(cards):
    # ok: py.constant-seed
    random.seed(time.time())
    random.shuffle(cards)


def repeatable(seed):
    # ok: py.constant-seed
    return random.Random(seed)


def default_token_color():
    # ok: py.constant-seed
    return random.Random("fixed").choice(["red", "green"])
