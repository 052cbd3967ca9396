import ftplib
import os
import smtplib
import telnetlib

import requests


def sign_in(name, password):
    # ruleid: py.cleartext-credentials
    return requests.post("http://id.shop.io/login", data={"name": name, "password": password}, timeout=5)


def stock(user, password):
    # ruleid: py.cleartext-credentials
    return requests.get("http://stock.shop.io/all", auth=(user, password), timeout=5)


def with_token(session, token):
    # ruleid: py.cleartext-credentials
    return session.get("http://stock.shop.io/all", headers={"Authorization": token})


def token(code):
    # ruleid: py.cleartext-credentials
    return requests.post("http://id.shop.io/oauth/token", json={"code": code}, timeout=5)


def files(host, user, password):
    server = ftplib.FTP(host)
    # ruleid: py.cleartext-credentials
    server.login(user, password)
    return server


def mail(host, user, password):
    server = smtplib.SMTP(host)
    # ruleid: py.cleartext-credentials
    server.login(user, password)
    return server


def switch(host):
    # ruleid: py.cleartext-credentials
    return telnetlib.Telnet(host)


# ruleid: py.cleartext-credentials
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"


def sign_in_well(name, password):
    # ok: py.cleartext-credentials
    return requests.post("https://id.shop.io/login", data={"name": name, "password": password}, timeout=5)


def sign_in_here(name, password):
    # ok: py.cleartext-credentials
    return requests.post("http://localhost:8000/login", data={"name": name, "password": password}, timeout=5)


def neighbour(user, password):
    # ok: py.cleartext-credentials
    return requests.get("http://stock:8000/all", auth=(user, password), timeout=5)


def public():
    # ok: py.cleartext-credentials
    return requests.get("http://news.shop.io/all", timeout=5)


def anonymous(host):
    server = ftplib.FTP(host)
    # ok: py.cleartext-credentials
    server.login()
    return server


def mail_well(host, user, password, context):
    server = smtplib.SMTP(host)
    server.starttls(context=context)
    # ok: py.cleartext-credentials
    server.login(user, password)
    return server


def files_well(host, user, password):
    server = ftplib.FTP_TLS(host)
    # ok: py.cleartext-credentials
    server.login(user, password)
    return server
