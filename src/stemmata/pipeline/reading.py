"""Questions on pairs answered: from what is kept, or by comparers, for which renditions are made and thrown away."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from stemmata.fingerprint.film_rendition import FILM_RENDITION
from stemmata.fingerprint.rendition import RENDITION
from stemmata.model.seams import Engine
from stemmata.pipeline.analyse import Analysis, Task, Tick
from stemmata.pipeline.comparers import Comparers
from stemmata.pipeline.derived import Derived
from stemmata.pipeline.film_trees import FilmQuestions, FilmWood
from stemmata.pipeline.readings import ReadingCache

Message = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Woods:
    """What trees are built with. `stills`: which items are."""

    analysis: Analysis
    derived: Derived
    engine: Engine
    comparers: Comparers
    cache: ReadingCache
    stills: frozenset[str]


def answered(
    stills: Mapping[str, Message], films: Sequence[FilmQuestions], known: FilmWood, woods: Woods, tick: Tick
) -> Mapping[str, str]:
    """Lines of JSON by key. What cannot be answered is left out: the two then have no link, which claims nothing."""
    moving = {key: question.message() for one in films for key, question in one.asked()}
    found = dict(_kept((*stills, *moving), woods.cache))
    new_stills = {key: message for key, message in stills.items() if key not in found}
    new_films = {key: message for key, message in moving.items() if key not in found}
    try:
        items = {item for message in new_stills.values() for item in _items(message["stills"])}
        able = _made("renditions", [Task(item, RENDITION) for item in sorted(items)], woods, tick)
        asked = {key: message for key, message in new_stills.items() if able.issuperset(_items(message["stills"]))}
        shown = {item for message in new_films.values() for item in _items(message["films"])}
        tasks = [Task(item, FILM_RENDITION, known.parameters(item)) for item in sorted(shown)]
        able = _made("renditions", tasks, woods, tick)
        asked |= {key: message for key, message in new_films.items() if able.issuperset(_items(message["films"]))}
        for at, (key, answer) in enumerate(_traced(asked, woods)):
            if answer:
                found[key] = answer
                woods.cache.put(key, answer)
            if at % 50 == 0:
                woods.cache.commit()
                tick("trace", at, len(asked))
    finally:
        woods.cache.commit()
        woods.derived.drop(RENDITION)  # megabytes each, and read only where a pair is new
        woods.derived.drop(FILM_RENDITION)
    return found


def _kept(keys: Iterable[str], cache: ReadingCache) -> Iterator[tuple[str, str]]:
    for key in keys:
        answer = cache.get(key)
        if answer is not None:
            yield key, answer


def _items(question: object) -> tuple[str, str]:
    if not isinstance(question, Mapping):
        raise ValueError(f"expected a question of pipeline.tracing, got {question!r:.80}")
    return str(question["a"]), str(question["b"])


def _made(step: str, tasks: Sequence[Task], woods: Woods, tick: Tick) -> frozenset[str]:
    """Items of which there now is a rendition."""
    if tasks:
        woods.analysis.reduce_all(step, tasks, tick, lambda task: None)
    made = [task for task in tasks if woods.derived.has_result(task.reducer, task.sha256)]
    return frozenset(task.sha256 for task in made)


def _traced(asked: Mapping[str, Message], woods: Woods) -> Iterator[tuple[str, str]]:
    """Questions on one item follow each other, so that a comparer finds it in memory."""

    def trace(key: str) -> str:
        return woods.comparers.trace(asked[key])

    order = sorted(asked, key=lambda key: (sorted(asked[key]), _items(next(iter(asked[key].values())))))
    yield from woods.engine.map(trace, order)
