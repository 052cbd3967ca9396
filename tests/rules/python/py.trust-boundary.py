from flask import request, session

LANGUAGES = {"de": "German", "en": "English"}


def remember():
    # ruleid: py.trust-boundary
    session["role"] = request.form["role"]


def any_key():
    # ruleid: py.trust-boundary
    session[request.args["key"]] = "1"


def whole_form(request):
    # ruleid: py.trust-boundary
    request.session["profile"] = request.POST.dict()


def updated():
    # ruleid: py.trust-boundary
    session.update(request.get_json())


def grown():
    name = request.cookies.get("name", "")
    name = name.strip().lower()
    # ruleid: py.trust-boundary
    session.setdefault("name", name)


def from_a_table():
    # ok: py.trust-boundary
    session["language"] = LANGUAGES.get(request.args["lang"], "English")


def listed():
    language = request.args["lang"]
    if language not in LANGUAGES:
        raise ValueError(language)
    # ok: py.trust-boundary
    session["language"] = language


def logged_in():
    name = request.form["name"]
    if not check_login(name, request.form["password"]):
        raise PermissionError(name)
    # ok: py.trust-boundary
    session["user"] = name


def user_found():
    user = User.query.filter_by(name=request.form["name"]).first()
    # ok: py.trust-boundary
    session["user_id"] = user.id


def number():
    # ok: py.trust-boundary
    session["page"] = int(request.args["page"])


def constant():
    # ok: py.trust-boundary
    session["seen"] = True


def other_mapping(settings):
    # ok: py.trust-boundary
    settings["lang"] = request.args["lang"]


def as_number():
    # ok: py.trust-boundary
    session["page"] = int(request.form["page"])
    # ok: py.trust-boundary
    session["discount"] = DISCOUNTS[request.form["code"]]


from aiohttp_session import get_session


async def other_name(request):
    kept = await get_session(request)
    # ruleid: py.trust-boundary
    kept["role"] = (await request.json())["role"]


def beaker(request):
    kept = request.environ["beaker.session"]
    # ruleid: py.trust-boundary
    kept["role"] = request.forms.get("role")


def beaker_known(request):
    kept = request.environ["beaker.session"]
    # ok: py.trust-boundary
    kept["language"] = LANGUAGES.get(request.forms.get("language"))


def by_form(request):
    form = Preferences(request.POST)
    if form.is_valid():
        # ok: py.trust-boundary
        request.session["zone"] = form.cleaned_data["zone"]


ROLE_KEY = "role"


def named_by_constant():
    # ruleid: py.trust-boundary
    session[ROLE_KEY] = request.form["role"]


def merged(request):
    # ruleid: py.trust-boundary
    request.session |= request.json_body


def into_a_list():
    # ruleid: py.trust-boundary
    session["roles"].append(request.form["role"])
    # ok: py.trust-boundary
    session["seen"].append(int(request.form["item"]))


def into_a_new_list():
    # ruleid: py.trust-boundary
    session.setdefault("roles", []).append(request.form["role"])


def into_a_field():
    # ruleid: py.trust-boundary
    session["user"]["tenant"] = request.headers["X-Tenant"]


class Handler:
    def post(self):
        # ruleid: py.trust-boundary
        self.set_secure_cookie("role", self.get_body_argument("role"))

    def put(self):
        # ok: py.trust-boundary
        self.set_secure_cookie("page", str(int(self.get_argument("page"))))


def signed(request, response):
    # ruleid: py.trust-boundary
    response.set_signed_cookie("plan", request.POST["plan"])
    # ok: py.trust-boundary
    response.set_signed_cookie("plan", PLANS[request.POST["plan"]])


def pyramid_view(request):
    kept = request.session
    # ruleid: py.trust-boundary
    kept["level"] = request.json_body["level"]


def database(request, db_session):
    # ok: py.trust-boundary
    db_session["level"] = request.json_body["level"]
    # ok: py.trust-boundary
    session.permanent = request.form["remember"]


from django.shortcuts import get_object_or_404
from flask import Flask, session as kept_session


def several():
    for name in ("role", "org"):
        # ruleid: py.trust-boundary
        kept_session[name] = request.args[name]


def found(request):
    product = get_object_or_404(Product, pk=request.POST["product"])
    # ok: py.trust-boundary
    request.session["last"] = product.sku
