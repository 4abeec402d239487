"""Postings: what somebody sent or published, as a platform's export or a saved page shows it."""

from dataclasses import dataclass, field

from stemmata.model.canonical import digest_of
from stemmata.model.interval import TimeInterval


@dataclass(frozen=True, slots=True)
class Forward:
    """What an export says a message was forwarded from. Telegram gives a name only: a weak lead, not a link."""

    name: str | None
    channel_id: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a posting names.

    `path` is relative to the folder of the export; None where the export left the file out, with the export's own
    sentence in `missing`.
    """

    path: str | None
    missing: str | None = None
    mime: str | None = None


@dataclass(frozen=True, slots=True)
class Posting:
    """One version of one posting, read from one raw object.

    `pointer` is an RFC 6901 JSON pointer into that object ("" for the whole of it). `text` is None where there is none
    or it is not known. `links` are addresses as written, never followed.
    """

    platform: str
    channel_id: str | None
    channel_name: str | None
    native_id: str | None
    raw_object: str
    pointer: str
    text: str | None
    posted_at: TimeInterval | None
    author_name: str | None = None
    author_id: str | None = None
    url: str | None = None
    edited_at: TimeInterval | None = None
    reply_to: str | None = None
    forwarded_from: Forward | None = None
    attachments: tuple[Attachment, ...] = field(default=())
    links: tuple[str, ...] = field(default=())
    reader: str = ""
    channel_kind: str | None = None
    """What the export calls the channel, such as public_channel or personal_chat."""

    @property
    def id(self) -> str:
        """Platform, channel and native id where all are known, else the place in the raw object (DESIGN section 5)."""
        if self.native_id is not None and self.channel_id is not None:
            return digest_of([self.platform, self.channel_id, self.native_id])
        return digest_of([self.platform, self.raw_object, self.pointer])
