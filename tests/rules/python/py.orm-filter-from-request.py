from django.db.models import Q

FIELDS = ("state", "city")


def search(request):
    # ruleid: py.orm-filter-from-request
    return Order.objects.filter(**request.GET.dict())


def api(request):
    wanted = request.data
    # ruleid: py.orm-filter-from-request
    return User.objects.exclude(**wanted)


def combined(request):
    # ruleid: py.orm-filter-from-request
    return Order.objects.filter(Q(**request.query_params.dict()))


def one_field(request):
    lookup = {}
    lookup[request.GET["field"] + "__icontains"] = "x"
    # ok: py.orm-filter-from-request
    return Order.objects.filter(state=request.GET["state"])


def listed(request):
    wanted = {name: request.GET[name] for name in FIELDS if name in request.GET}
    # ok: py.orm-filter-from-request
    return Order.objects.filter(**wanted)


def named(request):
    wanted = {"state": request.GET["state"]}
    # ok: py.orm-filter-from-request
    return Order.objects.filter(**wanted)


def own(options):
    # ok: py.orm-filter-from-request
    return Order.objects.filter(**options)
