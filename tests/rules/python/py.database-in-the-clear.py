import mysql.connector
import psycopg

# ruleid: py.database-in-the-clear
SHOP = "postgresql://shop@db.shop.io/shop?sslmode=disable"
# ok: py.database-in-the-clear
LOCAL = "postgresql://shop@localhost/shop?sslmode=disable"
# ok: py.database-in-the-clear
GOOD = "postgresql://shop@db.shop.io/shop?sslmode=verify-full"


def connect(password):
    # ruleid: py.database-in-the-clear
    return psycopg.connect(host="db.shop.io", user="shop", password=password, sslmode="disable")


def other(password):
    # ruleid: py.database-in-the-clear
    return mysql.connector.connect(host="db.shop.io", user="shop", password=password, ssl_disabled=True)


def checked(password):
    # ok: py.database-in-the-clear
    return psycopg.connect(host="db.shop.io", user="shop", password=password, sslmode="verify-full")


def near(password):
    # ok: py.database-in-the-clear
    return psycopg.connect(host="localhost", user="shop", password=password, sslmode="disable")


def default(password):
    # ok: py.database-in-the-clear
    return mysql.connector.connect(host="db.shop.io", user="shop", password=password)
