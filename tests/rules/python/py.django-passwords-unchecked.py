import os

# ruleid: py.django-passwords-unchecked
AUTH_PASSWORD_VALIDATORS = []
# ok: py.django-passwords-unchecked
AUTH_PASSWORD_VALIDATORS = [{"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"}]
# ok: py.django-passwords-unchecked
AUTHENTICATION_BACKENDS = []
# ok: py.django-passwords-unchecked
AUTH_PASSWORD_VALIDATORS = validators()

if os.environ.get("STAGE") == "one":
    # ruleid: py.django-passwords-unchecked
    AUTH_PASSWORD_VALIDATORS = []


class Settings:
    # ruleid: py.django-passwords-unchecked
    AUTH_PASSWORD_VALIDATORS = []
