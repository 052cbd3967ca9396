import os

# ruleid: py.django-https-off
SECURE_SSL_REDIRECT = False
# ruleid: py.django-https-off
SECURE_HSTS_SECONDS = 0
# ruleid: py.django-https-off
SECURE_HSTS_SECONDS = 60
# ok: py.django-https-off
SECURE_SSL_REDIRECT = True
# ok: py.django-https-off
SECURE_HSTS_SECONDS = 31_536_000
# ok: py.django-https-off
SECURE_HSTS_SECONDS = int(os.environ["HSTS"])
# ok: py.django-https-off
SECURE_SSL_REDIRECT = os.environ.get("HTTPS") != "off"
