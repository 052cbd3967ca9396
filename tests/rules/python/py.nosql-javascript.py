from bson.code import Code
from flask import request
from pymongo import MongoClient

db = MongoClient().shop


def by_name():
    # ruleid: py.nosql-javascript
    return list(db.users.find({"$where": f"this.name == '{request.args['name']}'"}))


def by_code():
    condition = "function() { return this.total > " + request.form["limit"] + "; }"
    # ruleid: py.nosql-javascript
    return list(db.orders.find({"$where": Code(condition)}))


def with_cursor():
    # ruleid: py.nosql-javascript
    return list(db.orders.find().where("this.owner == '%s'" % request.cookies.get("owner")))


def constant():
    # ok: py.nosql-javascript
    return list(db.users.find({"$where": "this.name == this.mail"}))


def number():
    # ok: py.nosql-javascript
    return list(db.users.find({"$where": f"this.age > {int(request.args['age'])}"}))


def operators():
    # ok: py.nosql-javascript
    return list(db.users.find({"name": request.args["name"]}))


def constant_code():
    # ok: py.nosql-javascript
    return Code("function() { emit(this.owner, 1); }")
