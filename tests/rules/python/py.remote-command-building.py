import shlex

from fabric import Connection


def listing(client, folder):
    # ruleid: py.remote-command-building
    return client.exec_command(f"ls -l {folder}")


def restart(client, service: str):
    # ruleid: py.remote-command-building
    client.exec_command("systemctl restart " + service)


def disk(name):
    connection = Connection("host.example")
    # ruleid: py.remote-command-building
    return connection.run("df -h %s" % name).stdout


def quoted(client, folder):
    # ok: py.remote-command-building
    return client.exec_command(f"ls -l {shlex.quote(folder)}")


def number(client, lines: int):
    # ok: py.remote-command-building
    return client.exec_command(f"tail -n {lines} /var/log/app.log")


def whole(client, command):
    # ok: py.remote-command-building
    return client.exec_command(command)


def constant(client):
    # ok: py.remote-command-building
    return client.exec_command("uptime")
