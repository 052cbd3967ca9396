"""What services at an address that the user has set have in common, whatever they are asked for."""

import ipaddress
import re
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

_LONGEST_WAIT_SECONDS = 7 * 86_400.0


def is_on_this_machine(url: str) -> bool:
    """By the name of the host alone, which is not looked up. Raises ValueError for what is no URL."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def wait_seconds(retry_after: str, now: float) -> float:
    """Of `Retry-After` (RFC 9110, 10.2.3), a week at most: seconds or a date; 0 for neither. `now` as Unix time."""
    said = retry_after.strip()
    if re.fullmatch(r"\d+(\.\d+)?", said, re.ASCII):
        return min(float(said[:16]), _LONGEST_WAIT_SECONDS)
    try:
        return min(max(0.0, parsedate_to_datetime(said).timestamp() - now), _LONGEST_WAIT_SECONDS)
    except (ValueError, OverflowError):
        return 0.0
