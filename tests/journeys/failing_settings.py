"""The site's own settings, with addresses that fail for want of a page that does."""

from evenground.site.settings import *

ROOT_URLCONF = "tests.site.failing"
