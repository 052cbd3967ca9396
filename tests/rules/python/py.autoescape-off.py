import jinja2
from flask import Flask
from jinja2 import Environment, select_autoescape

app = Flask(__name__)
# ruleid: py.autoescape-off
pages = jinja2.Environment(loader=LOADER, autoescape=False)
# ruleid: py.autoescape-off
mails = Environment(autoescape=False)
# ruleid: py.autoescape-off
app.jinja_env.autoescape = False
# ruleid: py.autoescape-off
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"autoescape": False}}]
# ok: py.autoescape-off
pages = jinja2.Environment(loader=LOADER, autoescape=True)
# ok: py.autoescape-off
pages = Environment(autoescape=select_autoescape())
# ok: py.autoescape-off
other = Grid(autoescape=False)
