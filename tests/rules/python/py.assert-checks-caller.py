from flask import g, session
from flask_login import current_user


def change(order):
    # ruleid: py.assert-checks-caller
    assert order.owner_id == current_user.id
    return save(order)


def promote(request, member):
    # ruleid: py.assert-checks-caller
    assert request.user.role == "admin", "administrators only"
    return save(member)


def page():
    # ruleid: py.assert-checks-caller
    assert session["role"] == "admin"
    return "page"


def remove(user, order):
    # ruleid: py.assert-checks-caller
    assert user_can_delete(user, order)
    return delete(order)


def checked(order):
    # ok: py.assert-checks-caller
    if order.owner_id != current_user.id:
        raise PermissionError("not your order")
    return save(order)


def narrowed(user):
    # ok: py.assert-checks-caller
    assert user is not None
    return user.name


def positive(amount):
    # ok: py.assert-checks-caller
    assert amount > 0
    return amount


def kind(user):
    # ok: py.assert-checks-caller
    assert isinstance(user.id, int)
    return user


def test_owner(order, user):
    # ok: py.assert-checks-caller
    assert order.owner_id == user.id
