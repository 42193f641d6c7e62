"""Each test begins with a folder of its own and nobody having tried to sign in."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _files_of_their_own(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(autouse=True)
def _nobody_tried_before() -> None:
    """Sign-ins are counted, so that nobody can try passwords without end."""
    cache.clear()
