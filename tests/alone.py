"""Runs a program where there is no network, and tells what it tried to send: `python alone.py FOLDER REPORT PROGRAM…`.

In a network namespace of its own the kernel counts every attempt, of whatever process in there and by whatever library:
connections and datagrams to the machine itself, and those to anywhere else, for which there is no route.
Where none may be made, the program runs as usual, and the report says so.
"""

import ctypes
import json
import os
import struct
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_SIOCSIFFLAGS, _UP, _RUNNING = 0x8914, 0x1, 0x40
_ATTEMPTS = {
    "snmp": ("Ip: OutRequests", "Ip: OutNoRoutes", "Tcp: ActiveOpens", "Udp: OutDatagrams"),
    "snmp6": ("Ip6OutRequests", "Ip6OutNoRoutes", "Udp6OutDatagrams"),
}


def main(folder: str, report: str, *command: str) -> int:
    is_alone = sys.platform == "linux" and _left_the_network()
    status = subprocess.run(command, cwd=folder, check=False).returncode
    said = {"alone": is_alone, "attempts": attempts() if is_alone else {}}
    Path(report).write_text(json.dumps(said), "utf-8")
    return status


def attempts() -> dict[str, int]:
    """What was counted in the namespace of this process, without what is zero."""
    counted: dict[str, int] = {}
    lines = Path("/proc/self/net/snmp").read_text("ascii").splitlines()
    for names, values in zip(lines[::2], lines[1::2], strict=True):
        kind, *titles = names.split()
        counted |= {f"{kind} {title}": int(value) for title, value in zip(titles, values.split()[1:], strict=True)}
    with suppress(FileNotFoundError):  # A kernel without IPv6.
        six = (line.split() for line in Path("/proc/self/net/snmp6").read_text("ascii").splitlines())
        counted |= {title: int(value) for title, value in six}
    wanted = (name for names in _ATTEMPTS.values() for name in names)
    return {name: counted[name] for name in wanted if counted.get(name)}


def _left_the_network() -> bool:
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.getuid(), os.getgid()
    if libc.unshare(_CLONE_NEWNET) != 0:
        if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
            return False
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    return _is_loopback_up()


def _is_loopback_up() -> bool:
    """Without an interface of its own, attempts over IPv6 fail before they are counted."""
    import fcntl
    import socket

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        try:
            fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", _UP | _RUNNING))
        except OSError:
            return False
    return True


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
