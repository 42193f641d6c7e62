"""The key's file: opened by its secret alone, and by nobody who changed it."""

from __future__ import annotations

import json

import pytest

from evenground.analysis.text.pseudonyms import (
    BadKey,
    Entry,
    apply,
    decide,
    make_key_file,
    read_key,
    suggest,
    write_key,
)

SECRET = "four words of mine"


@pytest.fixture(scope="module")
def key():
    documents = {"Jane Whittle.txt": "Jane Whittle of L8 7TX. Mr Kowalsky."}
    found = suggest(documents, roster=[Entry("Jane Whittle", also=("Whitters",))])
    return apply(documents, found, decide(found, documents)).key


@pytest.fixture(scope="module")
def locked(key, tmp_path_factory):
    path = tmp_path_factory.mktemp("keys") / "study.key"
    write_key(key, path, passphrase=SECRET)
    return path


def test_it_comes_back_whole(key, locked):
    assert read_key(locked, passphrase=SECRET) == key


def test_its_owner_alone_can_read_it_and_no_name_is_in_it(locked):
    assert locked.stat().st_mode & 0o777 == 0o600
    assert b"Whit" not in locked.read_bytes()
    assert [one.name for one in locked.parent.iterdir()] == [locked.name]


def test_the_same_key_is_never_sealed_alike(key, locked, tmp_path):
    write_key(key, tmp_path / "again.key", passphrase=SECRET)
    first, second = json.loads(locked.read_text()), json.loads((tmp_path / "again.key").read_text())
    assert not {first[name] for name in ("salt", "nonce", "sealed")} & {
        second[name] for name in ("salt", "nonce", "sealed")
    }


def test_a_key_file_opens_it_too(key, tmp_path):
    make_key_file(tmp_path / "secret")
    make_key_file(tmp_path / "another")
    write_key(key, tmp_path / "study.key", key_file=tmp_path / "secret")

    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600
    assert read_key(tmp_path / "study.key", key_file=tmp_path / "secret") == key
    with pytest.raises(BadKey, match="it is another one"):
        read_key(tmp_path / "study.key", key_file=tmp_path / "another")
    with pytest.raises(BadKey, match="locked with a key file"):
        read_key(tmp_path / "study.key", passphrase=SECRET)
    with pytest.raises(BadKey, match="left alone"):
        make_key_file(tmp_path / "secret")


def test_accents_typed_on_another_machine_open_it(key, tmp_path):
    write_key(key, tmp_path / "k", passphrase="caf\u00e9 au lait, merci")
    assert read_key(tmp_path / "k", passphrase="cafe\u0301 au lait, merci") == key


def test_a_wrong_passphrase_is_said(locked):
    with pytest.raises(BadKey, match="The passphrase does not open"):
        read_key(locked, passphrase=SECRET + "!")


@pytest.mark.parametrize("field", ["sealed", "nonce", "salt", "n", "r", "version", "format", "secret"])
def test_any_change_is_noticed(locked, tmp_path, field):
    content = json.loads(locked.read_text())
    value = content[field]
    content[field] = value // 2 if isinstance(value, int) else ("B" if value[0] == "A" else "A") + value[1:]
    (tmp_path / "k").write_text(json.dumps(content))
    with pytest.raises(BadKey):
        read_key(tmp_path / "k", passphrase=SECRET)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"format": "evenground-key", "version": 1, "nonce": 1, "sealed": 2}'],
)
def test_what_is_no_key_is_said(tmp_path, content):
    (tmp_path / "k").write_bytes(content)
    with pytest.raises(BadKey):
        read_key(tmp_path / "k", passphrase=SECRET)


def test_a_file_that_would_cost_all_memory_is_refused(locked, tmp_path):
    content = json.loads(locked.read_text()) | {"n": 2**30}
    (tmp_path / "k").write_text(json.dumps(content))
    with pytest.raises(BadKey, match="changed or is damaged"):
        read_key(tmp_path / "k", passphrase=SECRET)


def test_the_secret_must_be_one_and_long_enough(key, tmp_path):
    with pytest.raises(BadKey, match="at least 12 characters"):
        write_key(key, tmp_path / "k", passphrase="short")
    with pytest.raises(BadKey, match="Give one of them"):
        write_key(key, tmp_path / "k")
    with pytest.raises(BadKey, match="no key file of this program"):
        (tmp_path / "picture").write_bytes(b"GIF89a")
        write_key(key, tmp_path / "k", key_file=tmp_path / "picture")
    with pytest.raises(BadKey, match="cannot be written"):
        write_key(key, tmp_path / "nowhere" / "k", passphrase=SECRET)
    assert not (tmp_path / "k").exists()
