import os

# ruleid: py.django-sniffing-allowed
SECURE_CONTENT_TYPE_NOSNIFF = False
# ok: py.django-sniffing-allowed
SECURE_CONTENT_TYPE_NOSNIFF = True
# ok: py.django-sniffing-allowed
SECURE_CONTENT_TYPE_NOSNIFF = os.environ.get("NOSNIFF") != "off"
# ok: py.django-sniffing-allowed
SECURE_REFERRER_POLICY = False

if os.environ.get("STAGE") == "one":
    # ruleid: py.django-sniffing-allowed
    SECURE_CONTENT_TYPE_NOSNIFF = False


class Settings:
    # ruleid: py.django-sniffing-allowed
    SECURE_CONTENT_TYPE_NOSNIFF = False
