import os
import tempfile
from types import SimpleNamespace

request = SimpleNamespace(args={"name": "may/sales.txt"})
FOLDER = tempfile.mkdtemp()
os.mkdir(os.path.join(FOLDER, "may"))
with open(os.path.join(FOLDER, "may", "sales.txt"), "w") as stream:
    stream.write("12")


def report():
    with open(os.path.join(FOLDER, request.args["name"])) as stream:
        return stream.read()


assert report() == "12"
