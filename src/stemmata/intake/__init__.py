"""One reader per form in which people hold material. Parsers of untrusted bytes run inside the worker."""
