"""Open data, dossiers, maps, static site, contents of packages: what leaves the case."""
