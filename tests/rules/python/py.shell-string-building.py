import os
import shlex
import subprocess


def archive(folder):
    # ruleid: py.shell-string-building
    subprocess.run(f"tar -czf backup.tgz {folder}", shell=True, check=True)


def remove(path: str):
    # ruleid: py.shell-string-building
    os.system("rm -r " + path)


def count(pattern):
    # ruleid: py.shell-string-building
    return subprocess.check_output("grep -c %s log.txt" % pattern, shell=True)


def owner(path):
    # ruleid: py.shell-string-building
    return os.popen("stat -c %U {}".format(path)).read()


def arguments(folder):
    # ok: py.shell-string-building
    subprocess.run(["tar", "-czf", "backup.tgz", folder], check=True)


def constant():
    # ok: py.shell-string-building
    subprocess.run("ls | wc -l", shell=True, check=True)


def quoted(path):
    # ok: py.shell-string-building
    os.system("rm -r " + shlex.quote(path))


def quoted_before(path):
    path = shlex.quote(path)
    # ok: py.shell-string-building
    os.system(f"rm -r {path}")


def number(seconds: int):
    # ok: py.shell-string-building
    os.system(f"sleep {seconds}")


def in_two_steps(path):
    command = "gzip -9 {}".format(path)
    # ruleid: py.shell-string-building
    subprocess.check_call(command, shell=True)


def in_a_shell(path):
    # ruleid: py.shell-string-building
    subprocess.run(["bash", "-c", f"gzip {path}"], check=True)


def whole_command(command):
    # ok: py.shell-string-building
    subprocess.run(command, shell=True, check=True)
