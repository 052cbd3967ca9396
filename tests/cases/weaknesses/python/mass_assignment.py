import json
import os

from aiohttp import web
from django import forms
from django.contrib.auth.decorators import login_required
from django.db import models
from django.http import JsonResponse
from fastapi import Depends, FastAPI
from flask import Flask, abort, jsonify, request
from flask_login import current_user
from flask_login import login_required as signed_in
from motor.motor_asyncio import AsyncIOMotorClient
from pydantic import BaseModel, ConfigDict
from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from shop.database import get_session, session_scope
from shop.security import current_id

app = Flask(__name__)
api = FastAPI()
routes = web.RouteTableDef()
adb = AsyncIOMotorClient(os.environ["MONGO_URL"])["shop"]
EDITABLE = frozenset({"display_name", "city", "newsletter"})


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    display_name: Mapped[str] = mapped_column(String(80))
    city: Mapped[str] = mapped_column(String(80), default="")
    newsletter: Mapped[bool] = mapped_column(default=False)
    is_admin: Mapped[bool] = mapped_column(default=False)
    balance: Mapped[int] = mapped_column(default=0)


class Member(models.Model):
    user = models.OneToOneField("auth.User", on_delete=models.CASCADE)
    nickname = models.CharField(max_length=60)
    city = models.CharField(max_length=60)
    credit_limit = models.IntegerField(default=0)
    verified = models.BooleanField(default=False)


# unsafe: mass-assignment - every field of the body becomes a column
@app.post("/users")
def sign_up():
    with session_scope() as db:
        user = User(**request.get_json())
        db.add(user)
        db.flush()
        return jsonify(id=user.id), 201


# safe: mass-assignment - the fields are named one by one
@app.post("/guests")
def sign_up_guest():
    body = request.get_json()
    with session_scope() as db:
        user = User(display_name=str(body["display_name"]), city=str(body.get("city", "")))
        db.add(user)
        db.flush()
        return jsonify(id=user.id), 201


# unsafe: mass-assignment - setattr with the client's names
@app.patch("/me")
@signed_in
def change_me():
    with session_scope() as db:
        user = db.get(User, current_user.id)
        for field, value in request.get_json().items():
            if hasattr(user, field):
                setattr(user, field, value)
    return "", 204


# safe: mass-assignment - setattr only for editable names
@app.patch("/me/settings")
@signed_in
def change_settings():
    changes = request.get_json()
    if not EDITABLE.issuperset(changes):
        abort(400)
    with session_scope() as db:
        user = db.get(User, current_user.id)
        for field, value in changes.items():
            setattr(user, field, value)
    return "", 204


# unsafe: mass-assignment - the decoded body is unpacked into an update
@login_required
def update_member(request):
    changes = json.loads(request.body)
    changes.pop("id", None)
    Member.objects.filter(user=request.user).update(**changes)
    return JsonResponse({"saved": True})


# safe: mass-assignment - a comprehension over two names
@login_required
def update_nickname(request):
    sent = json.loads(request.body)
    changes = {name: sent[name] for name in ("nickname", "city") if name in sent}
    Member.objects.filter(user=request.user).update(**changes)
    return JsonResponse({"saved": True})


# unsafe: mass-assignment - the form offers all fields of the model
class MemberForm(forms.ModelForm):
    class Meta:
        model = Member
        fields = "__all__"


@login_required
def edit_member(request):
    form = MemberForm(request.POST, instance=request.user.member)
    if not form.is_valid():
        return JsonResponse(form.errors, status=400)
    form.save()
    return JsonResponse({"saved": True})


# safe: mass-assignment - the form names its fields
class AddressForm(forms.ModelForm):
    class Meta:
        model = Member
        fields = ["nickname", "city"]


@login_required
def edit_address(request):
    form = AddressForm(request.POST, instance=request.user.member)
    if not form.is_valid():
        return JsonResponse(form.errors, status=400)
    form.save()
    return JsonResponse({"saved": True})


# unsafe: mass-assignment - the body as a whole behind $set
@routes.patch("/account")
async def patch_account(request: web.Request) -> web.Response:
    changes = dict(await request.json())
    await adb.accounts.update_one({"_id": current_id(request)}, {"$set": changes})
    return web.Response(status=204)


# safe: mass-assignment - two named fields behind $set
@routes.patch("/account/address")
async def patch_address(request: web.Request) -> web.Response:
    sent = await request.json()
    street, city = (str(sent.get(key, "")) for key in ("street", "city"))
    await adb.accounts.update_one({"_id": current_id(request)}, {"$set": {"street": street, "city": city}})
    return web.Response(status=204)


# safe: mass-assignment - the model allows two fields and forbids others
class NewUser(BaseModel):
    model_config = ConfigDict(extra="forbid")
    display_name: str
    city: str = ""


@api.post("/users", status_code=201)
def create_user(payload: NewUser, db: Session = Depends(get_session)):
    user = User(**payload.model_dump())
    db.add(user)
    db.commit()
    return {"id": user.id}


# safe: mass-assignment - unpacked from a dict of constants
@app.post("/demo-users")
def create_demo_user():
    wanted = request.get_json()
    fields = {"display_name": "Demo", "city": "Bern", "newsletter": False}
    with session_scope() as db:
        db.add(User(**fields))
    return jsonify(ignored=len(wanted)), 201
