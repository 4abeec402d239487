"""The door for a terminal: one file per verb. A verb parses, calls one room, prints, exits; nothing else."""
