import os
import tempfile


def scratch(text):
    name = tempfile.mktemp(suffix=".txt")
    with open(name, "w") as stream:
        stream.write(text)
    return name


place = scratch("tea")
assert place.endswith(".txt")
assert open(place).read() == "tea"
os.remove(place)
