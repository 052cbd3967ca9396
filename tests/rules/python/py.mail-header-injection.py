import smtplib
from email.message import EmailMessage

from flask import request

SUBJECTS = {"order": "Your order", "bill": "Your bill"}


def contact():
    text = f"From: shop@shop.example\nSubject: {request.form['subject']}\n\n{request.form['text']}"
    with smtplib.SMTP("localhost") as server:
        # ruleid: py.mail-header-injection
        server.sendmail("shop@shop.example", "help@shop.example", text)


def added():
    server = smtplib.SMTP("localhost")
    # ruleid: py.mail-header-injection
    server.sendmail("shop@shop.example", "help@shop.example", "Subject: " + request.form["subject"] + "\n\nHello")


def formatted():
    server = smtplib.SMTP("localhost")
    text = "Reply-To: %s\n\nHello" % request.form["mail"]
    # ruleid: py.mail-header-injection
    server.sendmail("shop@shop.example", "help@shop.example", text)


def with_message():
    message = EmailMessage()
    message["Subject"] = request.form["subject"]
    message.set_content(request.form["text"])
    with smtplib.SMTP("localhost") as server:
        # ok: py.mail-header-injection
        server.send_message(message)


def only_the_body():
    text = f"Subject: Contact\n\n{request.form['text']}"
    with smtplib.SMTP("localhost") as server:
        # ok: py.mail-header-injection
        server.sendmail("shop@shop.example", "help@shop.example", text)


def one_line():
    subject = request.form["subject"].replace("\n", " ").replace("\r", " ")
    with smtplib.SMTP("localhost") as server:
        # ok: py.mail-header-injection
        server.sendmail("shop@shop.example", "help@shop.example", f"Subject: {subject}\n\nHello")


def from_a_table():
    subject = SUBJECTS[request.form["kind"]]
    with smtplib.SMTP("localhost") as server:
        # ok: py.mail-header-injection
        server.sendmail("shop@shop.example", "help@shop.example", f"Subject: {subject}\n\nHello")
