import os

import tornado.web
from fastapi import FastAPI
from starlette.applications import Starlette

# ruleid: py.app-debug
app = FastAPI(title="shop", debug=True)
# ruleid: py.app-debug
site = Starlette(debug=True, routes=[])
# ruleid: py.app-debug
old = tornado.web.Application([], debug=True)
# ok: py.app-debug
app = FastAPI(title="shop")
# ok: py.app-debug
app = FastAPI(debug=False)
# ok: py.app-debug
site = Starlette(debug=os.environ.get("DEBUG") == "1")
# ok: py.app-debug
log = Log(debug=True)


import tornado.web


# ruleid: py.app-debug
service = tornado.web.Application([], serve_traceback=True)
# ok: py.app-debug
quiet = tornado.web.Application([])


import os

# ruleid: py.app-debug
os.environ["FLASK_DEBUG"] = "1"
# ok: py.app-debug
os.environ["FLASK_DEBUG"] = "0"
