import os
import subprocess
import urllib.request

import requests
from transformers import AutoModel


def plugin(url):
    # ruleid: py.downloaded-code-run
    exec(requests.get(url, timeout=5).text)


def plugin_in_steps(url):
    code = requests.get(url, timeout=5).text
    # ruleid: py.downloaded-code-run
    exec(code)


def older(url):
    # ruleid: py.downloaded-code-run
    exec(urllib.request.urlopen(url).read())


def install():
    # ruleid: py.downloaded-code-run
    os.system("curl -fsSL https://get.shop.io/install.sh | sudo bash")


def install_again():
    # ruleid: py.downloaded-code-run
    subprocess.run("wget -qO- https://get.shop.io/install.sh | sh", shell=True, check=True)


def model():
    # ruleid: py.downloaded-code-run
    return AutoModel.from_pretrained("somebody/ranker", trust_remote_code=True)


def pinned():
    # ok: py.downloaded-code-run
    return AutoModel.from_pretrained("shop/ranker", revision="4f1c2a9")


def download(url):
    # ok: py.downloaded-code-run
    return requests.get(url, timeout=5).text


def fetch():
    # ok: py.downloaded-code-run
    subprocess.run(["curl", "-o", "data.json", "https://shop.io/data.json"], check=True)


def own(path):
    # ok: py.downloaded-code-run
    exec(compile(open(path).read(), path, "exec"))
