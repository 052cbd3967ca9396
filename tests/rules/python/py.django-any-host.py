import os

# ruleid: py.django-any-host
ALLOWED_HOSTS = ["*"]
# ruleid: py.django-any-host
ALLOWED_HOSTS = ["shop.example", "*"]
# ruleid: py.django-any-host
ALLOWED_HOSTS += ["*"]
# ok: py.django-any-host
ALLOWED_HOSTS = ["shop.example", ".shop.example"]
# ok: py.django-any-host
ALLOWED_HOSTS = []
# ok: py.django-any-host
ALLOWED_HOSTS = os.environ["HOSTS"].split(",")
