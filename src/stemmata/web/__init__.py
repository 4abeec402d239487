"""The investigator's workspace: server-rendered pages on loopback. Decides nothing; every number comes from the tables."""
