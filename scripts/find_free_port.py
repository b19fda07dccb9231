"""Prints the first port from the given one on which nothing listens on this machine."""

import socket
import sys


def free(port: int) -> bool:
    """Whether a server could listen there."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def main() -> int:
    """Exit status 2 where the first port is no port, 1 where none of the next hundred is free."""
    try:
        first = int(sys.argv[1])
        if not 1 <= first <= 65_535:
            raise ValueError
    except (IndexError, ValueError):
        print("PORT is a whole number from 1 to 65535", file=sys.stderr)
        return 2
    for port in range(first, min(first + 100, 65_536)):
        if free(port):
            print(port)
            return 0
    print(f"no port from {first} on is free on this machine", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
