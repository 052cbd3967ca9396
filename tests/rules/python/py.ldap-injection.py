import ldap
from flask import request
from ldap.filter import escape_filter_chars, filter_format


def by_uid(directory):
    uid = request.args["uid"]
    # ruleid: py.ldap-injection
    return directory.search_s("ou=people", ldap.SCOPE_SUBTREE, f"(uid={uid})")


def by_mail(directory):
    wanted = "(mail=" + request.form["mail"] + ")"
    # ruleid: py.ldap-injection
    return directory.search_ext_s("ou=people", ldap.SCOPE_SUBTREE, wanted)


def by_group(directory):
    group = request.get_json()["group"]
    wanted = "(&(objectClass=group)(cn=%s))" % group
    # ruleid: py.ldap-injection
    return directory.search_st("ou=groups", ldap.SCOPE_SUBTREE, wanted)


def escaped(directory):
    uid = escape_filter_chars(request.args["uid"])
    # ok: py.ldap-injection
    return directory.search_s("ou=people", ldap.SCOPE_SUBTREE, f"(uid={uid})")


def escaped_in_place(directory):
    # ok: py.ldap-injection
    return directory.search_s("ou=people", ldap.SCOPE_SUBTREE, "(mail=" + escape_filter_chars(request.form["mail"]) + ")")


def constant(directory):
    # ok: py.ldap-injection
    return directory.search_s("ou=people", ldap.SCOPE_SUBTREE, "(objectClass=person)")


def number(directory):
    uid = int(request.args["number"])
    # ok: py.ldap-injection
    return directory.search_s("ou=people", ldap.SCOPE_SUBTREE, f"(uidNumber={uid})")
