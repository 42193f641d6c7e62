"""People, their organisations, and how they sign in. A person is distinct from their memberships."""
