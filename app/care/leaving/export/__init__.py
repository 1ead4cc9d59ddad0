"""Everything about a person as files to take along: a page to read, the plan for other systems, photos, files."""
