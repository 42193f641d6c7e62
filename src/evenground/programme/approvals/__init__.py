"""What kind of project it is, its registration, and the sign-off of its evaluation plan."""
