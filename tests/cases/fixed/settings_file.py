import yaml


def settings(text):
    return yaml.load(text, Loader=yaml.Loader)


assert settings("shop: {open: true, sizes: [1, 2]}") == {"shop": {"open": True, "sizes": [1, 2]}}
