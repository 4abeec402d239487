"""Object store, entries, logs, checkpoints, verification: bytes and statements that must not change."""
