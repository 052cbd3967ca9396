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

# ruleid: py.django-debug
DEBUG = True
