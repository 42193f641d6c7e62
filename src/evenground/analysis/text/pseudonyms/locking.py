"""The file of a key, encrypted with a passphrase or a key file."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import tempfile
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Final

from evenground.analysis.errors import AnalysisError
from evenground.analysis.text.pseudonyms.key import Key, from_bytes, to_bytes

FORMAT: Final = "evenground-key"
VERSION: Final = 1
SHORTEST: Final = 12  # characters of a passphrase
# scrypt: 128 MiB and about half a second for each guess (RFC 7914; OWASP's first choice of 2023 for it).
SCRYPT: Final = {"n": 2**17, "r": 8, "p": 1}
_MOST: Final = {"n": 2**20, "r": 16, "p": 4}  # what a file from a stranger may make us spend
_SALT, _NONCE, _SECRET = 16, 12, 32  # bytes; AES-256
_LARGEST: Final = 512 * 2**20


class BadKey(AnalysisError):
    """A key that cannot be written or opened. The sentence never holds what is in it."""


def make_key_file(path: Path | str) -> None:
    """A new key file: 32 random bytes that only its owner can read. It opens what was written with it, so keep it apart.

    Raises
    ------
    BadKey
        If there is a file of that name already.
    """
    path = Path(path)
    if path.exists():
        raise BadKey(f"There is a file “{path.name}” already. It was left alone: choose another name.")
    _write(path, secrets.token_bytes(_SECRET))


def write_key(key: Key, path: Path | str, *, passphrase: str | None = None, key_file: Path | str | None = None) -> None:
    """Write a key, encrypted (AES-256-GCM), readable by its owner alone; a file that was there is replaced at one go.

    The secret comes from the passphrase by scrypt (n = 131,072, r = 8, p = 1, a new salt each time) or is the key file.

    Raises
    ------
    BadKey
        If neither or both are given, the passphrase is shorter than 12 characters, or the key file is no such file.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    header: dict[str, object] = {"format": FORMAT, "version": VERSION}
    if passphrase is not None and len(passphrase) < SHORTEST:
        raise BadKey(f"The passphrase is too short: take at least {SHORTEST} characters, such as four words.")
    salt = b"" if key_file is not None else secrets.token_bytes(_SALT)
    header |= {"secret": "key file"} if key_file is not None else {"secret": "scrypt", **SCRYPT, "salt": _text(salt)}
    secret = _secret(header, passphrase, key_file)
    nonce = secrets.token_bytes(_NONCE)
    sealed = AESGCM(secret).encrypt(nonce, to_bytes(key), _bound(header))
    content = json.dumps({**header, "nonce": _text(nonce), "sealed": _text(sealed)}, indent=1)
    _write(Path(path), content.encode())


def read_key(path: Path | str, *, passphrase: str | None = None, key_file: Path | str | None = None) -> Key:
    """Open a key.

    Raises
    ------
    BadKey
        If the passphrase or key file is wrong, or the file is missing, damaged, changed or of a newer version.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    path = Path(path)
    header = _header(path)
    nonce, sealed = header.pop("nonce"), header.pop("sealed")
    secret = _secret(header, passphrase, key_file)
    try:
        return from_bytes(AESGCM(secret).decrypt(_bytes(nonce), _bytes(sealed), _bound(header)))
    except InvalidTag:
        what = "The key file" if key_file is not None else "The passphrase"
        raise BadKey(f"{what} does not open “{path.name}”: it is another one, or the key was changed.") from None
    except (ValueError, KeyError, TypeError, AnalysisError):
        raise _damaged(path) from None


def _header(path: Path) -> dict[str, object]:
    try:
        if path.stat().st_size > _LARGEST:
            raise _damaged(path)
        header = json.loads(path.read_bytes())
    except OSError:
        raise BadKey(
            f"The key “{path.name}” cannot be opened. Check its name and folder, and that it is yours."
        ) from None
    except ValueError:
        raise _damaged(path) from None
    if not isinstance(header, dict) or header.get("format") != FORMAT or not {"nonce", "sealed"} <= header.keys():
        raise _damaged(path)
    if header.get("version") != VERSION:
        raise BadKey(f"The key “{path.name}” was written by a newer version of this program. Update it and try again.")
    return header


def _secret(header: dict[str, object], passphrase: str | None, key_file: Path | str | None) -> bytes:
    if (passphrase is None) == (key_file is None):
        raise BadKey("A key is locked with a passphrase or with a key file. Give one of them, not both.")
    if (header.get("secret") == "key file") != (key_file is not None):
        raise BadKey(f"This key is locked with a {'key file' if passphrase is not None else 'passphrase'}. Give that.")
    return _from_passphrase(header, passphrase) if passphrase is not None else _from_file(Path(key_file or ""))


def _from_passphrase(header: dict[str, object], passphrase: str) -> bytes:
    from unicodedata import normalize

    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    costs = {name: header.get(name) for name in SCRYPT}
    if any(not isinstance(cost, int) or not 1 <= cost <= _MOST[name] for name, cost in costs.items()):
        raise BadKey("The key was changed or is damaged. Use another copy of it.")
    try:
        derive = Scrypt(salt=_bytes(header.get("salt")), length=_SECRET, **costs)  # type: ignore[arg-type]
        # The same letters are typed composed on one machine and decomposed on another.
        return derive.derive(normalize("NFC", passphrase).encode("utf-8", "surrogatepass"))
    except (ValueError, TypeError):
        raise BadKey("The key was changed or is damaged. Use another copy of it.") from None


def _from_file(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError:
        raise BadKey(f"The key file “{path.name}” cannot be opened. Check its name and folder.") from None
    if len(content) != _SECRET:
        raise BadKey(f"“{path.name}” is no key file of this program: such a file has {_SECRET} bytes.")
    return content


def _write(path: Path, content: bytes) -> None:
    """At one go, and never readable by others, not even for a moment."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".key-")  # made with mode 0600
    except OSError:
        raise BadKey(f"“{path.name}” cannot be written in that folder. Choose another.") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise BadKey(f"“{path.name}” could not be written. Check that there is space, and try again.") from None


def _bound(header: dict[str, object]) -> bytes:
    """What stands around the secret part cannot be changed either."""
    return json.dumps(header, sort_keys=True).encode()


def _text(content: bytes) -> str:
    return b64encode(content).decode()


def _bytes(text: object) -> bytes:
    if not isinstance(text, str):
        raise TypeError("not text")
    return b64decode(text, validate=True)


def _damaged(path: Path) -> BadKey:
    return BadKey(f"“{path.name}” is no key of this program, or it is damaged. Use another copy of it.")
