import os
import secrets

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from werkzeug.security import generate_password_hash


def first_start():
    # ruleid: py.default-credentials
    User.objects.create_superuser("admin", "admin@shop.example", "admin")


def reset(user):
    # ruleid: py.default-credentials
    user.set_password("welcome1")


def seed(rows):
    # ruleid: py.default-credentials
    rows.append(("admin", generate_password_hash("admin123")))


def seed_again(rows):
    # ruleid: py.default-credentials
    rows.append(("admin", make_password("admin123")))


def asked(user, password):
    # ok: py.default-credentials
    user.set_password(password)


def drawn(user):
    # ok: py.default-credentials
    user.set_password(secrets.token_urlsafe(16))


def from_environment():
    # ok: py.default-credentials
    User.objects.create_superuser("admin", "admin@shop.example", os.environ["ADMIN_PASSWORD"])


def hashed(password):
    # ok: py.default-credentials
    return generate_password_hash(password)
