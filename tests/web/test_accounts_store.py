"""Accounts, passwords, sessions and limits of pace, without a page before them."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import Conflict, StorageError, UnknownName, UsageError
from toolkit.web.accounts import passwords, schema
from toolkit.web.accounts.audit import AuditLog, Entry
from toolkit.web.accounts.rates import ACCOUNT, PAIR, Allowance, Attempt, Attempts, Policy
from toolkit.web.accounts.sessions import Lifetimes, Sessions
from toolkit.web.accounts.store import LINK_SECONDS, Accounts

GOOD = "quatre chevaux nagent"


class Clock:
    """Goes when it is told to."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(tmp_path: Path, clock: Clock) -> Iterator[Accounts]:
    made = Accounts.open(tmp_path / "server.db")
    made.clock = clock
    yield made
    made.close()


# Accounts


def test_the_file_of_the_accounts_is_for_the_servers_user_alone(tmp_path: Path) -> None:
    Accounts.open(tmp_path / "new" / "server.db").close()
    mode = stat.S_IMODE((tmp_path / "new" / "server.db").stat().st_mode)
    assert mode == 0o600


def test_an_account_is_found_however_its_address_is_typed(accounts: Accounts) -> None:
    made = accounts.add(mail="Ana.Ruiz@CHU.example", name="Ana Ruiz")
    assert accounts.find("ana.ruiz@chu.EXAMPLE") == made
    assert accounts.find("ana.ruiz@chu.example.org") is None


@pytest.mark.parametrize(
    ("mail", "name"),
    [
        pytest.param("ANA@chu.example", "Somebody Else", id="same address in capitals"),
        pytest.param("other@chu.example", "ANA RUIZ", id="same name in capitals"),
        pytest.param("other@chu.example", " Ana  Ruiz ", id="same name, spaced"),
    ],
)
def test_nobody_takes_somebody_elses_name_or_address(accounts: Accounts, mail: str, name: str) -> None:
    first = accounts.add(mail="ana@chu.example", name="Ana Ruiz")
    accounts.change(first.id, is_open=False)
    with pytest.raises(Conflict):
        accounts.add(mail=mail, name=name)


@pytest.mark.parametrize(
    ("mail", "name"),
    [
        pytest.param("ana", "Ana", id="no address"),
        pytest.param("ana@", "Ana", id="half an address"),
        pytest.param("a b@chu.example", "Ana", id="space in the address"),
        pytest.param("<script>@chu.example", "Ana", id="markup"),
        pytest.param("ana@chu.example", "", id="no name"),
        pytest.param(
            "ana@chu.example", "boss@chu.example", id="name that consult.toml would take for an address"
        ),
    ],
)
def test_what_is_no_person_gets_no_account(accounts: Accounts, mail: str, name: str) -> None:
    with pytest.raises(UsageError):
        accounts.add(mail=mail, name=name)


@pytest.mark.parametrize("change", [{"is_open": False}, {"is_administrator": False}])
def test_the_last_administrator_stays(accounts: Accounts, change: dict[str, bool]) -> None:
    boss = accounts.add(mail="boss@chu.example", name="Boss", is_administrator=True)
    with pytest.raises(Conflict):
        accounts.change(boss.id, **change)
    assert accounts.get(boss.id) == boss
    accounts.add(mail="vice@chu.example", name="Vice", is_administrator=True)
    accounts.change(boss.id, **change)


def test_a_server_without_administrators_can_close_accounts(accounts: Accounts) -> None:
    ana = accounts.add(mail="ana@chu.example", name="Ana")
    assert not accounts.change(ana.id, is_open=False).is_open


def test_a_link_ends_when_used_replaced_or_old(accounts: Accounts, clock: Clock) -> None:
    ana = accounts.add(mail="ana@chu.example", name="Ana")
    replaced, token = accounts.invite(ana.id), accounts.invite(ana.id)
    assert accounts.invited(replaced) is None
    clock.now += LINK_SECONDS - 1
    assert accounts.invited(token) is not None
    clock.now += 1
    assert accounts.invited(token) is None
    used = accounts.invite(ana.id)
    accounts.accept_invitation(used, GOOD)
    with pytest.raises(UnknownName):
        accounts.accept_invitation(used, GOOD + "!")
    assert accounts.authenticate("ana@chu.example", GOOD) is not None


def test_the_database_holds_neither_passwords_nor_words_of_links(accounts: Accounts, tmp_path: Path) -> None:
    ana = accounts.add(mail="ana@chu.example", name="Ana")
    accounts.change_password(ana.id, GOOD)
    token = accounts.invite(ana.id)
    accounts.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("server.db*"))
    assert GOOD.encode() not in kept
    assert token.encode() not in kept
    assert b"$argon2id$" in kept


def test_a_hash_of_weaker_parameters_is_renewed_at_login(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = accounts.add(mail="ana@chu.example", name="Ana")
    accounts.change_password(ana.id, GOOD)
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=2, memory_cost=64, parallelism=1))
    assert accounts.authenticate("ana@chu.example", "wrong") is None
    assert accounts.authenticate("ana@chu.example", GOOD) is not None
    with accounts.database.reading() as connection:
        kept = connection.execute(sa.select(schema.account.c.password)).scalar_one()
    assert "t=2" in kept
    assert not passwords.is_outdated(kept)


