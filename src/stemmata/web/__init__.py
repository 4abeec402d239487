"""The investigator's workspace: server-rendered pages on loopback. Decides nothing; numbers come from the tables."""
