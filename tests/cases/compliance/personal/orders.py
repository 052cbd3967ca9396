import hashlib
import logging
import pickle

import requests
import structlog
from analytics import analytics, mixpanel
from flask import current_app, redirect, request

logger = logging.getLogger(__name__)
log = structlog.get_logger()


# finding: in-log
def register(user):
    logger.info("registered %s", user.email)
    return user.id


# finding: in-log
def login(form):
    email = form["email"]
    logger.warning(f"failed login for {email}")


# finding: in-log
def ship(order):
    logging.info("shipping to {} {}".format(order.customer.first_name, order.customer.last_name))


# finding: in-log
def verify(applicant):
    log.info("verified", ssn=applicant.ssn, step=2)


# finding: in-log
class Checkout:
    def pay(self, card_number, amount):
        self.logger.debug("charging " + card_number + " with " + str(amount))


# finding: in-log
def call_back(customer):
    current_app.logger.error("no answer at %s", customer["phone_number"])


# finding: in-log
def admit(patient):
    logger.info(
        "admitted patient",
        extra={"diagnosis": patient.diagnosis, "ward": patient.ward},
    )


# finding: in-log
def failed(request_data):
    try:
        book(request_data)
    except ValueError:
        logger.exception("booking failed for %(who)s", {"who": request_data.get("passport_number")})


# finding: in-log
def born(person):
    logger.info("dob=%s", person.date_of_birth.isoformat())


# finding: in-log
def transfer(account):
    logger.info("transfer to %s", account.iban)


# finding: in-log
async def invite(address_book):
    for contact in address_book:
        logger.info(f"inviting {contact.full_name!r} now")


# finding: in-log
def debug_card(card):
    print("card is", card.cvv)


# finding: in-log
def moved(member):
    logger.info("new address: %s", member.home_address.strip())


# finding: in-log
def welcome(user):
    logger.info("hello %s", user.get_full_name())


# finding: in-analytics
def signed_up(user):
    analytics.track(user.id, "signup", {"email": user.email, "plan": user.plan})


# finding: in-analytics
def profile(customer):
    mixpanel.people_set(customer.id, {"$phone": customer.phone_number})


# finding: in-analytics
def scope(user):
    sentry_sdk.set_user({"id": user.id, "email": user.email})


# finding: in-url
def look_up(email):
    return requests.get(f"https://crm.example.com/contacts?email={email}", timeout=5)


# finding: in-url
def find(customer):
    return requests.get("https://crm.example.com/find", params={"phone": customer.phone_number}, timeout=5)


# finding: in-url
def back(user):
    return redirect("/welcome?first_name=%s&step=2" % user.first_name)


# finding: in-url
def report(patient):
    url = "https://lab.example.com/results?ssn=" + patient.ssn
    return fetch(url)


# finding: in-storage
def remember(response, user):
    response.set_cookie("email", user.email, secure=True)


# finding: in-storage
def export(people):
    with open("people.txt", "w") as out:
        for person in people:
            out.write(person.social_security_number)


# finding: in-log
def audit(form):
    logger.info("tax id %s for order %s", form.cleaned_data["tax_id"], form.order_id)


# clean - an id is not personal by itself
def registered(user):
    logger.info("registered %s", user.id)


# clean - masked
def login_masked(user):
    logger.info("login of %s", mask_email(user.email))


# clean - hashed
def login_hashed(user):
    logger.info("login of %s", hashlib.sha256(user.email.encode()).hexdigest())


# clean - the last digits only
def paid(card):
    logger.info("paid with %s", card.card_number[-4:])


# clean - a flag about it
def state(user):
    logger.info("verified: %s", user.email_verified)


# clean - only whether it is there
def has(user):
    logger.info("has mail: %s", user.email is not None)


# clean - only how many
def many(emails):
    logger.info("%d recipients", len(emails))


# clean - the domain only
def domain(user):
    logger.info("domain %s", user.email.split("@")[1])


# clean - a word in the text, no value
def words():
    logger.info("no email given, phone_number missing")


# clean - a comment
def commented(user):
    # logger.info("registered %s", user.email)
    logger.info("registered")


# clean - in a string
def quoted():
    example = 'logger.info("registered %s", user.email)'
    return example


# clean - the body of a POST request
def send(email):
    return requests.post("https://crm.example.com/contacts", json={"email": email}, timeout=5)


# clean - the address of a support team
def contact():
    logger.info("write to %s", settings.SUPPORT_EMAIL)


# clean - the sender is a setting
def mail_settings(config):
    logger.info("sending as %s", config.default_from_email)


# clean - a function that sends
def notify(user, order):
    logger.info("mail sent: %s", send_confirmation_email(order.id))


# clean - a template's name
def template(user):
    logger.info("using %s", user.email_template)


# clean - a validator
def valid(email):
    logger.info("valid: %s", is_valid_email(email))


# clean - a message object
def sent(email):
    logger.info("sent %s with %d bytes", email.message_id, email.size)


# clean - a model of a phone
def device(phone):
    logger.info("device %s %s", phone.model, phone.os_version)


# clean - a column's name
def columns(frame):
    logger.info("columns %s", frame.email_column)


# clean - redacted
def redacted(patient):
    logger.info("patient %s", redact(patient.medical_history))


# clean - a token instead of the number
def tokenised(card):
    logger.info("card %s", card.card_number_token)


# clean - a masked form of it
def masked(card):
    logger.info("card %s", card.masked_card_number)


# clean - encrypted
def stored(user):
    out = open("users.bin", "wb")
    out.write(encrypt(user.ssn))


# clean - an error about it
def wrong(form):
    logger.info("errors: %s", form.email_errors)


# clean - no sink
def assign(user, form):
    user.email = form["email"]
    user.phone_number = form["phone_number"]
    return user


# clean - a decision
def choice(user):
    logger.info("channel: %s", "mail" if user.email else "post")


# clean - the name of a file
def upload(document):
    logger.info("stored %s", document.file_name)


# clean - a host's name
def connect(host):
    logger.info("connected to %s at %s", host.name, host.address)


# clean - login names are pseudonyms
def seen(user):
    logger.info("seen %s", user.username)


# clean - an id in the URL
def page(user):
    return requests.get(f"https://crm.example.com/contacts?id={user.id}", timeout=5)


# clean - only an event
def track(user):
    analytics.track(user.id, "signup", {"plan": user.plan})


# clean - a cookie with a session
def cookie(response, session):
    response.set_cookie("sid", session.token, secure=True)


# clean - a diagnosis of a program
def diagnose(fault):
    logger.info("diagnosis: %s", fault.diagnosis)


# clean - somebody said why and for how long
def declared(user):
    # omni: personal-data purpose="fraud investigation" retention=30d basis=legitimate-interest
    logger.info("order by %s", user.email)


# clean - somebody accepted it
def accepted(user):
    logger.info("order by %s", user.email)  # omni: ignore[personal-data.in-log] test system only


# clean - a number of notifications
def counted(stats):
    logger.info("sent %d, failed %d", stats.sent_email_count, stats.phone_number_errors)


# clean - math
def log_of(phone_number):
    return math.log(phone_number)


# clean - a request by its path
def served():
    logger.info("%s %s", request.method, request.path)


# clean - a comparison
def same(user, other):
    logger.info("same person: %s", user.email == other.email)


# clean - a card of a board
def moved_card(board):
    logger.info("card %s moved", board.card.title)


# clean - the kind of a number
def kinds(customer):
    logger.info("kind %s", customer.phone_number.type)
