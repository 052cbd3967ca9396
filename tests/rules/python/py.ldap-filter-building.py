import ldap
from ldap.filter import escape_filter_chars, filter_format

BASE = "dc=example,dc=org"


def by_name(directory, name):
    # ruleid: py.ldap-filter-building
    return directory.search_s(BASE, ldap.SCOPE_SUBTREE, f"(uid={name})")


def by_mail(directory, mail):
    # ruleid: py.ldap-filter-building
    return directory.search_s(BASE, ldap.SCOPE_SUBTREE, "(mail=" + mail + ")")


def by_group(connection, group):
    wanted = "(&(objectClass=group)(cn=%s))" % group
    # ruleid: py.ldap-filter-building
    connection.search(BASE, wanted)


def escaped(directory, name):
    name = escape_filter_chars(name)
    # ok: py.ldap-filter-building
    return directory.search_s(BASE, ldap.SCOPE_SUBTREE, f"(uid={name})")


def formatted(directory, mail):
    # ok: py.ldap-filter-building
    return directory.search_s(BASE, ldap.SCOPE_SUBTREE, filter_format("(mail=%s)", [mail]))


def whole(directory, wanted):
    # ok: py.ldap-filter-building
    return directory.search_s(BASE, ldap.SCOPE_SUBTREE, wanted)


def number(directory, number: int):
    # ok: py.ldap-filter-building
    return directory.search_s(BASE, ldap.SCOPE_SUBTREE, f"(uidNumber={number})")
