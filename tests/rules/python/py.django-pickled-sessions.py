import os

# ruleid: py.django-pickled-sessions
SESSION_SERIALIZER = "django.contrib.sessions.serializers.PickleSerializer"
# ruleid: py.django-pickled-sessions
SESSION_SERIALIZER = 'django.contrib.sessions.serializers.PickleSerializer'
# ok: py.django-pickled-sessions
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
# ok: py.django-pickled-sessions
SESSION_SERIALIZER = os.environ["SERIALIZER"]
# ok: py.django-pickled-sessions
CACHE_SERIALIZER = "shop.cache.Serializer"


class Settings:
    # ruleid: py.django-pickled-sessions
    SESSION_SERIALIZER = "shop.sessions.PickleSerializer"
