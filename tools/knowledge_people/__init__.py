"""Makes the people side of the knowledge: offices, people, holders, elections, affiliations (see README.md)."""
