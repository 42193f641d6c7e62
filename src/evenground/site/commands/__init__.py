"""The commands of `evenground`, a file a subject. Whatever is heavy loads inside the command that needs it."""
