"""Tables a team has loaded, checked and described."""
