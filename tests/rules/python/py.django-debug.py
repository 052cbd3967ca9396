import os

# ruleid: py.django-debug
DEBUG = True
# ok: py.django-debug
TEMPLATE_DEBUG = False

INSTALLED_APPS = ["django.contrib.admin", "shop"]

# ok: py.django-debug
USE_TZ = True

if os.environ.get("SHOP_STAGE") == "test":
    # ruleid: py.django-debug
    DEBUG = True

# ok: py.django-debug
DEBUG = False
# ok: py.django-debug
DEBUG = os.environ.get("DJANGO_DEBUG") == "1"
# ok: py.django-debug
DEBUG = os.environ.get("DJANGO_DEBUG", "0") == "1"
# ruleid: py.django-debug
DEBUG = os.environ.get("DJANGO_DEBUG", "True") == "True"
# ruleid: py.django-debug
DEBUG = os.environ.get("DJANGO_DEBUG", True)
# ruleid: py.django-debug
DEBUG = True

from django.conf import settings

# ruleid: py.django-debug
settings.configure(DEBUG=True, ROOT_URLCONF="shop.urls")
# ok: py.django-debug
settings.configure(DEBUG=False, ROOT_URLCONF="shop.urls")
