import imaplib
import smtplib
import ssl
from ftplib import FTP_TLS

CHECKED = ssl.create_default_context()


def mail(host):
    # ruleid: py.mail-tls-unchecked
    return smtplib.SMTP_SSL(host, 465)


def mail_later(host):
    server = smtplib.SMTP(host)
    # ruleid: py.mail-tls-unchecked
    server.starttls()
    return server


def send(host, message):
    with smtplib.SMTP(host, 587) as server:
        server.ehlo()
        # ruleid: py.mail-tls-unchecked
        server.starttls()
        server.send_message(message)


def read(host):
    # ruleid: py.mail-tls-unchecked
    return imaplib.IMAP4_SSL(host)


def files(host):
    # ruleid: py.mail-tls-unchecked
    return FTP_TLS(host)


def checked(host):
    # ok: py.mail-tls-unchecked
    return smtplib.SMTP_SSL(host, 465, context=ssl.create_default_context())


def checked_later(host):
    server = smtplib.SMTP(host)
    # ok: py.mail-tls-unchecked
    server.starttls(context=CHECKED)
    return server


def checked_read(host):
    # ok: py.mail-tls-unchecked
    return imaplib.IMAP4_SSL(host, ssl_context=CHECKED)


def spread(host, options):
    # ok: py.mail-tls-unchecked
    return smtplib.SMTP_SSL(host, **options)


def other(gateway):
    # ok: py.mail-tls-unchecked
    gateway.starttls()