def test_hashes_are_made_as_rfc_9106_recommends() -> None:
    kept = PasswordHasher().hash(GOOD)
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_database_of_a_newer_toolkit_is_left_alone(accounts: Accounts, tmp_path: Path) -> None:
    with accounts.database.writing() as connection:
        connection.execute(sa.update(schema.server_schema).values(version=99))
    with pytest.raises(StorageError, match="newer"):
        Accounts.open(tmp_path / "server.db")


def test_an_older_database_is_brought_up_to_date_or_left_whole(accounts: Accounts) -> None:
    accounts.add(mail="ana@chu.example", name="Ana")

    def fails(connection: sa.Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE half (x)")
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        schema.ensure_current(accounts.database, steps=(*schema.STEPS, fails))
    with accounts.database.reading() as connection:
        assert not sa.inspect(connection).has_table("half")
    schema.ensure_current(
        accounts.database,
        steps=(*schema.STEPS, lambda connection: connection.exec_driver_sql("CREATE TABLE more (x)")),
    )
    assert accounts.find("ana@chu.example") is not None


# Passwords


@pytest.mark.parametrize(
    "password",
    [
        "court",
        "onze lettre",
        "motdepasse1234",
        "MotDePasse!!2026",
        "P4ssw0rd1234",
        "azertyuiop12",
        "1234567890123",
        "aaaaaaaaaaaaaaaa",
        "Bienvenue2026!",
        "anaruiz202620",
        "Ruiz-Ana-chu-2026",
        "hopitalhopital",
        "x" * 257,
    ],
)
def test_weak_passwords_are_refused(password: str) -> None:
    with pytest.raises(UsageError):
        passwords.check_rules(password, mail="ana.ruiz@chu.example", name="Ana Ruiz")


@pytest.mark.parametrize(
    "password", [GOOD, "tYq8-xVpl-93kd", "été, neige & corail", "蛙飛びこむ水の音古池や芭蕉翁"]
)
def test_strong_passwords_are_taken(password: str) -> None:
    passwords.check_rules(password, mail="ana.ruiz@chu.example", name="Ana Ruiz")


@given(st.text(max_size=40))
def test_no_password_breaks_the_rules_themselves(password: str) -> None:
    try:
        passwords.check_rules(password, mail="ana@chu.example", name="Ana")
    except UsageError:
        return
    assert len(password) >= 12 or len(passwords._normal(password)) >= 12


def test_a_password_is_the_same_however_the_keyboard_composes_it() -> None:
    kept = passwords.hash_password("e\u0301te\u0301 a la plage")
    assert passwords.is_right(kept, "été a la plage")


def test_nobodys_password_is_checked_as_long_as_anybodys(monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []
    real = passwords._verified

    def counted(kept: str, password: str) -> bool:
        checked.append(kept)
        return real(kept, password)

    monkeypatch.setattr(passwords, "_verified", counted)
    assert not passwords.is_right("", GOOD)
    assert not passwords.is_right("", "the password of nobody")
    assert len(checked) == 2
    assert all(kept.startswith("$argon2id$") for kept in checked)


# Sessions


@pytest.fixture
def sessions(accounts: Accounts, clock: Clock) -> Sessions:
    accounts.add(mail="ana@chu.example", name="Ana")
    return Sessions(
        accounts.database, lifetimes=Lifetimes(idle_seconds=600, absolute_seconds=3600), clock=clock
    )


def _begin(sessions: Sessions) -> str:
    return sessions.begin(1, address="192.0.2.1", browser="Firefox")


def test_a_session_that_nobody_uses_ends(sessions: Sessions, clock: Clock) -> None:
    token = _begin(sessions)
    for _count in range(3):
        clock.now += 599
        assert sessions.find(token) is not None
    clock.now += 600
    assert sessions.find(token) is None


def test_a_session_ends_however_much_it_is_used(sessions: Sessions, clock: Clock) -> None:
    token = _begin(sessions)
    for _count in range(35):
        clock.now += 100
        assert sessions.find(token) is not None
    clock.now += 100
    assert sessions.find(token) is None
    assert sessions.of_account(1) == ()


def test_what_is_no_word_of_a_session_finds_none(sessions: Sessions) -> None:
    found = sessions.find(_begin(sessions))
    assert found is not None
    assert sessions.find(found[0].key) is None  # what the database holds opens nothing
    assert sessions.find("") is None


# Limits of pace


def test_waits_grow_and_end() -> None:
    waits = [PAIR.wait_after(count) for count in range(1, 20)]
    assert waits[:4] == [0.0] * 4
    assert waits == sorted(waits)
    assert waits[-1] == PAIR.longest


def test_attempts_at_once_are_counted_before_they_fail(clock: Clock) -> None:
    attempts = Attempts(clock=clock)
    attempt = Attempt(account="ana", address="192.0.2.1")
    assert [attempts.begin(attempt) for _count in range(PAIR.free + 1)] == [0.0] * (PAIR.free + 1)
    assert attempts.begin(attempt) > 0
    clock.now += PAIR.first
    assert attempts.begin(attempt) == 0.0


def test_a_right_password_forgets_the_wrong_ones(clock: Clock) -> None:
    attempts = Attempts(clock=clock)
    attempt = Attempt(account="ana", address="192.0.2.1")
    for _count in range(50):
        assert attempts.begin(attempt) == 0.0
        attempts.succeeded(attempt)


def _flood(attempts: Attempts, clock: Clock, *, account: str, hosts: int) -> None:
    for host in range(hosts):
        attempts.begin(Attempt(account=account, address=f"198.51.{host // 200}.{host % 200}"))
        clock.now += ACCOUNT.longest


def test_an_account_under_attack_from_everywhere_stays_open_to_its_owner(clock: Clock) -> None:
    attempts = Attempts(clock=clock)
    _flood(attempts, clock, account="ana", hosts=100)
    attempts.begin(Attempt(account="ana", address="203.0.113.5"))
    at_home = Attempt(account="ana", address="192.0.2.1", is_known_place=True)
    elsewhere = Attempt(account="ana", address="192.0.2.2")
    assert attempts.begin(at_home) == 0.0
    assert 0.0 < attempts.begin(elsewhere) <= ACCOUNT.longest


def test_an_address_that_tries_many_accounts_is_slowed_down_alone(clock: Clock) -> None:
    attempts = Attempts(clock=clock)
    for number in range(41):
        attempts.begin(Attempt(account=f"a{number}", address="198.51.100.1"))
    assert attempts.begin(Attempt(account="new", address="198.51.100.1")) > 0
    assert attempts.begin(Attempt(account="new", address="192.0.2.1")) == 0.0


def test_what_is_remembered_is_bounded(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.web.accounts.rates._MOST_KEYS", 30)
    attempts, allowance = Attempts(clock=clock), Allowance(burst=1, per_second=1, clock=clock)
    for number in range(200):
        attempts.begin(Attempt(account=str(number), address=f"198.51.100.{number}"))
        allowance.take(str(number))
    assert len(attempts._failures) <= 30
    assert len(allowance._left) <= 30


def test_an_allowance_fills_again(clock: Clock) -> None:
    allowance = Allowance(burst=3, per_second=0.5, clock=clock)
    assert [allowance.take("ana") for _count in range(3)] == [0.0] * 3
    assert allowance.take("ana") > 0
    assert allowance.take("ben") == 0.0
    clock.now += 2
    assert allowance.take("ana") == 0.0
    assert allowance.take("ana") > 0


@given(st.lists(st.floats(0, 1e9), max_size=20), st.integers(0, 10_000))
def test_no_wait_is_negative_or_endless(amounts: list[float], failures: int) -> None:
    allowance = Allowance(burst=10, per_second=1)
    assert all(0 <= allowance.take("x", amount) < 1e12 for amount in amounts)
    assert 0 <= Policy(3, 1.0, 60.0).wait_after(failures) <= 60.0


# The audit log


def _log(tmp_path: Path, **sizes: int) -> AuditLog:
    return AuditLog(tmp_path / "log" / "audit.jsonl", clock=lambda: "2026-11-24T12:00:00+00:00", **sizes)


def test_the_log_is_only_added_to_and_read_from_its_end(tmp_path: Path) -> None:
    log = _log(tmp_path)
    for number in range(3):
        log.write(Entry(act="login", subject=str(number)))
    assert [entry.subject for entry in log.entries()] == ["2", "1", "0"]
    assert stat.S_IMODE(log.path.stat().st_mode) == 0o600
    with log.path.open("ab") as file:
        file.write(b"{damaged\n")
    assert [entry.subject for entry in log.entries()] == ["2", "1", "0"]


def test_full_files_are_put_aside_and_the_oldest_dropped(tmp_path: Path) -> None:
    log = _log(tmp_path, file_bytes=300, files=2)
    for number in range(40):
        log.write(Entry(act="login", subject=str(number)))
    names = sorted(path.name for path in log.path.parent.iterdir())
    assert names == ["audit.jsonl", "audit.jsonl.1", "audit.jsonl.2", "audit.jsonl.lock"]
    subjects = [int(entry.subject) for entry in log.entries()]
    assert subjects == list(range(39, 39 - len(subjects), -1))
    assert all(path.stat().st_size <= 300 for path in log.path.parent.glob("audit.jsonl*"))


def test_what_people_bring_in_breaks_no_line_of_the_log(tmp_path: Path) -> None:
    log = _log(tmp_path)
    log.write(Entry(act="login", subject='evil\n{"act":"login","who":"boss"}\u2028"'))
    assert len(log.path.read_bytes().splitlines()) == 1
    assert len(list(log.entries())) == 1


def test_a_log_that_cannot_be_written_stops_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "log").write_text("a file where the folder should be")
    _log(tmp_path).write(Entry(act="login", subject="secret"))
    assert "audit log" in caplog.text
    assert "secret" not in caplog.text
