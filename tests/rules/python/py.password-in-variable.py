import os

# ruleid: py.password-in-variable
DB_PASSWORD = "tr0ub4dor&3"
# ruleid: py.password-in-variable
API_KEY = "9f8e7d6c5b4a39281706f5e4"
# ruleid: py.password-in-variable
smtp_password: str = "correct-horse"
# ok: py.password-in-variable
PASSWORD_FIELD = "password"
# ok: py.password-in-variable
TOKEN_URL = "https://id.example/oauth/token"
# ok: py.password-in-variable
API_KEY_HEADER = "X-Api-Key"
# ok: py.password-in-variable
token = "bearer"
# ok: py.password-in-variable
PASSWORD = ""
# ok: py.password-in-variable
password = "<password>"
# ok: py.password-in-variable
DB_PASSWORD = os.environ["SHOP_DB_PASSWORD"]
# ok: py.password-in-variable
password = "changeme"
# ok: py.password-in-variable
PASSWORD = "user_password"
# ok: py.password-in-variable
password = "Please enter your password"
# ok: py.password-in-variable
RESET_PASSWORD = "/accounts/reset/"
# ok: py.password-in-variable
api_key = "your-api-key-000000"
# ok: py.password-in-variable
secret = "projects/shop/secrets/database/versions/1"


class Settings:
    # ruleid: py.password-in-variable
    admin_password = "letmein"
    # ruleid: py.password-in-variable
    access_token: str = "1234567890abcdef1234567890abcdef"
    # ok: py.password-in-variable
    token: str = ""


class Client:
    def __init__(self):
        # ruleid: py.password-in-variable
        self.password = "opensesame"
        # ok: py.password-in-variable
        self.token = None


# ruleid: py.password-in-variable
def connect(host, user="shop", password="s3cr3t"):
    return host, user, password


# ok: py.password-in-variable
def join(host, user="shop", password=None):
    return host, user, password


# ok: py.password-in-variable
def open_page(path, token=""):
    return path, token
