import json

from shop.models import Order, User


def register(request):
    # ruleid: py.mass-assignment
    return User.objects.create(**request.POST.dict())


def api_register(request):
    fields = json.loads(request.body)
    # ruleid: py.mass-assignment
    return User.objects.create(**fields)


def change(request, number):
    # ruleid: py.mass-assignment
    Order.objects.filter(number=number).update(**request.data)


def named(request):
    # ok: py.mass-assignment
    return User.objects.create(name=request.POST["name"], mail=request.POST["mail"])


def validated(request):
    form = UserForm(request.POST)
    form.full_clean()
    # ok: py.mass-assignment
    return User.objects.create(**form.cleaned_data)


def chosen(request):
    fields = {key: request.POST[key] for key in ("name", "mail")}
    # ok: py.mass-assignment
    return User.objects.create(**fields)
