import hashlib

from Crypto.Hash import MD5


def register(name, password):
    # ruleid: py.weak-password-hash
    return name, hashlib.md5(password.encode()).hexdigest()


def salted(salt, user):
    mixed = salt + user.password
    # ruleid: py.weak-password-hash
    return hashlib.sha1(mixed.encode("utf-8")).hexdigest()


def in_steps(form):
    state = hashlib.md5()
    # ruleid: py.weak-password-hash
    state.update(form["password"].encode())
    return state.hexdigest()


def by_name(passwd):
    # ruleid: py.weak-password-hash
    return hashlib.new("md5", passwd.encode()).hexdigest()


def other(password):
    # ruleid: py.weak-password-hash
    return MD5.new(password.encode()).hexdigest()


def slow(password, salt):
    # ok: py.weak-password-hash
    return hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1)


def of_stored(password, salt):
    stored = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 600_000)
    # ok: py.weak-password-hash
    return hashlib.sha1(stored, usedforsecurity=False).hexdigest()


def count(passwords):
    # ok: py.weak-password-hash
    return hashlib.md5(str(len(passwords)).encode(), usedforsecurity=False).hexdigest()


def page(data):
    # ok: py.weak-password-hash
    return hashlib.sha256(data).hexdigest()


def response(challenge, password):
    # ok: py.weak-password-hash
    return hashlib.md5(challenge + password).hexdigest()


def response_in_steps(self, password):
    text = self.user + ":" + self.last_challenge + ":" + password
    # ok: py.weak-password-hash
    return hashlib.sha1(text.encode()).hexdigest()


def stored_beside_a_challenge(challenge, password):
    # ruleid: py.weak-password-hash
    return challenge, hashlib.md5(password.encode()).hexdigest()


def response_in_a_text(nonce, user, password):
    text = f"{nonce}:{user}:{password}"
    # ok: py.weak-password-hash
    return hashlib.md5(text.encode()).hexdigest()


def stored_in_a_text(salt, user, password):
    text = f"{salt}:{user}:{password}"
    # ruleid: py.weak-password-hash
    return hashlib.md5(text.encode()).hexdigest()
