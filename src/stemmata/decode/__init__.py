"""From bytes to pictures, packets, sound and text. Its reducers run inside the worker.

For everyone are `sniff` and what reads letters that are decoded already: `text.language_of`, `body.parts_of_post`.
"""
