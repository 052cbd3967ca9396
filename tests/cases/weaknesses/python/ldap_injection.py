import json
import os
import re
import ssl
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

import ldap
import ldap3
from aiohttp import web
from django.http import JsonResponse
from fastapi import FastAPI, HTTPException
from flask import Flask, abort, jsonify, request
from ldap.dn import escape_dn_chars
from ldap.filter import escape_filter_chars, filter_format
from ldap3.utils.conv import escape_filter_chars as escape_value

app = Flask(__name__)
api = FastAPI()
routes = web.RouteTableDef()
LDAP_URL = os.environ.get("LDAP_URL", "ldaps://directory.internal")
PEOPLE = "ou=people,dc=example,dc=org"


def connect() -> ldap.ldapobject.LDAPObject:
    conn = ldap.initialize(LDAP_URL)
    conn.simple_bind_s(os.environ["LDAP_USER"], os.environ["LDAP_PASSWORD"])
    return conn


def connect3() -> ldap3.Connection:
    server = ldap3.Server(LDAP_URL, use_ssl=True, tls=ldap3.Tls(validate=ssl.CERT_REQUIRED))
    return ldap3.Connection(server, os.environ["LDAP_USER"], os.environ["LDAP_PASSWORD"], auto_bind=True)


# unsafe: ldap-injection - query string formatted into the filter
@app.get("/people/phone")
def phone():
    uid = request.args.get("uid", "")
    found = connect().search_s(PEOPLE, ldap.SCOPE_ONELEVEL, f"(&(objectClass=person)(uid={uid}))", ["telephoneNumber"])
    if not found:
        abort(404)
    return jsonify(phone=found[0][1]["telephoneNumber"][0].decode())


# safe: ldap-injection - filter_format escapes its values
@app.get("/people/room")
def room():
    uid = request.args.get("uid", "")
    query = filter_format("(&(objectClass=person)(uid=%s))", [uid])
    found = connect().search_s(PEOPLE, ldap.SCOPE_ONELEVEL, query, ["roomNumber"])
    if not found:
        abort(404)
    return jsonify(room=found[0][1]["roomNumber"][0].decode())


# unsafe: ldap-injection - path parameter concatenated for ldap3
@api.get("/departments/{name}/members")
def department_members(name: str):
    with connect3() as conn:
        conn.search(PEOPLE, "(&(employeeType=active)(departmentNumber=" + name + "))", attributes=["cn"])
        return {"members": [str(entry.cn) for entry in conn.entries]}


# safe: ldap-injection - the same value through ldap3's escape function
@api.get("/offices/{name}/members")
def office_members(name: str):
    with connect3() as conn:
        conn.search(PEOPLE, "(&(employeeType=active)(l=" + escape_value(name) + "))", attributes=["cn"])
        return {"members": [str(entry.cn) for entry in conn.entries]}


# unsafe: ldap-injection - a comma in the value changes the base entry
def group_info(request):
    name = request.GET.get("group", "staff")
    base = "cn=%s,ou=groups,dc=example,dc=org" % name
    _, attrs = connect().search_s(base, ldap.SCOPE_BASE, "(objectClass=*)", ["description"])[0]
    return JsonResponse({"description": attrs["description"][0].decode()})


# safe: ldap-injection - the value is escaped for a distinguished name
def list_info(request):
    name = escape_dn_chars(request.GET.get("list", "all"))
    base = "cn=%s,ou=lists,dc=example,dc=org" % name
    _, attrs = connect().search_s(base, ldap.SCOPE_BASE, "(objectClass=*)", ["description"])[0]
    return JsonResponse({"description": attrs["description"][0].decode()})


# unsafe: ldap-injection - the star goes, the brackets stay
@routes.post("/tokens/check")
async def check_token(request: web.Request) -> web.Response:
    form = await request.post()
    serial = str(form.get("serial", "")).replace("*", "")
    query = "(&(objectClass=hardwareToken)(serialNumber={})(active=TRUE))".format(serial)
    found = connect().search_s("ou=tokens,dc=example,dc=org", ldap.SCOPE_SUBTREE, query, ["cn"])
    return web.json_response({"known": len(found) == 1})


# safe: ldap-injection - only letters and digits get past the check
@routes.post("/badges/check")
async def check_badge(request: web.Request) -> web.Response:
    form = await request.post()
    serial = str(form.get("serial", ""))
    if re.fullmatch(r"[A-Za-z0-9]{6,20}", serial) is None:
        return web.json_response({"known": False}, status=400)
    query = "(&(objectClass=badge)(serialNumber={})(active=TRUE))".format(serial)
    found = connect().search_s("ou=badges,dc=example,dc=org", ldap.SCOPE_SUBTREE, query, ["cn"])
    return web.json_response({"known": len(found) == 1})


# unsafe: ldap-injection - clauses collected in a loop, the client's among them
class PeopleHandler(BaseHTTPRequestHandler):
    def do_GET(self):
        query = parse_qs(urlsplit(self.path).query)
        wanted = {"objectClass": "person", "mail": query.get("mail", [""])[0]}
        clauses = ""
        for attribute, value in wanted.items():
            clauses += f"({attribute}={value})"
        found = connect().search_s(PEOPLE, ldap.SCOPE_SUBTREE, "(&" + clauses + ")", ["cn"])
        body = json.dumps({"count": len(found)}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)


# safe: ldap-injection - every value in the loop is escaped
class DeviceHandler(BaseHTTPRequestHandler):
    def do_GET(self):
        query = parse_qs(urlsplit(self.path).query)
        wanted = {"objectClass": "device", "owner": query.get("owner", [""])[0]}
        clauses = ""
        for attribute, value in wanted.items():
            clauses += f"({attribute}={escape_filter_chars(value)})"
        found = connect().search_s("ou=devices,dc=example,dc=org", ldap.SCOPE_SUBTREE, "(&" + clauses + ")", ["cn"])
        body = json.dumps({"count": len(found)}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)


# unsafe: ldap-injection - the part behind the colon, the client's, is used
@app.get("/rooms/count")
def count_rooms():
    label = "rooms:" + request.args.get("building", "")
    kind, _, building = label.partition(":")
    found = connect().search_s("ou=rooms,dc=example,dc=org", ldap.SCOPE_SUBTREE, f"(building={building})", ["cn"])
    return jsonify(count=len(found), kind=kind)


# safe: ldap-injection - only the part before the colon, a constant, is used
@app.get("/people/count")
def count_people():
    label = "engineering:" + request.args.get("note", "")
    department, _, note = label.partition(":")
    found = connect().search_s(PEOPLE, ldap.SCOPE_SUBTREE, f"(departmentNumber={department})", ["cn"])
    return jsonify(count=len(found), note=note)


# safe: ldap-injection - a number
@api.get("/employees")
def employee(number: str):
    try:
        key = int(number)
    except ValueError:
        raise HTTPException(status_code=400) from None
    with connect3() as conn:
        conn.search(PEOPLE, f"(employeeNumber={key})", attributes=["cn"])
        return {"names": [str(entry.cn) for entry in conn.entries]}
