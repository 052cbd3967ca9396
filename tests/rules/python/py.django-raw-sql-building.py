from django.db.models.expressions import RawSQL


def by_name(name):
    # ruleid: py.django-raw-sql-building
    return User.objects.raw(f"SELECT * FROM users WHERE name = '{name}'")


def in_region(region):
    # ruleid: py.django-raw-sql-building
    return Sale.objects.all().extra(where=["region = '" + region + "'"])


def with_rank(queryset, word):
    # ruleid: py.django-raw-sql-building
    return queryset.annotate(rank=RawSQL("ts_rank(body, '%s')" % word, []))


def with_parameters(name):
    # ok: py.django-raw-sql-building
    return User.objects.raw("SELECT * FROM users WHERE name = %s", [name])


def extra_parameters(region):
    # ok: py.django-raw-sql-building
    return Sale.objects.all().extra(where=["region = %s"], params=[region])


def with_number(queryset, number: int):
    # ok: py.django-raw-sql-building
    return queryset.annotate(rank=RawSQL(f"rank + ({number})", []))


def raw_events(log, name):
    # ok: py.django-raw-sql-building
    return log.raw(f"name = '{name}'")
