import logging

log = logging.getLogger(__name__)


def login(user, password):
    # ruleid: py.secret-in-log
    log.info("login of %s with %s", user, password)


def refresh(session):
    # ruleid: py.secret-in-log
    log.debug(f"refreshed with {session.refresh_token}")


def pay(card_number, amount):
    # ruleid: py.secret-in-log
    logging.warning("card %s refused for %d", card_number, amount)


def old_style(password):
    # ruleid: py.secret-in-log
    log.info("password: %s" % password)


def joined(api_key):
    # ruleid: py.secret-in-log
    log.error("key " + api_key + " was refused")


def of_form(request):
    # ruleid: py.secret-in-log
    log.info("form %s", request.form["password"])


def user_only(user, password):
    # ok: py.secret-in-log
    log.info("login of %s, password given: %s", user, bool(password))


def count(tokens):
    # ok: py.secret-in-log
    log.debug("%d tokens used", len(tokens))


def changed(user):
    # ok: py.secret-in-log
    log.info("%s changed the password", user.id)


def masked(api_key):
    # ok: py.secret-in-log
    log.info("key %s", mask(api_key))


def word():
    # ok: py.secret-in-log
    log.info("reset of %s", "password")
