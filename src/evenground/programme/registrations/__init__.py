"""A spreadsheet of registrations becomes people, organisations and teams, once somebody has looked it over."""
