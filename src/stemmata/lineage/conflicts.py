"""What a tree could not simply follow of the judgements, as tasks for a person."""

from collections.abc import Iterable, Mapping, Sequence

from stemmata.lineage.builder import AGAINST_PROOF, CIRCLE, WITHIN
from stemmata.lineage.stemma import Stemma
from stemmata.model.judgement import Judgement
from stemmata.model.task import Task, TaskKind

KINDS: Mapping[str, TaskKind] = {
    CIRCLE: TaskKind.CIRCLE_OF_PICTURES,
    WITHIN: TaskKind.PARENT_OF_ITSELF,
    AGAINST_PROOF: TaskKind.AGAINST_PROOF,
}
"""By the keys that Stemma.conflicts has."""


def tree_tasks(stemmata: Iterable[Stemma], judgements: Sequence[Judgement]) -> tuple[Task, ...]:
    """One for each conflict, by id: it names the judgements, which name the pair, and the family whose tree it is.

    `judgements` are those that the trees were built with. KeyError for a conflict of another kind, or about a judgement
    that is not among them.
    """
    when = {one.id: one.when_us for one in judgements}
    found = [
        Task(KINDS[key], entries, max(when[entry] for entry in entries), {"family": stemma.family})
        for stemma in stemmata
        for key, entries in stemma.conflicts
    ]
    return tuple(by_id for _, by_id in sorted({task.id: task for task in found}.items()))
