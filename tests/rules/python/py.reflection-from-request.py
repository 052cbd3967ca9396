from flask import request

ACTIONS = {"open": "open_order", "close": "close_order"}
SHOWN = ("name", "city")


def act(order):
    # ruleid: py.reflection-from-request
    return getattr(order, request.args["action"])()


def act_later(order):
    # ruleid: py.reflection-from-request
    action = getattr(order, request.form.get("action"))
    return action(order.number)


def by_name():
    # ruleid: py.reflection-from-request
    return globals()[request.args["function"]]()


def from_a_table(order):
    # ok: py.reflection-from-request
    return getattr(order, ACTIONS[request.args["action"]])()


def with_prefix(order):
    # ok: py.reflection-from-request
    return getattr(order, f"action_{request.args['action']}")()


def listed(order):
    name = request.args["action"]
    if name in ("open", "close"):
        # ok: py.reflection-from-request
        return getattr(order, name)()
    return None


def column(order):
    # ok: py.reflection-from-request
    return getattr(order, "name")
