from paramiko import AutoAddPolicy
import paramiko


def connect(host):
    client = paramiko.SSHClient()
    # ruleid: py.ssh-host-key-unchecked
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    client.connect(host)


def connect_loudly(client, host):
    # ruleid: py.ssh-host-key-unchecked
    client.set_missing_host_key_policy(paramiko.WarningPolicy())
    client.connect(host)


def by_class(client):
    # ruleid: py.ssh-host-key-unchecked
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy)


def refused(client, host):
    client.load_system_host_keys()
    # ok: py.ssh-host-key-unchecked
    client.set_missing_host_key_policy(paramiko.RejectPolicy())
    client.connect(host)


def by_class_refused(client):
    # ok: py.ssh-host-key-unchecked
    client.set_missing_host_key_policy(paramiko.RejectPolicy)


def own_policy(client, policy):
    # ok: py.ssh-host-key-unchecked
    client.set_missing_host_key_policy(policy)


def by_name(client):
    # ruleid: py.ssh-host-key-unchecked
    client.set_missing_host_key_policy(AutoAddPolicy())
