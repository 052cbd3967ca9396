from flask import Flask, request
from flask_sqlalchemy import SQLAlchemy
from pydantic import BaseModel
from pymongo import MongoClient
from shop.models import Order

db = SQLAlchemy(Flask(__name__))
store = MongoClient().shop


class User(db.Model):
    name = db.Column(db.String)
    is_admin = db.Column(db.Boolean)


class UserIn(BaseModel):
    name: str


def register():
    # ruleid: py.model-from-request
    user = User(**request.get_json())
    db.session.add(user)


def order():
    data = request.form.to_dict()
    # ruleid: py.model-from-request
    db.session.add(Order(**data))


def change(number):
    # ruleid: py.model-from-request
    User.query.filter_by(id=number).update(request.json)


def change_document(number):
    # ruleid: py.model-from-request
    store.users.update_one({"_id": number}, {"$set": request.get_json()})


def named():
    body = request.get_json()
    # ok: py.model-from-request
    db.session.add(User(name=body["name"]))


def validated():
    body = UserIn(**request.get_json())
    # ok: py.model-from-request
    db.session.add(User(**body.model_dump()))


def loaded():
    fields = UserSchema().load(request.get_json())
    # ok: py.model-from-request
    db.session.add(User(**fields))


def chosen():
    fields = {"name": request.json["name"]}
    # ok: py.model-from-request
    db.session.add(User(**fields))


def one_field(number):
    # ok: py.model-from-request
    store.users.update_one({"_id": number}, {"$set": {"name": str(request.json["name"])}})


def dictionary(settings):
    # ok: py.model-from-request
    settings.update(request.get_json())


class Plain:
    pass


def added():
    # ruleid: py.model-from-request
    note = Note(**request.get_json())
    db.session.add(note)


def saved():
    # ruleid: py.model-from-request
    note = Note(author=1, **request.get_json())
    note.save()


def set_whole(notes):
    # ruleid: py.model-from-request
    notes.update_one({"_id": 1}, {"$set": request.json})


def set_one(notes):
    # ok: py.model-from-request
    notes.update_one({"_id": 1}, {"$set": {"text": str(request.json["text"])}})


def inserted(table):
    # ruleid: py.model-from-request
    db.session.execute(table.insert().values(**request.get_json()))


def updated():
    note = Note.query.get(1)
    # ruleid: py.model-from-request
    note.update(**request.form)


def named():
    body = request.get_json()
    # ok: py.model-from-request
    note = Note(text=body["text"])
    db.session.add(note)


def unsaved():
    # ok: py.model-from-request
    return Filter(**request.args)
