"""Files that a test loads go to a folder of its own."""

import pytest


@pytest.fixture(autouse=True)
def _files_of_their_own(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
