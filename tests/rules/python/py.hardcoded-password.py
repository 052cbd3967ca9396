import os
import smtplib

import aiohttp
import psycopg
import redis
import requests
from django.contrib.auth.models import User
from wtforms import PasswordField

PASSWORD = "correct-horse"


def database():
    # ruleid: py.hardcoded-password
    return psycopg.connect(host="db", user="shop", password="tr0ub4dor")


def database_again():
    # ruleid: py.hardcoded-password
    return psycopg.connect(host="db", user="shop", password=PASSWORD)


def cache():
    # ruleid: py.hardcoded-password
    return redis.Redis(host="cache", password="hunter22")


def mail(host):
    server = smtplib.SMTP_SSL(host)
    # ruleid: py.hardcoded-password
    server.login("shop", "correct-horse")
    return server


def stock():
    # ruleid: py.hardcoded-password
    return requests.get("https://stock.example", auth=("shop", "battery-staple"), timeout=5)


def stock_again():
    # ruleid: py.hardcoded-password
    return aiohttp.BasicAuth("shop", "battery-staple")


def cloud(session):
    # ruleid: py.hardcoded-password
    return session.client("s3", aws_secret_access_key="wJalrXUtnFEMI/K7MDENG")


def service(make):
    # ruleid: py.hardcoded-password
    return make(url="https://stock.example", api_key="9f8e7d6c5b4a")


def from_environment():
    # ok: py.hardcoded-password
    return psycopg.connect(host="db", user="shop", password=os.environ["SHOP_DB_PASSWORD"])


def given(password):
    # ok: py.hardcoded-password
    return redis.Redis(host="cache", password=password)


def open_cache():
    # ok: py.hardcoded-password
    return redis.Redis(host="cache", password="")


def stock_of(settings):
    # ok: py.hardcoded-password
    return requests.get("https://stock.example", auth=(settings.user, settings.password), timeout=5)


class Login:
    # ok: py.hardcoded-password
    password = PasswordField("Password", description="at least 12 characters")


def documented(parser):
    # ok: py.hardcoded-password
    return parser.add(password="<password>")


def template(render):
    # ok: py.hardcoded-password
    return render("login.html", password="Your password")


def changed(form):
    # ok: py.hardcoded-password
    return form(password="password")
