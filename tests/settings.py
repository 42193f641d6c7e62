"""The site's own settings, in a home of their own, so that a test never touches somebody's data."""

import os
import tempfile

os.environ["EVENGROUND_HOME"] = tempfile.mkdtemp(prefix="evenground-tests-")
for name in ("EVENGROUND_DEMO", "EMAIL_URL"):
    os.environ.pop(name, None)

from evenground.site.settings import *
