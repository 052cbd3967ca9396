import subprocess
from types import SimpleNamespace

request = SimpleNamespace(args={"word": "hello"})


def say():
    word = request.args["word"]
    return subprocess.run(f"echo {word} there", shell=True, capture_output=True, text=True).stdout.strip()


assert say() == "hello there"
