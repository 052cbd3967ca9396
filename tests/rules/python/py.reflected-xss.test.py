import cherrypy
import flask
from cherrypy.test import helper

app = flask.Flask(__name__)


@app.get("/echo")
def echo():
    # ok: py.reflected-xss
    return "<p>" + flask.request.args["words"] + "</p>"


class EchoTest(helper.CPWebCase):
    @staticmethod
    def setup_server():
        class Root:
            @cherrypy.expose
            def index(self, words):
                # ok: py.reflected-xss
                return words

            @cherrypy.expose
            def setting(self, words):
                # ok: py.setting-from-request
                cherrypy.config.update({"tools.encode.encoding": words})

        cherrypy.tree.mount(Root())
