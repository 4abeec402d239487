"""The answer in plain words for a terminal: whole sentences, never glued from fragments of other sentences."""

from collections.abc import Mapping

from stemmata.model.counted import counted


def _int(answer: Mapping[str, object], key: str) -> int:
    value = answer.get(key)
    return value if isinstance(value, int) else 0


def groups_words(answer: Mapping[str, object]) -> str:
    low, high = _int(answer, "groups_low"), _int(answer, "groups")
    if low != high:
        return f"{low:,}–{high:,} groups with no copying found"
    return f"{counted(high, 'group', 'groups')} with no copying found"


def answer_lines(answer: Mapping[str, object]) -> list[str]:
    """The first sentence and what it leaves open, in the terms of the design (roots are never called sources)."""
    files, footage, stories = _int(answer, "files"), _int(answer, "footage"), _int(answer, "stories")
    shown = _int(answer, "shown")
    if files == 0:
        return ["Nothing has been added. Add a folder; nothing in it will be changed."]
    so_far = "" if answer.get("complete") else "So far: "
    independent = f"{shown:,} shown independent" if shown >= 2 else "none shown independent"
    microphones = answer.get("microphones")
    lines = [
        f"{so_far}{counted(files, 'file', 'files')}: {counted(footage, 'group', 'groups')} of footage, "
        f"{counted(stories, 'story', 'stories')}; {groups_words(answer)}, {independent}.",
        "Copying that was not detected would make these numbers too high.",
    ]
    different = _int(answer, "different_bytes")
    details = []
    if different != files:
        details.append(f"{different:,} of the files differ in at least one byte")
    if _int(answer, "postings"):
        details.append(f"{counted(_int(answer, 'postings'), 'posting was', 'postings were')} read from exports")
    if _int(answer, "undecided"):
        details.append(f"{counted(_int(answer, 'undecided'), 'pair', 'pairs')} could not be told apart")
    if _int(answer, "same_place"):
        details.append(
            f"{counted(_int(answer, 'same_place'), 'pair shows', 'pairs show')} the same place, not the same footage"
        )
    if details:
        text = "; ".join(details)
        lines.append(text[0].upper() + text[1:] + ".")
    if dated := _int(answer, "dated_postings"):
        lines.append(
            f"{_int(answer, 'no_earlier'):,} of {counted(dated, 'dated post', 'dated posts')} of these have no earlier "
            f"relative in this case; posts of unknown time: {_int(answer, 'undated_postings'):,}."
        )
    if common := _int(answer, "not_searched"):
        lines.append(
            f"{counted(common, 'value', 'values')} of frames and details, shared by too many, "
            f"{'was' if common == 1 else 'were'} not searched: what only such a value connects was not compared."
        )
    if isinstance(microphones, dict):
        lines.append(_microphone_words(microphones, _int(answer, "events")))
    if isinstance(learned := answer.get("learned"), dict):
        lines.append(_model_words(learned))
    if not answer.get("complete"):
        lines.append("These numbers can still change: stemmata run goes on from here.")
    return lines


def _microphone_words(found: Mapping[str, object], events: int) -> str:
    recordings = _int(found, "recordings")
    if not found.get("looked"):
        return (
            f"Other microphones were not looked for: {recordings:,} recordings are more than 1,000; "
            "name some with stemmata sync."
        )
    heard = counted(events, "event was", "events were")
    return (
        f"Other microphones were looked for among {counted(recordings, 'recording', 'recordings')}: "
        f"{heard} heard by more than one. Another microphone is another recording, not another observer."
    )


def _model_words(learned: Mapping[str, object]) -> str:
    compared, established = _int(learned, "compared_only_for_it"), _int(learned, "established_among_them")
    return (
        f"Your model (sha256 {str(learned.get('model_sha256'))[:12]}) proposed "
        f"{counted(compared, 'pair', 'pairs')} that would not have been compared; "
        f"in {established:,} of them something was established, by comparing the pictures themselves."
    )
