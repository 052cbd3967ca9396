"""Routes of the shop: catalogue, cart, orders, invoices."""

import hashlib
import logging
import os
import subprocess
from pathlib import Path

from flask import Flask, abort, jsonify, render_template, request, send_file, session

from api import catalogue, db, payments
from api.money import Price

log = logging.getLogger(__name__)

INVOICES = Path(os.environ.get("LANTERN_INVOICES", "invoices")).resolve()
PICTURES = Path(os.environ.get("LANTERN_PICTURES", "pictures")).resolve()
SORTABLE = {"name": "name", "price": "price_cents", "newest": "added_at DESC"}
PAGE_SIZE = 24

app = Flask(__name__)
app.secret_key = os.environ["LANTERN_SECRET_KEY"]
app.config.update(
    SESSION_COOKIE_SECURE=True,
    SESSION_COOKIE_HTTPONLY=True,
    SESSION_COOKIE_SAMESITE="Lax",
    MAX_CONTENT_LENGTH=1024 * 1024,
)


def customer() -> int:
    """Number of the customer who is logged in; answers 401 to anybody else."""
    number = session.get("customer")
    if number is None:
        abort(401)
    return int(number)


@app.get("/lamps")
def lamps():
    order = SORTABLE.get(request.args.get("sort"), "name")
    page = max(int(request.args.get("page", "0")), 0)
    rows = db.connection().execute(
        f"SELECT number, name, price_cents FROM lamps ORDER BY {order} LIMIT ? OFFSET ?",
        (PAGE_SIZE, page * PAGE_SIZE),
    )
    return jsonify([dict(row) for row in rows])


@app.get("/lamps/search")
def search_lamps():
    term = request.args.get("q", "")
    sql = "SELECT number, name, price_cents FROM lamps"
    if term:
        sql += f" WHERE name LIKE '%{term}%'"
    rows = db.connection().execute(sql)
    return jsonify([dict(row) for row in rows])


@app.get("/lamps/<int:number>")
def lamp(number):
    row = db.connection().execute("SELECT * FROM lamps WHERE number = ?", (number,)).fetchone()
    if row is None:
        abort(404)
    return render_template("lamp.html", lamp=row, price=Price(row["price_cents"]))


@app.get("/lamps/<int:number>/picture")
def picture(number):
    path = PICTURES / f"{number}.webp"
    if not path.exists():
        abort(404)
    return send_file(path, mimetype="image/webp")


@app.post("/lamps/<int:number>/picture")
def upload_picture(number):
    if not session.get("staff"):
        abort(403)
    size = request.form.get("size", "800x800")
    source = PICTURES / f"upload-{number}.png"
    request.files["picture"].save(source)
    subprocess.run(f"convert {source} -resize {size} {PICTURES / str(number)}.webp", shell=True, check=True)
    return "", 204


@app.post("/lamps/<int:number>/thumbnail")
def thumbnail(number):
    if not session.get("staff"):
        abort(403)
    source = PICTURES / f"upload-{number}.png"
    width = request.form.get("width", "200")
    subprocess.run(["convert", str(source), "-resize", width, str(source.with_suffix(".thumb.webp"))], check=True)
    return "", 204


@app.post("/cart")
def add_to_cart():
    body = request.get_json()
    db.add_to_cart(customer(), int(body["lamp"]), int(body.get("amount", 1)))
    return jsonify({"items": db.cart_size(customer())}), 201


@app.post("/orders")
def place_order():
    number = db.order_from_cart(customer())
    url = payments.start(number, db.order_total(number))
    log.info("order %d placed by customer %d", number, customer())
    return jsonify({"order": number, "pay_at": url}), 201


@app.post("/orders/paid")
def order_paid():
    if not payments.is_genuine(request.get_data(), request.headers.get("X-Signature", "")):
        abort(400)
    db.mark_paid(int(request.get_json()["order"]))
    return "", 204


@app.get("/invoices/<int:number>")
def invoice(number):
    if not db.owns_order(customer(), number):
        abort(404)
    path = INVOICES / f"{number}.pdf"
    answer = send_file(path)
    answer.headers["X-Checksum"] = hashlib.md5(path.read_bytes()).hexdigest()
    return answer


@app.get("/terms")
def terms():
    document = request.args.get("document", "terms-of-sale.pdf")
    return send_file(os.path.join("documents", document))


@app.post("/catalogue")
def import_catalogue():
    if not session.get("staff"):
        abort(403)
    lamps = catalogue.parse(request.files["catalogue"].stream)
    db.replace_lamps(lamps)
    return jsonify({"lamps": len(lamps)})


@app.errorhandler(404)
def not_found(_error):
    return jsonify({"error": "not found"}), 404


if __name__ == "__main__":
    app.run(port=int(os.environ.get("LANTERN_PORT", "5000")), debug=True)
