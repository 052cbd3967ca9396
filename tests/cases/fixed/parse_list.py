from types import SimpleNamespace

request = SimpleNamespace(args={"sizes": "[1, 2, 3]"})


def total():
    return sum(eval(request.args["sizes"]))


assert total() == 6
