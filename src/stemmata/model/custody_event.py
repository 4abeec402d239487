"""What happens to evidence, in the words of the Berkeley Protocol (OHCHR 2022, sections 153-155 and 167).

The word is the type of the entry that says it. `SECOND_SIGNATURE`: what one person alone may only propose.
"""

from enum import StrEnum


class CustodyEvent(StrEnum):
    COLLECT = "collect"
    RECEIVE = "receive"
    TRANSFER = "transfer"
    COPY = "copy"
    ANALYSE = "analyse"
    DERIVE = "derive"
    VIEW_SENSITIVE = "view-sensitive"
    REDACT = "redact"
    DISCLOSE = "disclose"
    DEACCESSION = "deaccession"
    CORRECT = "correct"


SECOND_SIGNATURE = frozenset({CustodyEvent.REDACT, CustodyEvent.DISCLOSE, CustodyEvent.DEACCESSION})
