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


def shuffled():
    letters = list(LETTERS)
    # ruleid: py.predictable-random
    random.shuffle(letters)
    password = "".join(letters[:12])
    return password


def shuffled_but_drawn_well():
    letters = [secrets.choice(LETTERS) for _ in range(12)]
    # ok: py.predictable-random
    random.shuffle(letters)
    password = "".join(letters)
    return password


def shuffled_questions(questions, token):
    # ok: py.predictable-random
    random.shuffle(questions)
    return questions, token


def by_index():
    # ruleid: py.predictable-random
    access_token = "".join([LETTERS[random.randrange(len(LETTERS))] for _ in range(20)])
    return access_token


def one_of_ours(api_keys):
    # ok: py.predictable-random
    api_key = random.choice(api_keys)
    # ok: py.predictable-random
    token = random.choice(list(KNOWN_TOKENS))
    return api_key, token


def letters(length):
    # ok: py.predictable-random
    return "".join(random.choice(string.ascii_letters) for _ in range(length))


def by_helper(user):
    # ruleid: py.predictable-random
    user.reset_token = letters(32)
    # ok: py.predictable-random
    user.avatar = letters(8)


def backup_codes():
    # ruleid: py.predictable-random
    return [str(random.randint(10_000_000, 99_999_999)) for _ in range(10)]


class Mailer:
    def __init__(self):
        self.dice = random.Random()

    def invite(self, mail):
        # ruleid: py.predictable-random
        return {"mail": mail, "token": self.dice.getrandbits(64)}

    def wait(self):
        # ok: py.predictable-random
        return self.dice.uniform(1, 5)


class PasswordGenerator:
    def generate(self, length=12):
        # ruleid: py.predictable-random
        return "".join(random.choices(LETTERS, k=length))

    def delay(self):
        # ok: py.predictable-random
        return random.uniform(0, 1)


class LevelGenerator:
    def generate(self):
        # ok: py.predictable-random
        return random.choices(LETTERS, k=3)


def send_sms(phone, cache):
    # ruleid: py.predictable-random
    code = random.randint(100000, 999999)
    deliver(phone, code)


def send_otp(phone, cache):
    # ruleid: py.predictable-random
    number = random.randint(100000, 999999)
    cache.set(f"otp:{phone}", number, 300)


def cache_roll(phone, cache):
    # ok: py.predictable-random
    cache.set(f"roll:{phone}", random.randint(1, 6), 300)


def some_status():
    # ok: py.predictable-random
    code = random.choice([200, 404])
    return code


def test_token():
    # ok: py.predictable-random
    return random.randint(1, 100)


def forgery_header(response):
    # ruleid: py.predictable-random
    response.headers["X-CSRF-Token"] = "{:x}".format(random.getrandbits(64))
    # ok: py.predictable-random
    response.headers["X-Sample-Rate"] = str(random.random())


def by_keywords(response):
    # ruleid: py.predictable-random
    response.set_cookie(key="auth_token", value=str(random.random()), httponly=True)


def mapped():
    # ruleid: py.predictable-random
    otp = "".join(map(lambda _: random.choice("0123456789"), range(6)))
    return otp


def next_word(vocabulary, shares):
    # ok: py.predictable-random
    next_token = np.random.choice(len(shares), p=shares)
    # ok: py.predictable-random
    token = random.choices(vocabulary, weights=shares)[0]
    return next_token, token
