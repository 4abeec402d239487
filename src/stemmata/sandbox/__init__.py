"""The worker: untrusted bytes go in as one open descriptor, bounded plain structures and arrays come out."""
