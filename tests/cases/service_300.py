"""Warehouse service: stock, deliveries and reports behind a small Flask API."""

import csv
import hashlib
import hmac
import io
import json
import logging
import os
import pickle
import random
import sqlite3
import subprocess
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta, timezone
from functools import wraps
from pathlib import Path

import requests
import yaml
from flask import Flask, abort, g, jsonify, make_response, redirect, request, send_file, url_for
from markupsafe import escape

log = logging.getLogger(__name__)

DATABASE = Path(os.environ.get("STOCK_DB", "stock.db"))
REPORTS = Path(os.environ.get("STOCK_REPORTS", "reports")).resolve()
SORTABLE = {"name": "name", "amount": "amount", "updated": "updated_at"}
CARRIERS = {
    "swift": "https://api.swift.example/v2",
    "snail": "https://snail.example/rest",
}
TIMEOUT_SECONDS = 5

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 2 * 1024 * 1024
app.config["SESSION_COOKIE_SECURE"] = False


@dataclass(frozen=True)
class Item:
    sku: str
    name: str
    amount: int
    shelf: str


@dataclass(frozen=True)
class Delivery:
    number: str
    sku: str
    amount: int
    expected: datetime


def connection() -> sqlite3.Connection:
    if "connection" not in g:
        g.connection = sqlite3.connect(DATABASE)
        g.connection.row_factory = sqlite3.Row
    return g.connection


@app.teardown_appcontext
def close_connection(_error):
    db = g.pop("connection", None)
    if db is not None:
        db.close()


def needs_key(view):
    @wraps(view)
    def checked(*args, **kwargs):
        given = request.headers.get("X-Api-Key", "")
        expected = os.environ["STOCK_API_KEY"]
        if not hmac.compare_digest(given, expected):
            abort(401)
        return view(*args, **kwargs)

    return checked


def item_from_row(row) -> Item:
    return Item(sku=row["sku"], name=row["name"], amount=row["amount"], shelf=row["shelf"])


@app.get("/items")
def list_items():
    order = SORTABLE.get(request.args.get("sort", "name"), "name")
    limit = min(int(request.args.get("limit", "50")), 200)
    rows = connection().execute(f"SELECT * FROM items ORDER BY {order} LIMIT ?", (limit,))
    return jsonify([asdict(item_from_row(row)) for row in rows])


@app.get("/items/search")
def search_items():
    term = request.args.get("q", "")
    rows = connection().execute("SELECT * FROM items WHERE name LIKE '%" + term + "%'")
    return jsonify([asdict(item_from_row(row)) for row in rows])


@app.get("/items/<sku>")
def show_item(sku):
    row = connection().execute("SELECT * FROM items WHERE sku = ?", (sku,)).fetchone()
    if row is None:
        abort(404)
    return jsonify(asdict(item_from_row(row)))


@app.post("/items")
@needs_key
def add_item():
    body = request.get_json()
    item = Item(str(body["sku"]), str(body["name"]), int(body.get("amount", 0)), str(body["shelf"]))
    with connection() as db:
        db.execute(
            "INSERT INTO items (sku, name, amount, shelf, updated_at) VALUES (?, ?, ?, ?, ?)",
            (item.sku, item.name, item.amount, item.shelf, datetime.now(timezone.utc).isoformat()),
        )
    return jsonify(asdict(item)), 201


@app.delete("/items/<sku>")
@needs_key
def remove_item(sku):
    with connection() as db:
        removed = db.execute("DELETE FROM items WHERE sku = ?", (sku,)).rowcount
    if not removed:
        abort(404)
    return "", 204


@app.get("/items/<sku>/card")
def item_card(sku):
    name = request.args.get("name", sku)
    return f"<article><h2>{name}</h2><p>{escape(sku)}</p></article>"


@app.get("/items/<sku>/label")
def item_label(sku):
    text = request.args.get("text", "")
    target = REPORTS / f"label-{hashlib.md5(sku.encode()).hexdigest()}.png"
    subprocess.run(["label-printer", "--text", text, "--out", str(target)], check=True, timeout=TIMEOUT_SECONDS)
    return send_file(target)


