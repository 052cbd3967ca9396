import numpy as np
import torch
from celery import Celery

# ruleid: py.pickle-over-wire
app = Celery("shop", accept_content=["json", "pickle"])
# ok: py.pickle-over-wire
app = Celery("shop", accept_content=["json"])
# ruleid: py.pickle-over-wire
app.conf.task_serializer = "pickle"
# ok: py.pickle-over-wire
app.conf.task_serializer = "json"
# ruleid: py.pickle-over-wire
CELERY_ACCEPT_CONTENT = ["pickle"]


def receive(sock):
    # ruleid: py.pickle-over-wire
    return sock.recv_pyobj()


def table(path):
    # ruleid: py.pickle-over-wire
    return np.load(path, allow_pickle=True)


def weights(path):
    # ruleid: py.pickle-over-wire
    return torch.load(path, map_location="cpu", weights_only=False)


def plain_table(path):
    # ok: py.pickle-over-wire
    return np.load(path)


def closed_table(path):
    # ok: py.pickle-over-wire
    return np.load(path, allow_pickle=False)


def safe_weights(path):
    # ok: py.pickle-over-wire
    return torch.load(path, weights_only=True)


def receive_json(sock):
    # ok: py.pickle-over-wire
    return sock.recv_json()
