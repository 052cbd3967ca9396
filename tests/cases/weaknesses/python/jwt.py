import os
from datetime import datetime, timedelta, timezone
from pathlib import Path

import jwt
from django.http import HttpRequest, HttpResponseForbidden, JsonResponse
from fastapi import Depends, FastAPI, Header, HTTPException
from fastapi.security import OAuth2PasswordBearer
from flask import Flask, abort, g, jsonify, request
from jose import JWTError
from jose import jwt as jose_jwt

app = Flask(__name__)
api = FastAPI()
bearer = OAuth2PasswordBearer(tokenUrl="/token")
SIGNING_KEY = os.environ["JWT_SIGNING_KEY"]
PUBLIC_KEY = Path("/etc/shop/jwt.pub").read_text()
DESK_PUBLIC_KEY = Path("/etc/desk/ed25519.pub").read_text()
PRIVATE_KEY = Path("/etc/shop/jwt.key").read_text()
JWKS = jwt.PyJWKClient("https://login.example.com/.well-known/jwks.json")


# unsafe: jwt - the signature is not checked
@app.get("/api/orders")
def list_orders():
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    claims = jwt.decode(token, options={"verify_signature": False})
    return jsonify(app.orders.of_user(claims["sub"]))


# safe: jwt - signature, audience and expiry are checked
@app.get("/api/invoices")
def list_invoices():
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    try:
        claims = jwt.decode(
            token, PUBLIC_KEY, algorithms=["ES256"], audience="shop", options={"require": ["exp", "sub"]}
        )
    except jwt.InvalidTokenError:
        abort(401)
    return jsonify(app.invoices.of_user(claims["sub"]))


# unsafe: jwt - an expired token is good for ever
async def current_user(token: str = Depends(bearer)) -> str:
    try:
        payload = jwt.decode(token, SIGNING_KEY, algorithms=["HS256"], options={"verify_exp": False})
    except jwt.PyJWTError as exc:
        raise HTTPException(401, "invalid token") from exc
    return payload["sub"]


# safe: jwt - expiry is demanded and checked
async def current_member(token: str = Depends(bearer)) -> str:
    try:
        payload = jwt.decode(
            token, SIGNING_KEY, algorithms=["HS256"], options={"verify_exp": True, "require": ["exp"]}
        )
    except jwt.PyJWTError as exc:
        raise HTTPException(401, "invalid token") from exc
    return payload["sub"]


# unsafe: jwt - roles are taken from claims that nobody has verified
class AdminGate:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest):
        claims = jose_jwt.get_unverified_claims(request.COOKIES.get("access_token", ""))
        if "admin" not in claims.get("roles", []):
            return HttpResponseForbidden()
        return self.get_response(request)


# safe: jwt - roles are taken from verified claims
class StaffGate:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest):
        token = request.COOKIES.get("access_token", "")
        try:
            claims = jose_jwt.decode(token, PUBLIC_KEY, algorithms=["ES256"], audience="staff")
        except JWTError:
            return HttpResponseForbidden()
        if "staff" not in claims.get("roles", []):
            return HttpResponseForbidden()
        return self.get_response(request)


# unsafe: jwt - the token is issued without a signature
def issue_access_token(user_id: int) -> str:
    now = datetime.now(timezone.utc)
    claims = {"sub": str(user_id), "iat": now, "exp": now + timedelta(minutes=10)}
    return jwt.encode(claims, None, algorithm="none")


# safe: jwt - the token is signed
def issue_api_token(user_id: int) -> str:
    now = datetime.now(timezone.utc)
    claims = {"sub": str(user_id), "iat": now, "exp": now + timedelta(minutes=10)}
    return jwt.encode(claims, PRIVATE_KEY, algorithm="ES256")


# unsafe: jwt - the options built above switch the check off
@api.get("/profile")
async def profile(authorization: str = Header()):
    options = {"verify_signature": True, "verify_aud": False}
    options.update(verify_signature=False)
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer":
        raise HTTPException(401)
    claims = jose_jwt.decode(token, SIGNING_KEY, algorithms=["HS256"], options=options)
    return {"user": claims["sub"], "mail": claims["email"]}


# safe: jwt - the key is chosen by the header, then the token is verified with it
@app.before_request
def load_identity():
    header = request.headers.get("Authorization", "")
    if not header.startswith("Bearer "):
        g.identity = None
        return
    token = header[7:]
    try:
        key = JWKS.get_signing_key_from_jwt(token).key
        g.identity = jwt.decode(
            token, key, algorithms=["RS256"], audience="shop", issuer="https://login.example.com"
        )
    except jwt.PyJWTError:
        abort(401)


# safe: jwt - the unverified issuer only picks a key, the second decode verifies
def tenant_claims(token: str, tenant_keys: dict[str, str]) -> dict:
    issuer = str(jwt.decode(token, options={"verify_signature": False}).get("iss"))
    key = tenant_keys.get(issuer)
    if key is None:
        raise PermissionError("unknown issuer")
    return jwt.decode(token, key, algorithms=["ES256"], issuer=issuer, audience="billing")


# safe: jwt - "none" is a value of another field
def describe_login(request: HttpRequest) -> JsonResponse:
    token = request.headers.get("X-Access-Token", "")
    claims = jwt.decode(token, DESK_PUBLIC_KEY, algorithms=["EdDSA"], audience="desk")
    factor = claims.get("amr", "none")
    return JsonResponse({"user": claims["sub"], "second_factor": factor != "none"})
