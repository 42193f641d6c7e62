"""The site: settings, addresses, the home page and the command line."""
