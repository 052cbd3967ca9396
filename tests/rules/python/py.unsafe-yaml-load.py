from yaml import load
import yaml


def settings(stream):
    # ruleid: py.unsafe-yaml-load
    return yaml.load(stream, Loader=yaml.Loader)


def old_style(text):
    # ruleid: py.unsafe-yaml-load
    return yaml.load(text)


def positional(text):
    # ruleid: py.unsafe-yaml-load
    return yaml.load(text, yaml.UnsafeLoader)


def short(text):
    # ruleid: py.unsafe-yaml-load
    return yaml.unsafe_load(text)["servers"]


def full(path):
    # ruleid: py.unsafe-yaml-load
    return yaml.load(open(path), Loader=yaml.FullLoader)


def many(stream):
    # ruleid: py.unsafe-yaml-load
    return list(yaml.load_all(stream, Loader=yaml.Loader))


def safe(stream):
    # ok: py.unsafe-yaml-load
    return yaml.safe_load(stream)


def safe_loader(stream):
    # ok: py.unsafe-yaml-load
    return yaml.load(stream, Loader=yaml.SafeLoader)


def fast_safe_loader(stream):
    # ok: py.unsafe-yaml-load
    return yaml.load(stream, Loader=yaml.CSafeLoader)


def positional_safe(stream):
    # ok: py.unsafe-yaml-load
    return yaml.load(stream, yaml.SafeLoader)


def many_safe(stream):
    # ok: py.unsafe-yaml-load
    return list(yaml.safe_load_all(stream))


def other_library(path):
    from ruamel.yaml import YAML

    loader = YAML(typ="safe")
    # ok: py.unsafe-yaml-load
    return loader.load(path)


def other_unsafe(path):
    from ruamel.yaml import YAML

    # ruleid: py.unsafe-yaml-load
    loader = YAML(typ="unsafe")
    return loader.load(path)


def by_name(stream):
    # ruleid: py.unsafe-yaml-load
    return load(stream)


FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def fastest_safe_loader(stream):
    # ok: py.unsafe-yaml-load
    return yaml.load(stream, Loader=FAST)
