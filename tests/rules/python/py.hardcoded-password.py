import os
import smtplib

import psycopg
import redis
import requests


def database():
    # ruleid: py.hardcoded-password
    return psycopg.connect(host="db", user="shop", password="tr0ub4dor")


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
