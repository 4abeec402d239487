"""The plan of an `add` in words: recognised, held already, missing, will not be read, room needed and free."""

from typing import TYPE_CHECKING

from stemmata.cli.terminal import size_words, time_words

if TYPE_CHECKING:
    from stemmata.intake.plan import Plan

MEDIA_WORDS = {"video": "films", "image": "stills", "audio": "sound files", "text": "texts", "other": "other files"}


def plan_lines(plan: "Plan") -> list[str]:
    kinds = ", ".join(
        f"{number:,} {MEDIA_WORDS.get(kind, kind)}" for kind, number in sorted(plan.by_media.items()) if number
    )
    lines = [f"Found {plan.files:,} files, {size_words(plan.bytes_total)}" + (f": {kinds}." if kinds else ".")]
    lines += [f"Recognised: {sentence}" for sentence in plan.recognised]
    if plan.same_name_and_size:
        lines.append(f"Held already, by name and size: {plan.same_name_and_size:,} (their bytes decide).")
    if plan.missing:
        lines.append(f"Missing: {plan.missing:,} files are named by an export and are not here.")
    if plan.unread:
        kinds = ", ".join(f"{number:,} × {mime}" for mime, number in sorted(plan.unread.items())[:6])
        lines.append(f"Kept, but not read: {kinds}.")
    lines.append(
        f"Room: {size_words(plan.bytes_needed)} needed, {size_words(plan.bytes_free)} free. "
        f"Time: {time_words(plan.seconds_to_add)} to receive, then {time_words(plan.seconds_to_run)} to work through."
    )
    return lines
