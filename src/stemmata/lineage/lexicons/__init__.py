"""Words of languages in which changes are named: data, one TOML file a language, each section with its source."""
