"""Reads the catalogue that the supplier sends."""

import yaml

from api.money import Price

UNITS = {"eur": 100, "cent": 1}


def parse(stream) -> list[dict]:
    """Lamps as rows for the database; raises ValueError for a lamp that lacks a field."""
    document = yaml.load(stream, Loader=yaml.Loader)
    return [_row(lamp) for lamp in document.get("lamps", [])]


def settings(path: str) -> dict:
    with open(path, encoding="utf-8") as stream:
        return yaml.safe_load(stream) or {}


def _row(lamp: dict) -> dict:
    try:
        price = Price(round(float(lamp["price"]) * UNITS[lamp.get("unit", "eur")]))
        return {"number": int(lamp["number"]), "name": str(lamp["name"]), "price_cents": price.cents}
    except KeyError as error:
        raise ValueError(f"a lamp lacks {error}") from error
