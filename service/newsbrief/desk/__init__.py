"""The editor's desk: what its pages show. The routes are in `newsbrief.api.desk`."""
