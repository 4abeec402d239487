"""The forms that are recognised, by content and never by name alone. A new form is one file and one line here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from stemmata.intake import telegram
from stemmata.model.failure import Failure
from stemmata.model.posting import Posting
from stemmata.model.seams import Reducer


@dataclass(frozen=True, slots=True)
class PostingFailure:
    """One posting that could not be read, by its JSON pointer; the others go on."""

    pointer: str
    failure: Failure


class Reader(Protocol):
    """One form. `recognise` looks at the first bytes only; `reducer` runs in the worker on the whole raw object;
    `postings` makes values of what came back."""

    form: str
    reducer: Reducer

    def recognise(self, mime: str, head: bytes) -> bool: ...

    def postings(self, facts: Mapping[str, object], raw_object: str) -> "Iterator[Posting | PostingFailure]": ...


class TelegramDesktop:
    form = "Telegram Desktop export"
    reducer = telegram.POSTINGS

    def recognise(self, mime: str, head: bytes) -> bool:
        return mime == "application/json" and telegram.looks_like_export(head)

    def postings(self, facts: Mapping[str, object], raw_object: str) -> Iterator[Posting | PostingFailure]:
        yield from telegram.postings_from(facts, raw_object)
        for pointer, failure in telegram.failures_from(facts):
            yield PostingFailure(pointer, failure)


READERS: tuple[Reader, ...] = (TelegramDesktop(),)


def recognise(mime: str, head: bytes) -> Reader | None:
    return next((reader for reader in READERS if reader.recognise(mime, head)), None)
