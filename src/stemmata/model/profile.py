"""Who an export is for.

internal   everything: for the team itself, kept as the case is kept
partner    without what leads to those who work on the case, or to who handed material over
public     only what is known to be harmless: a noun or a field that nobody thought of stays inside
"""

from enum import StrEnum


class Profile(StrEnum):
    INTERNAL = "internal"
    PARTNER = "partner"
    PUBLIC = "public"
