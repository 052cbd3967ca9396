import re

import ldap
import ldap.filter
import ldap3
from flask import request
from ldap3.utils.conv import escape_filter_chars

BASE = "dc=example,dc=org"
GROUPS = {"staff": "staff", "guests": "guests"}


def find_user(directory):
    name = request.args["name"]
    # ruleid: py.ldap-injection
    return directory.search_s(BASE, ldap.SCOPE_SUBTREE, "(uid=" + name + ")")


def log_in(directory):
    name = request.form["name"]
    password = request.form["password"]
    # ruleid: py.ldap-injection
    return directory.search_s(BASE, ldap.SCOPE_SUBTREE, f"(&(uid={name})(userPassword={password}))")


def keyword(directory):
    # ruleid: py.ldap-injection
    return directory.search_ext(BASE, ldap.SCOPE_SUBTREE, filterstr="(mail=%s)" % request.args["mail"])


def other_library():
    connection = ldap3.Connection("ldap.example", auto_bind=True)
    wanted = "(cn={})".format(request.args.get("cn"))
    # ruleid: py.ldap-injection
    connection.search(BASE, wanted, attributes=["mail"])
    return connection.entries


def other_library_keyword(connection: ldap3.Connection):
    # ruleid: py.ldap-injection
    connection.search(search_base=BASE, search_filter=f"(cn={request.args['cn']})")


def escaped(directory):
    name = ldap.filter.escape_filter_chars(request.args["name"])
    # ok: py.ldap-injection
    return directory.search_s(BASE, ldap.SCOPE_SUBTREE, f"(uid={name})")


def formatted(directory):
    wanted = ldap.filter.filter_format("(uid=%s)", [request.args["name"]])
    # ok: py.ldap-injection
    return directory.search_s(BASE, ldap.SCOPE_SUBTREE, wanted)


def other_escaped(connection):
    # ok: py.ldap-injection
    connection.search(BASE, f"(cn={escape_filter_chars(request.args['cn'])})")


def from_a_table(directory):
    group = GROUPS[request.args["group"]]
    # ok: py.ldap-injection
    return directory.search_s(BASE, ldap.SCOPE_SUBTREE, f"(cn={group})")


def not_a_directory():
    # ok: py.ldap-injection
    return re.search("[a-z]+", request.args["text"])


def of_written_names(directory):
    parts = {"objectClass": "person", "uid": request.args["uid"]}
    text = ""
    for name, value in parts.items():
        text += f"({name}={ldap.filter.escape_filter_chars(value)})"
    # ok: py.ldap-injection
    directory.search_s(BASE, ldap.SCOPE_SUBTREE, f"(&{text})")


def of_names_of_the_client(directory):
    text = ""
    for name, value in request.args.items():
        text += f"({name}={ldap.filter.escape_filter_chars(value)})"
    # ruleid: py.ldap-injection
    directory.search_s(BASE, ldap.SCOPE_SUBTREE, f"(&{text})")
