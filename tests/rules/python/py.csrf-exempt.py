from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST


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
