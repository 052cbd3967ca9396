import os

# ruleid: py.secret-with-fallback
SECRET_KEY = os.environ.get("SECRET_KEY", "dev-secret")
# ruleid: py.secret-with-fallback
PASSWORD = os.getenv("DB_PASSWORD", "postgres")
# ruleid: py.secret-with-fallback
JWT = os.getenv("JWT_SECRET") or "change-me"
# ok: py.secret-with-fallback
SECRET_KEY = os.environ["SECRET_KEY"]
# ok: py.secret-with-fallback
PASSWORD = os.getenv("DB_PASSWORD")
# ok: py.secret-with-fallback
TOKEN = os.environ.get("API_TOKEN", "")
# ok: py.secret-with-fallback
USER = os.environ.get("DB_USER", "postgres")
# ok: py.secret-with-fallback
SECRET_FILE = os.environ.get("SECRET_KEY_FILE", "/run/secrets/key")
# ok: py.secret-with-fallback
KEY = os.environ.get("SECRET_KEY", default_key())


def refused():
    # ok: py.secret-with-fallback
    key = os.environ.get("APP_SECRET_KEY", "insecure")
    if key == "insecure":
        raise SystemExit("APP_SECRET_KEY is not set")
    return key


def refused_start():
    # ok: py.secret-with-fallback
    key = os.getenv("SIGNING_KEY", "dev-signing")
    if not DEBUG and key.startswith("dev-"):
        raise SystemExit("SIGNING_KEY is not set")
    return key


def only_measured():
    # ruleid: py.secret-with-fallback
    key = os.environ.get("APP_SECRET_KEY", "insecure")
    if len(key) < 4:
        raise SystemExit("too short")
    return key


def set_for_others():
    # ruleid: py.secret-with-fallback
    os.environ.setdefault("APP_SECRET_KEY", "insecure")
