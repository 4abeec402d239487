"""From links to groups: an origin belongs to the one root that everything it rests on leads to.

A link without direction is an arc both ways, "rests on" is an arc one way. What nothing leads out of is a root: origins
that reach each other and nothing else. Whatever reaches one root alone is one group with it; what reaches several rests
on several and is no root itself (a compilation, a post that shows twenty witnesses).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from stemmata.corroborate.joining import DIRECTED, Link


@dataclass(frozen=True, slots=True)
class Grouping:
    """`reached`: for every origin the sorted groups that it rests on, at least one. `heads`: for every group the sorted
    origins that are its root; a group's name is the first of them."""

    reached: Mapping[str, tuple[str, ...]]
    heads: Mapping[str, tuple[str, ...]]

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(sorted(self.heads))

    def members(self) -> dict[str, list[str]]:
        """Group -> the sorted origins that rest on it alone."""
        found: dict[str, list[str]] = {group: [] for group in self.groups}
        for name in sorted(self.reached):
            if len(self.reached[name]) == 1:
                found[self.reached[name][0]].append(name)
        return found


def grouping(names: Iterable[str], links: Iterable[Link]) -> Grouping:
    """Adding a link never raises the number of groups; the order of input leaves no trace."""
    arcs: dict[str, set[str]] = {name: set() for name in sorted(names)}
    for link in links:
        arcs[link.one].add(link.other)
        if link.because not in DIRECTED:
            arcs[link.other].add(link.one)
    reached: dict[str, tuple[str, ...]] = {}
    heads: dict[str, tuple[str, ...]] = {}
    for component in _components({name: sorted(targets) for name, targets in arcs.items()}):
        roots = {root for name in component for target in arcs[name] for root in reached.get(target, ())}
        if not roots:
            heads[min(component)] = tuple(sorted(component))
            roots = {min(component)}
        for name in component:
            reached[name] = tuple(sorted(roots))
    return Grouping(reached, heads)


def _components(arcs: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Strongly connected components, each after all that it leads to (Tarjan, SIAM J. Comput. 1(2), 1972)."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    held: list[str] = []
    waiting: set[str] = set()
    components: list[list[str]] = []
    for start in arcs:
        if start in number:
            continue
        path: list[tuple[str, int]] = [(start, 0)]
        while path:
            name, at = path.pop()
            if name not in number:
                number[name] = low[name] = len(number)
                held.append(name)
                waiting.add(name)
            targets = arcs[name]
            while at < len(targets) and targets[at] in number:
                if targets[at] in waiting:
                    low[name] = min(low[name], number[targets[at]])
                at += 1
            if at < len(targets):
                path += [(name, at), (targets[at], 0)]
                continue
            if low[name] == number[name]:
                component: list[str] = []
                while not component or component[-1] != name:
                    component.append(held.pop())
                waiting.difference_update(component)
                components.append(component)
            elif path:
                low[path[-1][0]] = min(low[path[-1][0]], low[name])
    return components
