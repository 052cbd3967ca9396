import logging

from fastapi import HTTPException
from flask import Flask, jsonify

app = Flask(__name__)
log = logging.getLogger(__name__)


@app.post("/orders")
def order():
    try:
        return {"id": save()}
    except Exception as error:
        # ruleid: py.exception-in-response
        return jsonify({"error": str(error)}), 500


@app.post("/carts")
def cart():
    try:
        return {"id": save()}
    except Exception as e:
        # ruleid: py.exception-in-response
        return {"error": f"failed: {str(e)}"}, 500


@app.get("/carts")
def carts():
    try:
        return {"all": load()}
    except Exception as e:
        # ruleid: py.exception-in-response
        raise HTTPException(status_code=500, detail=str(e))


@app.post("/prices")
def price():
    try:
        return {"id": save()}
    except ValueError as error:
        # ok: py.exception-in-response
        return jsonify({"error": str(error)}), 400


@app.get("/prices")
def prices():
    try:
        return {"all": load()}
    except Exception as error:
        log.exception("prices: %s", str(error))
        # ok: py.exception-in-response
        return jsonify({"error": "try again"}), 500


def text_of():
    try:
        return save()
    except Exception as error:
        # ok: py.exception-in-response
        return str(error)
