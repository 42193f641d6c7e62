"""Taguette projects made here, with the tables of Taguette 1.5.2 and its way of counting."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from html import escape
from html.parser import HTMLParser

TABLES = """
CREATE TABLE users (login VARCHAR(30) PRIMARY KEY, created DATETIME NOT NULL);
CREATE TABLE projects (id INTEGER PRIMARY KEY, name VARCHAR(200) NOT NULL, description TEXT NOT NULL, created DATETIME);
CREATE TABLE documents (id INTEGER PRIMARY KEY, name VARCHAR(200) NOT NULL, description TEXT NOT NULL,
  filename VARCHAR(200) NOT NULL, created DATETIME, project_id INTEGER NOT NULL, text_direction VARCHAR(13) NOT NULL,
  contents TEXT NOT NULL);
CREATE TABLE highlights (id INTEGER PRIMARY KEY, document_id INTEGER NOT NULL, start_offset INTEGER NOT NULL,
  end_offset INTEGER NOT NULL, snippet TEXT NOT NULL);
CREATE TABLE tags (id INTEGER PRIMARY KEY, project_id INTEGER NOT NULL, path VARCHAR(200) NOT NULL,
  description TEXT NOT NULL);
CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER, PRIMARY KEY (highlight_id, tag_id));
CREATE TABLE commands (id INTEGER PRIMARY KEY, date DATETIME NOT NULL, user_login VARCHAR(30) NOT NULL,
  project_id INTEGER NOT NULL, document_id INTEGER, payload TEXT NOT NULL);
"""
WHEN = "2026-03-04 05:06:07.000089"


class _Words(HTMLParser):
    """An independent account of what stands between tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words = ""

    def handle_data(self, data: str) -> None:
        self.words += data


def counted(html: str) -> str:
    parser = _Words()
    parser.feed(html)
    parser.close()
    return parser.words


class Project:
    """Writes a project row by row."""

    def __init__(self, path, *names: str) -> None:
        self.path = path
        self.run(TABLES)
        for number, name in enumerate(names or ("Night care",), start=1):
            self.add("projects", number, name, "About nights", WHEN)

    def run(self, script: str) -> None:
        with closing(sqlite3.connect(self.path)) as database, database:
            database.executescript(script)

    def add(self, table: str, *values: object) -> None:
        with closing(sqlite3.connect(self.path)) as database, database:
            database.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)

    def document(self, number: int, html: str, name: str = "Group 1", project: int = 1) -> None:
        self.add("documents", number, name, "", "g.html", WHEN, project, "LEFT_TO_RIGHT", html)

    def tag(self, number: int, path: str, description: str = "", project: int = 1) -> None:
        self.add("tags", number, project, path, description)

    def highlight(self, number, document, start, end, snippet, *tags, by="admin") -> None:
        self.add("highlights", number, document, start, end, snippet)
        for tag in tags:
            self.add("highlight_tags", number, tag)
        said = {"type": "highlight_add", "highlight_id": number, "tags": list(tags)}
        self.add("commands", None, WHEN, by, 1, document, json.dumps(said))

    def mark(self, number: int, document: int, html: str, words: str, *tags: int, by: str = "admin") -> None:
        """Highlight words where they first stand between the tags, counted in bytes."""
        text = counted(html)
        start = len(text[: text.index(words)].encode())
        self.highlight(number, document, start, start + len(words.encode()), escape(words, quote=False), *tags, by=by)
