import json
import pickle
import socket
import sys

import joblib
import requests


def receive(address):
    connection = socket.create_connection(address)
    data = connection.recv(4096)
    # ruleid: py.unpickled-foreign-data
    return pickle.loads(data)


def download(url):
    # ruleid: py.unpickled-foreign-data
    return pickle.loads(requests.get(url, timeout=5).content)


def named():
    # ruleid: py.unpickled-foreign-data
    return joblib.load(sys.argv[1])


def given():
    with open(sys.argv[1], "rb") as stream:
        # ruleid: py.unpickled-foreign-data
        return pickle.load(stream)


def receive_json(connection):
    # ok: py.unpickled-foreign-data
    return json.loads(connection.recv(4096))


def cached(path):
    with open(path, "rb") as stream:
        # ok: py.unpickled-foreign-data
        return pickle.load(stream)


def signed(connection, key):
    data = connection.recv(4096)
    if not signature_is_valid(key, data):
        raise ValueError
    # ok: py.unpickled-foreign-data
    return pickle.loads(data)


def own(rows):
    # ok: py.unpickled-foreign-data
    return pickle.loads(pickle.dumps(rows))
