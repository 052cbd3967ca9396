import ldap
import ldap.dn
from flask import request
from ldap3 import Connection
from ldap3.utils.dn import escape_rdn

BASE = "ou=people,dc=example,dc=org"


def log_in(directory):
    # ruleid: py.ldap-dn-injection
    directory.simple_bind_s(f"uid={request.form['name']},{BASE}", request.form["password"])


def read(directory):
    entry = "cn=" + request.args["cn"] + ",ou=groups,dc=example,dc=org"
    # ruleid: py.ldap-dn-injection
    return directory.search_s(entry, ldap.SCOPE_BASE, "(objectClass=*)")


def other_library(server):
    # ruleid: py.ldap-dn-injection
    return Connection(server, user="uid=%s,ou=people" % request.form["name"], password=request.form["password"])


def remove(directory):
    # ruleid: py.ldap-dn-injection
    directory.delete_s("uid={},ou=people".format(request.form["name"]))


def escaped(directory):
    name = ldap.dn.escape_dn_chars(request.form["name"])
    # ok: py.ldap-dn-injection
    directory.simple_bind_s(f"uid={name},{BASE}", request.form["password"])


def other_escaped(server):
    # ok: py.ldap-dn-injection
    return Connection(server, user=f"uid={escape_rdn(request.form['name'])},{BASE}", password="")


def constant(directory):
    # ok: py.ldap-dn-injection
    directory.simple_bind_s(f"cn=reader,{BASE}", request.form["password"])


def checked(directory):
    name = request.form["name"]
    if not name.isalnum():
        raise ValueError(name)
    # ok: py.ldap-dn-injection
    directory.simple_bind_s(f"uid={name},{BASE}", request.form["password"])
