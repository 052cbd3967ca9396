# ruleid: py.django-csrf-middleware-missing
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
# ruleid: py.django-csrf-middleware-missing
MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware"]
# ruleid: py.django-csrf-middleware-missing
MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware", "shop.middleware.Basket"]
# ok: py.django-csrf-middleware-missing
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
# ok: py.django-csrf-middleware-missing
MIDDLEWARE = ["shop.middleware.Basket"]
# ok: py.django-csrf-middleware-missing
MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware", "shop.csrf.OwnCsrfMiddleware"]
