"""The domain: one Django app a bounded context, each with its own pages. Later contexts may use earlier ones."""
