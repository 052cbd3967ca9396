# Tokens that are taken apart by hand: the file of the rule checks signatures elsewhere, which this must not.
import base64
import json


def subject(token):
    head, body, signature = token.split(".")
    # ruleid: py.jwt-unverified
    return json.loads(base64.urlsafe_b64decode(body + "=="))["sub"]


def claims(token):
    body = token.split(".")[1]
    # ruleid: py.jwt-unverified
    return json.loads(base64.urlsafe_b64decode(body + "=="))


def algorithm(token):
    head, body, signature = token.split(".")
    # ok: py.jwt-unverified
    return json.loads(base64.urlsafe_b64decode(head + "=="))["alg"]


def version(text):
    major, minor, patch = text.split(".")
    # ok: py.jwt-unverified
    return json.loads(minor)
