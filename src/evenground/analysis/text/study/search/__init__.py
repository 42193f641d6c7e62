"""Full-text search over many documents, exact to the character."""

from evenground.analysis.text.study.search.finding import Found, Hit, search
from evenground.analysis.text.study.search.index import Index, index

__all__ = ["Found", "Hit", "Index", "index", "search"]
