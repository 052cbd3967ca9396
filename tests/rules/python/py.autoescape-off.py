import jinja2
from jinja2 import Environment, FileSystemLoader, select_autoescape

# ruleid: py.autoescape-off
plain = jinja2.Environment(autoescape=False)
# ruleid: py.autoescape-off
pages = Environment(loader=FileSystemLoader("pages"), autoescape=False)
# ruleid: py.autoescape-off
mails = Environment(autoescape = False, trim_blocks=True)
# ok: py.autoescape-off
safe = Environment(loader=FileSystemLoader("pages"), autoescape=True)
# ok: py.autoescape-off
by_name = Environment(loader=FileSystemLoader("pages"), autoescape=select_autoescape())
# ok: py.autoescape-off
settings = Settings(autoescape=False)
