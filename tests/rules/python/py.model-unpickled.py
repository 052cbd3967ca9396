import torch
from safetensors.torch import load_file


def weights(path):
    # ruleid: py.model-unpickled
    return torch.load(path)


def on_processor(path):
    # ruleid: py.model-unpickled
    return torch.load(path, map_location="cpu")


def into(model, path):
    # ruleid: py.model-unpickled
    model.load_state_dict(torch.load(path))


def safe(path):
    # ok: py.model-unpickled
    return torch.load(path, weights_only=True)


def spread(path, options):
    # ok: py.model-unpickled
    return torch.load(path, **options)


def other(path):
    # ok: py.model-unpickled
    return load_file(path)


def other_object(shop, path):
    # ok: py.model-unpickled
    return shop.load(path)
