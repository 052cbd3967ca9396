import hashlib
import hmac
import json
import os

import pytest
from configurations import Configuration
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseForbidden, JsonResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe
from flask import Flask, flash, url_for
from flask import redirect as flask_redirect
from flask_login import current_user
from flask_login import login_required as flask_login_required
from flask_wtf import CSRFProtect
from rest_framework.authentication import SessionAuthentication, TokenAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

app = Flask(__name__)
app.secret_key = os.environ["SECRET_KEY"]
csrf = CSRFProtect(app)


# unsafe: csrf - a change by a logged-in user, exempt from the check
@csrf_exempt
@login_required
@require_POST
def change_email(request):
    request.user.email = request.POST["email"]
    request.user.save(update_fields=["email"])
    return redirect("profile")


# safe: csrf - the same change with the check
@csrf_protect
@login_required
@require_POST
def change_phone(request):
    request.user.phone = request.POST["phone"]
    request.user.save(update_fields=["phone"])
    return redirect("profile")


# unsafe: csrf - the session is taken as login without the token
class QuietSessionAuthentication(SessionAuthentication):
    def enforce_csrf(self, request):
        return None


class CardBlockView(APIView):
    authentication_classes = [QuietSessionAuthentication]
    permission_classes = [IsAuthenticated]

    def post(self, request):
        request.user.cards.filter(number=request.data["card"]).update(blocked=True)
        return Response({"ok": True})


# safe: csrf - the session is taken as login, the framework asks for the token
class CardReleaseView(APIView):
    authentication_classes = [SessionAuthentication]
    permission_classes = [IsAuthenticated]

    def post(self, request):
        request.user.cards.filter(number=request.data["card"]).update(blocked=False)
        return Response({"ok": True})


# unsafe: csrf - the forms of the whole application without a token
class WebConfig:
    SECRET_KEY = os.environ["SECRET_KEY"]
    SESSION_COOKIE_SECURE = True
    WTF_CSRF_ENABLED = False


# safe: csrf - the forms of the whole application with a token
class PortalConfig:
    SECRET_KEY = os.environ["SECRET_KEY"]
    SESSION_COOKIE_SECURE = True
    WTF_CSRF_ENABLED = True


# unsafe: csrf - one route of a logged-in user is taken out of the protection
@app.post("/account/close")
@csrf.exempt
@flask_login_required
def close_account():
    current_user.close()
    flash("Your account has been closed.")
    return flask_redirect(url_for("index"))


# safe: csrf - the protection of the application holds for this route
@app.post("/account/pause")
@flask_login_required
def pause_account():
    current_user.pause()
    flash("Your account has been paused.")
    return flask_redirect(url_for("index"))


# unsafe: csrf - the class behind the decorator changes data of the session's user
@method_decorator(csrf_exempt, name="dispatch")
@method_decorator(login_required, name="dispatch")
class AddressView(View):
    def post(self, request):
        data = json.loads(request.body)
        request.user.addresses.create(street=data["street"], city=data["city"])
        return JsonResponse({"created": True}, status=201)


# safe: csrf - a call from another server, which proves itself by a signature instead of a cookie
@csrf_exempt
@require_POST
def payment_webhook(request):
    secret = os.environ["WEBHOOK_SECRET"].encode()
    expected = hmac.new(secret, request.body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, request.headers.get("X-Signature", "")):
        return HttpResponseForbidden()
    event = json.loads(request.body)
    request.ledger.book(event["id"], event["amount"])
    return HttpResponse(status=204)


# safe: csrf - the login is a token in a header, no cookie counts
@method_decorator(csrf_exempt, name="dispatch")
class MeterReadingView(APIView):
    authentication_classes = [TokenAuthentication]
    permission_classes = [IsAuthenticated]

    def post(self, request):
        request.user.readings.create(value=int(request.data["value"]))
        return Response(status=201)


# safe: csrf - nothing is changed by this view
@csrf_exempt
@require_safe
def opening_hours(request):
    return JsonResponse({"mon-fri": "9-18", "sat": "10-14"})


# safe: csrf - switched off for the test client only
@pytest.fixture
def client():
    test_app = Flask("portal-under-test")
    test_app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, SECRET_KEY=os.urandom(16))
    CSRFProtect(test_app)
    with test_app.test_client() as test_client:
        yield test_client


# safe: csrf - Django's list of middleware has the check in it
class SiteSettings(Configuration):
    SECRET_KEY = os.environ["DJANGO_SECRET_KEY"]
    MIDDLEWARE = [
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ]
    CSRF_COOKIE_SECURE = True
