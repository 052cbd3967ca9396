from django.urls import path
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from flask_wtf.csrf import CSRFProtect

csrf = CSRFProtect()


@csrf_exempt
# ruleid: py.csrf-exempt
def change_mail(request):
    return save(request)


@require_POST
@csrf_exempt
# ruleid: py.csrf-exempt
def delete_account(request):
    return remove(request)


@csrf_exempt
@require_POST
# ruleid: py.csrf-exempt
def transfer(request, number):
    return send(request, number)


@method_decorator(csrf_exempt, name="dispatch")
# ruleid: py.csrf-exempt
class Transfer(View):
    def post(self, request):
        return send(request, 1)


@csrf.exempt
# ruleid: py.csrf-exempt
def change_street():
    return save(None)


# ruleid: py.csrf-exempt
urlpatterns = [path("mail/", csrf_exempt(change_mail_view))]


@csrf_protect
# ok: py.csrf-exempt
def change_name(request):
    return save(request)


@require_POST
# ok: py.csrf-exempt
def change_city(request):
    return save(request)


# Signed by the sender, no cookies involved.
@csrf_exempt
# ok: py.csrf-exempt
def payment_webhook(request):
    return receive(request)


@method_decorator(require_POST, name="dispatch")
# ok: py.csrf-exempt
class Order(View):
    def post(self, request):
        return save(request)


@csrf_exempt
@require_GET
# ok: py.csrf-exempt
def timetable(request):
    return render(request, "timetable.html")


@csrf_exempt
@require_http_methods(["GET", "HEAD"])
# ok: py.csrf-exempt
def menu(request):
    return render(request, "menu.html")


@method_decorator(csrf_exempt, name="dispatch")
# ok: py.csrf-exempt
class OrderList(ListAPIView):
    serializer_class = OrderSerializer


@csrf_exempt
@require_http_methods(["GET", "POST"])
# ruleid: py.csrf-exempt
def newsletter(request):
    request.user.profile.subscribe()


def whole_blueprint(csrf, forms):
    # ruleid: py.csrf-exempt
    csrf.exempt(forms)


def machines(csrf, webhooks):
    # ok: py.csrf-exempt
    csrf.exempt(webhooks)
