import subprocess

import asyncssh
import pysftp


async def connect(host):
    # ruleid: py.ssh-known-hosts-off
    return await asyncssh.connect(host, known_hosts=None)


def files(host):
    options = pysftp.CnOpts()
    # ruleid: py.ssh-known-hosts-off
    options.hostkeys = None
    return pysftp.Connection(host, cnopts=options)


def deploy(host):
    # ruleid: py.ssh-known-hosts-off
    subprocess.run(["ssh", "-o", "StrictHostKeyChecking=no", host, "deploy"], check=True)


def copy(path):
    # ruleid: py.ssh-known-hosts-off
    subprocess.check_call(["scp", "-oStrictHostKeyChecking=no", path, "backup:"])


async def checked(host):
    # ok: py.ssh-known-hosts-off
    return await asyncssh.connect(host, known_hosts="/etc/ssh/ssh_known_hosts")


async def default(host):
    # ok: py.ssh-known-hosts-off
    return await asyncssh.connect(host)


def deploy_checked(host):
    # ok: py.ssh-known-hosts-off
    subprocess.run(["ssh", "-o", "StrictHostKeyChecking=yes", host, "deploy"], check=True)


def known(host, keys):
    options = pysftp.CnOpts()
    # ok: py.ssh-known-hosts-off
    options.hostkeys = keys
    return pysftp.Connection(host, cnopts=options)
