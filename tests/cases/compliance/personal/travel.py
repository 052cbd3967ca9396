"""A travel agency's back office."""

import logging

from django.http import HttpResponseRedirect

LOG = logging.getLogger("travel")


# finding: in-log
class BookingView:
    def post(self, request):
        form = BookingForm(request.POST)
        if not form.is_valid():
            LOG.warning("rejected booking of %s: %s", request.POST.get("email"), form.errors)
            return render(request, "booking.html")


# finding: in-log
def import_passengers(rows):
    for number, row in enumerate(rows, start=1):
        try:
            Passenger.objects.create(**row)
        except IntegrityError as error:
            LOG.error("row %d: passenger %s %s exists: %s", number, row["last_name"], row["first_name"], error)


# finding: in-log
def check_in(passenger):
    LOG.debug("check-in: passport=%r", passenger.passport_number)


# finding: in-log
def refund(booking, amount):
    LOG.info(
        "refund of %.2f to card %s of booking %s",
        amount,
        booking.payment.card_number,
        booking.reference,
    )


# finding: in-log
def reset_password(user):
    token = make_token(user)
    LOG.info("password reset for " + user.email.lower() + " requested")
    send(user, token)


# finding: in-log
def notify_all(travellers):
    addresses = [traveller.email for traveller in travellers]
    LOG.info("sending to %s", ", ".join(traveller.email for traveller in travellers))
    deliver(addresses)


# finding: in-url
def confirm(request, booking):
    return HttpResponseRedirect("/confirm/?booking={}&email={}".format(booking.pk, booking.email))


# finding: in-url
def visa_status(client, traveller):
    response = client.get(
        "https://visa.example.org/status",
        params={
            "passport": traveller.passport_number,
            "country": traveller.country,
        },
    )
    return response.json()


# finding: in-analytics
def converted(customer, booking):
    posthog.capture(
        distinct_id=customer.pk,
        event="booked",
        properties={"total": booking.total, "phone": customer.phone},
    )


# finding: in-storage
def keep_for_next_time(response, traveller):
    response.set_cookie("traveller", f"{traveller.first_name}|{traveller.last_name}", max_age=31_536_000)


# clean - the reference of a booking
def cancel(booking):
    LOG.info("cancelled %s (%s)", booking.reference, booking.status)


# clean - a helper hides it
def contacted(traveller):
    LOG.info("contacted %s", anonymise(traveller.email))


# clean - the name of a hotel
def rooms(hotel):
    LOG.info("%s has %d rooms", hotel.name, hotel.rooms)


# clean - the kind of card
def charged(payment):
    LOG.info("charged a %s ending in %s", payment.card_brand, payment.card_last4)


# clean - a query of ids
def search(client, page):
    return client.get("https://visa.example.org/list", params={"page": page, "email_verified": True})


# clean - a database filter
def find(email):
    return User.objects.filter(email=email).first()


# clean - an argument that is logged elsewhere as an id
def lookup(email, audit):
    user = User.objects.get(email=email)
    audit.record("lookup", user.pk)
    LOG.info("found %s", user.pk)


# clean - rendered for the person
def mail(user):
    return render_to_string("mail.txt", {"email": user.email, "phone": user.phone_number})


# clean - the address of a server
def serve(address):
    LOG.info("listening on %s:%d", address.host, address.port)


# clean - the names of columns
def header(frame):
    LOG.info("columns: %s", [column for column in frame.columns if column != "email"])


# clean - the log level of a class named so
def level(phone_logger):
    phone_logger.info("starting")
    logging.getLogger("email").setLevel(logging.INFO)


# clean - hidden by a property
def shown(user):
    LOG.info("user %s", user.email_masked)


# clean - a domain is not a person
def delivered(message):
    LOG.info("delivered via %s", message.recipient_domain)
