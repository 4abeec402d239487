"""From bytes to pictures, packets, sound and text. Its reducers run inside the worker; only `sniff` is for everyone."""
