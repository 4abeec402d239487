"""What must run for what: plans, cache keys, invalidation, resumption, progress, failures."""