@app.post("/items/import")
@needs_key
def import_items():
    upload = request.files["table"]
    reader = csv.DictReader(io.TextIOWrapper(upload.stream, encoding="utf-8"))
    added = 0
    with connection() as db:
        for line in reader:
            db.execute(
                "INSERT OR REPLACE INTO items (sku, name, amount, shelf) VALUES (?, ?, ?, ?)",
                (line["sku"], line["name"], int(line["amount"]), line["shelf"]),
            )
            added += 1
    log.info("%d items imported", added)
    return jsonify({"added": added})


@app.post("/layout")
@needs_key
def change_layout():
    layout = yaml.load(request.get_data(), Loader=yaml.Loader)
    shelves = [str(shelf) for shelf in layout.get("shelves", [])]
    (REPORTS / "layout.json").write_text(json.dumps(shelves), encoding="utf-8")
    return jsonify({"shelves": len(shelves)})


@app.get("/reports/<name>")
@needs_key
def report(name):
    path = (REPORTS / name).resolve()
    if not path.is_relative_to(REPORTS):
        abort(404)
    return send_file(path, mimetype="text/csv")


@app.get("/reports/raw")
@needs_key
def raw_report():
    name = request.args["file"]
    with open(os.path.join(REPORTS, name), encoding="utf-8") as stream:
        return jsonify({"name": name, "lines": stream.read().splitlines()})


@app.post("/reports/convert")
@needs_key
def convert_report():
    source = request.form["source"]
    status = os.system(f"ssconvert {source} /var/reports/out.csv")
    return jsonify({"status": status})


@app.get("/deliveries")
def deliveries():
    since = datetime.now(timezone.utc) - timedelta(days=int(request.args.get("days", "7")))
    rows = connection().execute(
        "SELECT number, sku, amount, expected FROM deliveries WHERE expected > ? ORDER BY expected",
        (since.isoformat(),),
    )
    return jsonify([dict(row) for row in rows])


@app.get("/deliveries/<number>/track")
def track(number):
    base = CARRIERS.get(request.args.get("carrier", "swift"))
    if base is None:
        abort(400)
    answer = requests.get(f"{base}/parcels", params={"number": number}, timeout=TIMEOUT_SECONDS)
    answer.raise_for_status()
    return jsonify(answer.json())


@app.post("/deliveries/preview")
@needs_key
def preview_delivery():
    url = request.get_json()["url"]
    answer = requests.get(url, timeout=TIMEOUT_SECONDS)
    return jsonify({"status": answer.status_code, "size": len(answer.content)})


@app.post("/deliveries/notify")
@needs_key
def notify():
    body = request.get_json()
    answer = requests.post(
        "https://hooks.example/deliveries",
        json={"number": body["number"]},
        timeout=TIMEOUT_SECONDS,
        verify=False,
    )
    return jsonify({"ok": answer.ok})


@app.post("/deliveries/restore")
@needs_key
def restore_deliveries():
    rows = pickle.loads(request.get_data())
    with connection() as db:
        for row in rows:
            delivery = Delivery(row["number"], row["sku"], int(row["amount"]), row["expected"])
            db.execute(
                "INSERT INTO deliveries (number, sku, amount, expected) VALUES (?, ?, ?, ?)",
                (delivery.number, delivery.sku, delivery.amount, delivery.expected.isoformat()),
            )
    return jsonify({"restored": len(rows)})


@app.post("/pickers")
@needs_key
def add_picker():
    body = request.get_json()
    pin_token = "".join(random.choice("0123456789") for _ in range(8))
    with connection() as db:
        db.execute("INSERT INTO pickers (name, token) VALUES (?, ?)", (str(body["name"]), pin_token))
    return jsonify({"name": body["name"], "token": pin_token}), 201


@app.get("/leave")
def leave():
    target = request.args.get("next")
    if target:
        return redirect(target)
    return redirect(url_for("list_items"))


@app.get("/health")
def health():
    connection().execute("SELECT 1")
    answer = make_response(jsonify({"ok": True}))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@app.errorhandler(404)
def missing(_error):
    return jsonify({"error": "not found"}), 404


@app.errorhandler(sqlite3.Error)
def database_trouble(error):
    log.error("database: %s", error)
    return jsonify({"error": "database unavailable"}), 503


def main():
    logging.basicConfig(level=os.environ.get("STOCK_LOG", "INFO"))
    REPORTS.mkdir(parents=True, exist_ok=True)
    app.run(port=int(os.environ.get("STOCK_PORT", "8000")), debug=True)


if __name__ == "__main__":
    main()
