"""How often somebody tries, or asks → how long they wait. In memory: one process serves a team.

Nobody is locked out by others: failures at an account from elsewhere only slow down logins from places where its owner
was never logged in, by seconds; it is the pair of account and address that waits for minutes.
"""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

import msgspec

_MOST_KEYS = 20_000
"""What is remembered is bounded: the least recent is forgotten first."""
_FORGET_SECONDS = 3600.0


class Policy(msgspec.Struct, frozen=True):
    """So many failures are free; then the wait doubles from the first to the longest, in seconds."""

    free: int
    first: float
    longest: float

    def wait_after(self, failures: int) -> float:
        """Return how long to wait after so many failures.

        >>> [Policy(2, 1.0, 5.0).wait_after(count) for count in (2, 3, 4, 5, 6)]
        [0.0, 1.0, 2.0, 4.0, 5.0]
        """
        doublings = failures - self.free - 1
        return 0.0 if doublings < 0 else min(self.first * 2.0 ** min(doublings, 30), self.longest)


PAIR = Policy(free=4, first=2.0, longest=900.0)
ACCOUNT = Policy(free=20, first=1.0, longest=30.0)
ADDRESS = Policy(free=40, first=1.0, longest=60.0)


class Attempt(msgspec.Struct, frozen=True):
    """What failures are counted at: who is tried, from where, and whether that person was logged in there before."""

    account: str
    address: str
    is_known_place: bool = False

    def counted(self) -> tuple[tuple[tuple[str, ...], Policy], ...]:
        """Return the keys that this attempt counts at."""
        place = network_of(self.address)
        keys = ((("pair", self.account, place), PAIR), (("address", place), ADDRESS))
        return keys if self.is_known_place else (*keys, (("account", self.account), ACCOUNT))


class Attempts:
    """Failed logins by account and address."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures: OrderedDict[tuple[str, ...], tuple[int, float]] = OrderedDict()

    def begin(self, attempt: Attempt) -> float:
        """Return how long to wait before trying; 0.0 counts the attempt as failed until `succeeded` says otherwise.

        Counted before, so that many attempts at once are not free.
        """
        now = self._clock()
        with self._lock:
            waits = [
                when + policy.wait_after(count) - now
                for key, policy in attempt.counted()
                for count, when in [self._failures.get(key, (0, 0.0))]
                if count
            ]
            longest = max(waits, default=0.0)
            if longest > 0:
                return longest
            for key, _policy in attempt.counted():
                self._count(key, now)
            return 0.0

    def succeeded(self, attempt: Attempt) -> None:
        """Forget the failures at the account; of the address, only this attempt."""
        with self._lock:
            for key, _policy in attempt.counted():
                count, when = self._failures.pop(key, (0, 0.0))
                if key[0] == "address" and count > 1:
                    self._failures[key] = (count - 1, when)

    def _count(self, key: tuple[str, ...], now: float) -> None:
        count, when = self._failures.pop(key, (0, now))
        self._failures[key] = (1 if now - when > _FORGET_SECONDS else count + 1, now)
        while len(self._failures) > _MOST_KEYS:
            self._failures.popitem(last=False)


class Allowance:
    """A bucket for each person or address, which fills again at a steady pace."""

    def __init__(
        self, *, burst: float, per_second: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._burst = burst
        self._per_second = per_second
        self._clock = clock
        self._lock = threading.Lock()
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str, amount: float = 1.0) -> float:
        """Take an amount and return 0.0, or return how many seconds it takes until that much is there."""
        now = self._clock()
        with self._lock:
            left, when = self._left.pop(key, (self._burst, now))
            left = min(self._burst, left + (now - when) * self._per_second)
            granted = left > 0  # what is in the bucket may be overdrawn once
            self._left[key] = (left - amount if granted else left, now)
            while len(self._left) > _MOST_KEYS:
                self._left.popitem(last=False)
            return 0.0 if granted else (1e-9 - left) / self._per_second + 1.0


def network_of(address: str) -> str:
    """Return what counts as one place: an IPv4 address, or the /64 network that one IPv6 subscriber has.

    >>> network_of("2001:db8::1"), network_of("192.0.2.7"), network_of("testclient")
    ('2001:db8::/64', '192.0.2.7', 'testclient')
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:100]
    if parsed.version == 6:
        mapped = parsed.ipv4_mapped
        return str(mapped) if mapped else str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
