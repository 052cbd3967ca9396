import getpass
import os
import unittest
from base64 import b64encode
from datetime import datetime, timedelta, timezone

import boto3
import jwt
import psycopg2
import requests
from cryptography.fernet import Fernet
from flask import Flask
from pydantic import SecretStr
from pydantic_settings import BaseSettings


# unsafe: hardcoded-secret - the password of the database
def open_orders_db():
    return psycopg2.connect(
        host="db.internal.example",
        dbname="orders",
        user="orders_rw",
        password="tR7!vq2Lz#0pWm",
        sslmode="verify-full",
    )


# safe: hardcoded-secret - the password comes from the environment
def open_stock_db():
    return psycopg2.connect(
        host="db.internal.example",
        dbname="stock",
        user="stock_rw",
        password=os.environ["STOCK_DB_PASSWORD"],
        sslmode="verify-full",
    )


# unsafe: hardcoded-secret - the key that signs Flask's sessions
def create_app() -> Flask:
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY="9f1c5be07a2d4c86b3e0d7741ac25f98",
        SESSION_COOKIE_SECURE=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    return app


# safe: hardcoded-secret - the placeholder is refused at start
def create_portal() -> Flask:
    app = Flask(__name__)
    key = os.environ.get("PORTAL_SECRET_KEY", "change-me")
    if key == "change-me":
        raise RuntimeError("PORTAL_SECRET_KEY must be set")
    app.config.update(
        SECRET_KEY=key,
        SESSION_COOKIE_SECURE=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    return app


# unsafe: hardcoded-secret - the default stands in the code and works
class TokenIssuer:
    def __init__(self) -> None:
        self.key = os.getenv("JWT_SIGNING_KEY", "kX3pLq8ZtV0mB5yRw1NsHd7GcJf2UaTe")

    def issue(self, user_id: int) -> str:
        now = datetime.now(timezone.utc)
        claims = {"sub": str(user_id), "iat": now, "exp": now + timedelta(minutes=15)}
        return jwt.encode(claims, self.key, algorithm="HS256")


# safe: hardcoded-secret - without the variable there is no key
class TicketIssuer:
    def __init__(self) -> None:
        self.key = os.environ["JWT_SIGNING_KEY"]

    def issue(self, user_id: int) -> str:
        now = datetime.now(timezone.utc)
        claims = {"sub": str(user_id), "iat": now, "exp": now + timedelta(minutes=15)}
        return jwt.encode(claims, self.key, algorithm="HS256")


# unsafe: hardcoded-secret - user and password put together for a header
def fetch_invoices(month: str) -> list[dict]:
    credentials = b64encode(b"svc-billing:Hq4$uPz81nLk").decode()
    reply = requests.get(
        "https://erp.example.com/api/invoices",
        params={"month": month},
        headers={"Authorization": f"Basic {credentials}"},
        timeout=10,
    )
    reply.raise_for_status()
    return reply.json()


# unsafe: hardcoded-secret - an encryption key as a default argument
def encrypt_note(text: str, key: bytes = b"c2Q3bXlWb2xLZTlRdDRhWnVQcjBJeDhCbk1qNkh3Rkc=") -> bytes:
    box = Fernet(key)
    return box.encrypt(text.encode("utf-8"))


# safe: hardcoded-secret - the literal is only the name under which the secret is kept
def fetch_payments(month: str) -> list[dict]:
    secret_id = "prod/erp/billing-password"
    client = boto3.client("secretsmanager")
    password = client.get_secret_value(SecretId=secret_id)["SecretString"]
    reply = requests.get(
        "https://erp.example.com/api/payments",
        params={"month": month},
        auth=("svc-billing", password),
        timeout=10,
    )
    reply.raise_for_status()
    return reply.json()


# safe: hardcoded-secret - the names only look like it: labels, an address, a message
class LoginTexts:
    password_label = "Password"
    password_field = "current-password"
    token_url = "https://login.example.com/oauth2/token"
    secret_question = "What was the name of your first school?"
    password_too_short = "Your password must have at least 12 characters."


# safe: hardcoded-secret - a value made up for a unit test
class LoginTest(unittest.TestCase):
    def setUp(self) -> None:
        self.app = create_portal()
        self.client = self.app.test_client()

    def test_wrong_password_is_refused(self) -> None:
        reply = self.client.post("/login", data={"user": "alice", "password": "wrong-password"})
        self.assertEqual(reply.status_code, 401)


# safe: hardcoded-secret - declared without a value, read from the environment or asked for
class MailSettings(BaseSettings):
    smtp_host: str = "smtp.example.com"
    smtp_password: SecretStr | None = None

    def resolve_password(self) -> str:
        if self.smtp_password is not None:
            return self.smtp_password.get_secret_value()
        return getpass.getpass("SMTP password: ")


# safe: hardcoded-secret - a template with a gap for the user to fill
def write_example_config(path: str) -> None:
    lines = ["[service]", "url = https://api.example.com", "api_key = <your-api-key>", "password ="]
    with open(path, "x", encoding="utf-8") as fh:
        fh.write("\n".join(lines) + "\n")
