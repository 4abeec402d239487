"""One function per thing that a person or an importer asserts: the only writers to a log."""
