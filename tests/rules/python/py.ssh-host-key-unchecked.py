import paramiko
from paramiko import AutoAddPolicy, SSHClient


def connect(host):
    client = paramiko.SSHClient()
    # ruleid: py.ssh-host-key-unchecked
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    client.connect(host)
    return client


def by_class():
    client = SSHClient()
    # ruleid: py.ssh-host-key-unchecked
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy)
    return client


def warned(client):
    # ruleid: py.ssh-host-key-unchecked
    client.set_missing_host_key_policy(paramiko.WarningPolicy())


def imported(client):
    # ruleid: py.ssh-host-key-unchecked
    client.set_missing_host_key_policy(AutoAddPolicy())


def known(client):
    client.load_system_host_keys()
    # ok: py.ssh-host-key-unchecked
    client.set_missing_host_key_policy(paramiko.RejectPolicy())


def given(client, policy):
    # ok: py.ssh-host-key-unchecked
    client.set_missing_host_key_policy(policy)


def own(client):
    # ok: py.ssh-host-key-unchecked
    client.set_missing_host_key_policy(AskTheUser())
