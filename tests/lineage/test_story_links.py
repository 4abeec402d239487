"""What it costs to hold one text for another's parent."""

from tests.lineage.told import changed, holder, names, text

from stemmata.lineage.story_links import Named, is_inherited, links_of, named_sources, root_costs, unheld_links
from stemmata.lineage.story_readings import Readings
from stemmata.model.declaration import Resolved
from stemmata.model.told import Text

ALL = range(8)
NOTHING = Named()


def readings(*texts: Text) -> Readings:
    return Readings({bytes.fromhex(text.holder).lstrip(b"\0").decode(): text for text in texts})


def costs(found: Readings, named: Named = NOTHING) -> dict[tuple[str, str], float]:
    pairs = [(one, other) for one in found.wordings for other in found.wordings if one != other]
    return {(link.parent, link.child): link.cost for link in links_of(found, pairs, named)}


def declared(*resolved: Resolved, found: Readings) -> Named:
    return named_sources(found, {holder(name): name for name in found.wordings}, resolved)


def test_the_text_that_explains_more_is_the_cheaper_parent() -> None:
    found = readings(
        text("first", changed(ALL, {}), 1),
        text("second", changed(ALL, {1: "dust", 2: "steam"}), 5),
        text("child", changed(ALL, {1: "dust", 2: "steam", 4: "ash"}), 9),
    )
    cost = costs(found)
    assert cost["second", "child"] < cost["first", "child"]


def test_a_text_that_is_certainly_younger_is_offered_only_where_it_is_named() -> None:
    late, early = text("late", changed(ALL, {}), 9), text("early", changed(ALL, {1: "dust"}), 1)
    found = readings(late, early)
    assert ("late", "early") not in costs(found)
    named = declared(names(early, "Late", holder=late.holder), found=found)
    assert ("late", "early") in costs(found, named)


def test_a_named_source_is_cheaper_than_any_wording() -> None:
    first, second = text("first", changed(ALL, {1: "dust"}), 1), text("second", changed(ALL, {}), 2)
    child = text("child", changed(ALL, {}), 5)
    found = readings(first, second, child)
    named = declared(names(child, "First", holder=first.holder), found=found)
    assert costs(found, named)["first", "child"] < costs(found, named)["second", "child"]


def test_what_is_only_suggested_names_no_parent() -> None:
    first, child = text("first", changed(ALL, {}), 1), text("child", changed(ALL, {}), 5)
    found = readings(first, child)
    led = names(child, "First", holder=first.holder)
    unsure = Resolved(led.declaration, led.holder, led.by, certain=False)
    assert declared(unsure, found=found) == Named()


def test_a_source_that_is_not_held_is_offered_to_those_that_name_it() -> None:
    child = text("child", changed(ALL, {}), 5)
    found = readings(text("first", changed(ALL, {}), 1), child)
    (link,) = unheld_links(declared(names(child, "Wire", unheld="f" * 64), found=found))
    assert (link.parent, link.child) == ("f" * 64, "child")
    assert not is_inherited(found, "child", names(child, "Wire", unheld="f" * 64))


def test_an_early_long_text_is_the_cheaper_root() -> None:
    found = readings(text("early", changed(ALL, {}), 1), text("late", changed(range(2), {}), 9))
    cost = root_costs(found)
    assert cost["early"] < cost["late"]
