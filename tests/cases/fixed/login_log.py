import io
import logging
from types import SimpleNamespace

request = SimpleNamespace(form={"name": "ada"})
written = io.StringIO()
log = logging.getLogger("shop")
log.addHandler(logging.StreamHandler(written))


def failed():
    log.warning("login of %s failed", request.form["name"])


failed()
assert "ada" in written.getvalue()
