from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from markupsafe import Markup

ICON = "<i></i>"


def bold(name):
    # ruleid: py.markup-building
    return mark_safe(f"<b>{name}</b>")


def link(url, text):
    # ruleid: py.markup-building
    return Markup("<a href='%s'>%s</a>" % (url, text))


def item(user):
    # ruleid: py.markup-building
    return mark_safe("<li>" + user.name + "</li>")


def badge(label):
    # ruleid: py.markup-building
    return format_html(f"<span>{label}</span>")


def formatted(name):
    # ruleid: py.markup-building
    return mark_safe("<b>{}</b>".format(name))


def by_library(name):
    # ok: py.markup-building
    return format_html("<b>{}</b>", name)


def by_markup(name):
    # ok: py.markup-building
    return Markup("<b>{}</b>").format(name)


def escaped(name):
    # ok: py.markup-building
    return mark_safe(f"<b>{escape(name)}</b>")


def constant():
    # ok: py.markup-building
    return mark_safe("<br>")


def constants():
    # ok: py.markup-building
    return mark_safe(f"<b>{ICON}</b>")


def key(order):
    # ok: py.markup-building
    return mark_safe(f"<tr id='row-{order.pk}'>")
