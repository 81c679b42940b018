"""Under which address phones reach this machine."""

import socket
from urllib.parse import urlsplit

LOOPBACK = "127.0.0.1"
ANY = "0.0.0.0"
TEST_NET = "192.0.2.1"
"""An address nobody has; asking for the way to it sends nothing and tells which network is used."""


def lan_address() -> str:
    """Return the address under which phones on the same network reach this machine; without one, its own."""
    probe = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        probe.connect((TEST_NET, 9))
        return str(probe.getsockname()[0])
    except OSError:
        return LOOPBACK
    finally:
        probe.close()


def is_own(host: str) -> bool:
    """Return whether only this machine reaches itself by such a host."""
    return host == "localhost" or host.endswith(".localhost") or host == "::1" or host.startswith("127.")


def for_phones(host: str) -> str | None:
    """Return what phones type for a host and port that this machine was asked by; None if nothing works."""
    asked = urlsplit(f"//{host}")
    if not is_own(asked.hostname or "localhost"):
        return host
    here = lan_address()
    return None if is_own(here) else here + (f":{asked.port}" if asked.port else "")
