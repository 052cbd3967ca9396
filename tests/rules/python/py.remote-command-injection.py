import shlex

import docker
import paramiko
from fabric import Connection
from flask import request

SERVICES = {"web": "nginx", "mail": "postfix"}
client = paramiko.SSHClient()


def restart():
    # ruleid: py.remote-command-injection
    client.exec_command("systemctl restart " + request.form["service"])


def listing():
    folder = request.args["folder"]
    command = f"ls -l {folder}"
    # ruleid: py.remote-command-injection
    _in, out, _err = client.exec_command(command, timeout=5)
    return out.read()


def with_fabric():
    with Connection("host.example") as connection:
        # ruleid: py.remote-command-injection
        return connection.run(f"df -h {request.args['disk']}").stdout


def in_a_container():
    container = docker.from_env().containers.get("worker")
    # ruleid: py.remote-command-injection
    return container.exec_run("cat /logs/%s" % request.args["name"]).output


def quoted():
    # ok: py.remote-command-injection
    client.exec_command("systemctl restart " + shlex.quote(request.form["service"]))


def from_a_table():
    # ok: py.remote-command-injection
    client.exec_command(f"systemctl restart {SERVICES[request.form['service']]}")


def constant():
    # ok: py.remote-command-injection
    client.exec_command("uptime")


def number():
    with Connection("host.example") as connection:
        # ok: py.remote-command-injection
        return connection.run(f"tail -n {int(request.args['lines'])} /var/log/app.log").stdout
