"""A module that a child loads longer than its parent waits before it looks up."""

import time

time.sleep(0.6)


def echo(payload: bytes) -> bytes:
    return payload
