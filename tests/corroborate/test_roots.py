"""Roots: counted by shared origin, widened by doubt, and called independent only on evidence."""

import pytest
from tests.corroborate.made import evidence, footage, picture, rests, said, shown, story, text

from stemmata.corroborate.evidence import Behind, Dependence, Evidence, Ground, Level, Role, Status
from stemmata.corroborate.joining import Because, ConflictKind, Link
from stemmata.corroborate.material import case_material
from stemmata.corroborate.origins import Material, Origin, OriginKind, unheld_origin
from stemmata.corroborate.pairs import Relation, Would
from stemmata.corroborate.roots import Count, Fall, count_roots, roots_of
from stemmata.lineage.families import Family, Member
from stemmata.model.edge import Edge, Kind
from stemmata.model.judgement import Said
from stemmata.model.span import Region, TextSpan
from stemmata.model.unit import Track, Unit

TWO = (footage("f", "a", "b"), footage("g", "c"))


def test_families_without_a_link_are_groups_with_no_copying_found() -> None:
    roots = count_roots(Material(TWO))
    assert (roots.groups, roots.groups_low, roots.shown, roots.not_established) == (2, 2, 0, 1)


def test_a_story_that_rests_on_footage_is_one_group_with_it() -> None:
    roots = count_roots(Material((footage("f", "a"), story("s", "page")), (rests("page", "a"),)))
    assert (roots.groups, roots.linked, roots.joined) == (1, 1, (("f", "s"),))
    assert roots.links == (Link("s", "f", Because.RESTS_ON),)


def test_an_undecided_pair_widens_the_range_and_joins_nothing() -> None:
    roots = count_roots(Material(TWO, undecided=((picture("a"), picture("c")),)))
    assert (roots.groups, roots.groups_low) == (2, 1)
    assert roots.pairs[0].would_establish[0] is Would.JUDGE_PAIR


def test_nothing_is_shown_independent_by_the_absence_of_copying() -> None:
    roots = count_roots(Material(tuple(footage(f"f{at}") for at in range(9))))
    assert (roots.groups, roots.shown, roots.separate, roots.not_established) == (9, 0, 0, 36)


def test_an_empty_case_has_no_roots() -> None:
    roots = count_roots(Material(()))
    assert (roots.groups, roots.groups_low, roots.not_established, roots.pairs) == (0, 0, 0, ())


def test_what_rests_on_a_compilation_rests_on_each_of_its_recordings_and_is_no_root() -> None:
    origins = (footage("f", "a", "c"), footage("g", "b", "c"), story("s", "page"))
    roots = count_roots(Material(origins, (rests("page", "c"),)))
    assert (roots.groups, roots.several) == (2, (("s", ("f", "g")),))


def test_a_post_of_twenty_witnesses_joins_none_of_them() -> None:
    clips = tuple(footage(f"f{at:02d}") for at in range(20))
    roots = count_roots(Material((*clips, story("s")), tuple(rests("s", clip.id) for clip in clips)))
    assert (roots.groups, roots.linked, len(roots.several)) == (20, 0, 1)


def test_a_post_of_a_post_rests_on_the_clip_that_the_first_one_carries() -> None:
    passed_on = Dependence(text("s"), Unit(Track.TEXT, posting="first"))
    carried = Dependence(Unit(Track.TEXT, posting="first"), picture("f"))
    assert count_roots(Material((footage("f"), story("s")), (passed_on, carried))).joined == (("f", "s"),)


def test_a_text_that_only_some_copies_show_with_a_clip_may_be_older_than_it() -> None:
    origins = (footage("f", "clip"), story("s", "wire", "page"))
    roots = count_roots(Material(origins, (rests("page", "clip"),)))
    assert (roots.groups_low, roots.groups) == (1, 2)


def test_a_copy_that_rests_on_another_copy_does_not_speak_for_their_origin() -> None:
    origins = (footage("f", "clip"), story("s", "wire", "page"))
    cites = Dependence(text("page"), text("wire"))
    roots = count_roots(Material(origins, (cites, rests("page", "clip"))))
    assert (roots.groups_low, roots.groups) == (2, 2)
    roots = count_roots(Material(origins, (cites, rests("wire", "clip"))))
    assert roots.groups == 1


def test_texts_that_rest_on_each_other_are_one_root() -> None:
    circle = tuple(Dependence(text(of), text(on)) for of, on in ("st", "tu", "us"))
    roots = count_roots(Material((story("s"), story("t"), story("u")), circle))
    assert (roots.groups, roots.named[0].heads) == (1, ("s", "t", "u"))


def test_suggested_dependence_joins_nothing_and_lowers_the_low_end() -> None:
    material = Material((footage("f"), story("s")), (rests("s", "f", Status.SUGGESTED),))
    roots = count_roots(material)
    assert (roots.groups_low, roots.groups) == (1, 2)


def test_rejected_dependence_is_not_followed_although_it_was_declared() -> None:
    said_twice = (rests("s", "f"), rests("s", "f", Status.REJECTED))
    roots = count_roots(Material((footage("f"), story("s")), said_twice))
    assert (roots.groups_low, roots.groups) == (2, 2)


def test_confirmed_and_rejected_dependence_is_a_conflict_and_neither_is_followed() -> None:
    said_twice = (rests("s", "f", Status.CONFIRMED), rests("s", "f", Status.REJECTED))
    roots = count_roots(Material((footage("f"), story("s")), said_twice, evidence=(shown(text("s"), picture("f")),)))
    assert (roots.groups, roots.shown) == (2, 0)
    assert [conflict.kind for conflict in roots.conflicts] == [ConflictKind.CONFIRMED_AND_REJECTED]


def test_sound_that_comes_only_with_one_footage_is_no_second_root() -> None:
    sound = Origin("w", OriginKind.SOUND, (Unit(Track.SOUND, item="a"), Unit(Track.SOUND, item="b")))
    assert count_roots(Material((footage("f", "a", "b"), sound))).joined == (("f", "w"),)
    assert count_roots(Material((footage("f", "a"), footage("g", "b"), sound))).groups == 3


def test_sound_under_several_pictures_is_one_more_root_at_most() -> None:
    sound = Origin("w", OriginKind.SOUND, (Unit(Track.SOUND, item="a"), Unit(Track.SOUND, item="b")))
    counted = count_roots(Material((footage("f", "a"), footage("g", "b"), sound)))
    assert (counted.groups_low, counted.groups, counted.shown) == (2, 3, 0)


def test_a_sound_file_is_a_copy_of_the_sound_of_one_footage() -> None:
    sound = Origin("w", OriginKind.SOUND, (Unit(Track.SOUND, item="a"), Unit(Track.SOUND, item="ripped")))
    assert count_roots(Material((footage("f", "a"), sound))).joined == (("f", "w"),)


@pytest.mark.parametrize("word", [Said.SAME, Said.PARENT])
def test_a_judgement_of_shared_origin_joins(word: Said) -> None:
    roots = count_roots(Material(TWO, judgements=(said(word, picture("a"), picture("c"), "j"),)))
    assert (roots.groups, roots.links) == (1, (Link("f", "g", Because.JUDGED_SAME, ("j",)),))


@pytest.mark.parametrize("word", [Said.NOT_PARENT, Said.DIFFERENT])
def test_a_judgement_that_denies_joins_nothing_and_shows_nothing(word: Said) -> None:
    roots = count_roots(Material(TWO, judgements=(said(word, picture("a"), picture("c"), "j"),)))
    assert (roots.groups, roots.groups_low, roots.shown) == (2, 2, 0)


def test_different_settles_an_undecided_pair() -> None:
    no = said(Said.DIFFERENT, picture("c"), picture("a"), "j")
    assert count_roots(Material(TWO, judgements=(no,), undecided=((picture("a"), picture("c")),))).groups_low == 2


def test_same_and_different_is_a_conflict_and_neither_is_followed() -> None:
    both = (said(Said.SAME, picture("a"), picture("c"), "j"), said(Said.DIFFERENT, picture("c"), picture("a"), "k"))
    roots = count_roots(Material(TWO, judgements=both, evidence=(shown(picture("a"), picture("c")),)))
    assert (roots.groups_low, roots.groups, roots.shown) == (1, 2, 0)
    assert [(one.kind, one.entries) for one in roots.conflicts] == [(ConflictKind.SAME_AND_DIFFERENT, ("j", "k"))]
    assert roots.pairs[0].would_establish[0] is Would.SETTLE_CONTRADICTION


def test_a_judgement_that_was_taken_back_does_not_count() -> None:
    taken_back = (said(Said.SAME, picture("a"), picture("c"), "j"), said(None, picture("a"), picture("c"), "k", "j"))
    assert count_roots(Material(TWO, judgements=taken_back)).groups == 2
    again = (*taken_back, said(None, picture("a"), picture("c"), "l", "k"))
    assert count_roots(Material(TWO, judgements=again)).groups == 1


def test_different_but_joined_by_others_is_a_conflict() -> None:
    origins = (footage("f"), footage("g"), footage("h"))
    judgements = (
        said(Said.SAME, picture("f"), picture("g"), "j"),
        said(Said.SAME, picture("g"), picture("h"), "k"),
        said(Said.DIFFERENT, picture("f"), picture("h"), "l"),
    )
    roots = count_roots(Material(origins, judgements=judgements))
    assert roots.groups == 1
    assert [(one.kind, one.entries) for one in roots.conflicts] == [(ConflictKind.DIFFERENT_BUT_JOINED, ("l",))]


def test_a_judgement_on_a_compilation_that_names_no_part_joins_none_of_its_recordings() -> None:
    origins = (footage("f", "a", "c"), footage("g", "b", "c"), footage("h", "d"))
    roots = count_roots(Material(origins, judgements=(said(Said.SAME, picture("c"), picture("d"), "j"),)))
    assert (roots.groups_low, roots.groups) == (2, 3)
    assert [one.kind for one in roots.conflicts] == [ConflictKind.UNCLEAR_PART]


def test_a_judgement_on_one_window_means_the_footage_in_that_window() -> None:
    window = Unit(Track.PICTURE, item="c", region=Region(0, 0, 300_000, 300_000))
    inset = Origin("g", OriginKind.FOOTAGE, (picture("b"), window))
    origins = (footage("f", "a", "c"), inset, footage("h", "d"))
    roots = count_roots(Material(origins, judgements=(said(Said.SAME, window, picture("d"), "j"),)))
    assert roots.joined == (("f",), ("g", "h"))


def test_separate_observers_are_shown_independent() -> None:
    roots = count_roots(Material(TWO, evidence=(shown(picture("a"), picture("c")),)))
    assert (roots.shown, roots.shown_set, roots.not_established) == (2, ("f", "g"), 0)
    assert (roots.pairs[0].relation, roots.pairs[0].level) == (Relation.SHOWN, Level.OBSERVERS)


@pytest.mark.parametrize("ground", [Ground.OTHER_CAMERA, Ground.SEPARATE_DEVICES])
def test_another_camera_shows_another_recording_and_not_another_observer(ground: Ground) -> None:
    roots = count_roots(Material(TWO, evidence=(evidence(ground, picture("a"), picture("c")),)))
    assert (roots.shown, roots.separate, roots.not_established) == (0, 2, 1)
    assert (roots.pairs[0].level, roots.pairs[0].would_establish) == (Level.SOURCES, (Would.WHO_RECORDED,))


@pytest.mark.parametrize("ground", [Ground.ONE_TEAM, Ground.ONE_PERSON, Ground.ONE_ACCOUNT, Ground.ONE_WITNESS])
def test_one_observer_behind_two_recordings_leaves_two_groups_and_shows_none(ground: Ground) -> None:
    cameras = evidence(Ground.OTHER_CAMERA, picture("a"), picture("c"))
    roots = count_roots(Material(TWO, evidence=(cameras, evidence(ground, picture("c"), picture("a")))))
    assert (roots.groups, roots.separate, roots.shown, roots.not_established) == (2, 2, 0, 0)
    assert (roots.pairs[0].relation, roots.pairs[0].level) == (Relation.LINKED, Level.OBSERVERS)
    assert roots.conflicts == ()


def test_one_observer_wins_over_separate_observers_and_is_reported() -> None:
    both = (shown(picture("a"), picture("c")), evidence(Ground.ONE_TEAM, picture("a"), picture("c")))
    roots = count_roots(Material(TWO, evidence=both))
    assert roots.shown == 0
    assert [one.kind for one in roots.conflicts] == [ConflictKind.ONE_AND_SEPARATE]


def test_a_link_wins_over_evidence_of_independence_and_is_reported() -> None:
    judged = said(Said.SAME, picture("a"), picture("c"), "j")
    roots = count_roots(Material(TWO, judgements=(judged,), evidence=(shown(picture("a"), picture("c")),)))
    assert (roots.groups, roots.shown) == (1, 0)
    assert [(one.kind, one.origins) for one in roots.conflicts] == [(ConflictKind.JOINED_AND_SEPARATE, ("f", "g"))]


def test_a_name_behind_two_texts_leaves_them_unproven() -> None:
    origins = (story("s"), story("t"), story("u"))
    named = tuple(Behind(text(name), "P-014", Role.AUTHOR) for name in "st")
    pairs = (shown(text("s"), text("t")), shown(text("s"), text("u")), shown(text("t"), text("u")))
    roots = count_roots(Material(origins, evidence=pairs, behind=named))
    assert (roots.groups, roots.shown) == (3, 2)
    assert roots.pairs[0].evidence[0].values["name"] == "P-014"


def test_a_channel_that_reposts_two_witnesses_joins_neither() -> None:
    origins = (footage("f"), footage("g"), story("s"), story("t"))
    resting = (rests("s", "f"), rests("t", "g"))
    channel = (Behind(text("s"), "channel", Role.AUTHOR), Behind(text("t"), "channel", Role.AUTHOR))
    roots = count_roots(Material(origins, resting, evidence=(shown(picture("f"), picture("g")),), behind=channel))
    assert (roots.groups, roots.shown) == (2, 2)


def test_evidence_on_what_rests_on_something_else_says_nothing_of_the_root() -> None:
    origins = (footage("f"), story("s"), story("t"))
    roots = count_roots(Material(origins, (rests("s", "f"),), evidence=(shown(text("s"), text("t")),)))
    assert roots.shown == 0
    assert [one.kind for one in roots.conflicts] == [ConflictKind.SAID_OF_COPY]


def test_evidence_on_a_compilation_that_names_no_part_is_not_followed() -> None:
    origins = (footage("f", "a", "c"), footage("g", "b", "c"), footage("h", "d"))
    roots = count_roots(Material(origins, evidence=(shown(picture("c"), picture("d")),)))
    assert roots.shown == 0
    assert [one.kind for one in roots.conflicts] == [ConflictKind.UNCLEAR_PART]


def test_three_of_which_two_pairs_are_shown_make_two() -> None:
    origins = tuple(story(name) for name in "stu")
    roots = count_roots(Material(origins, evidence=(shown(text("s"), text("t")), shown(text("t"), text("u")))))
    assert (roots.shown, roots.shown_set) == (2, ("t", "u"))
    assert [pair.raises for pair in roots.pairs] == [None, True, None]


def test_if_a_root_falls_the_page_can_say_what_is_left() -> None:
    origins = tuple(story(name) for name in "stu")
    roots = count_roots(Material(origins, evidence=(shown(text("s"), text("t")), shown(text("t"), text("u")))))
    assert [(group.id, group.falls) for group in roots.named] == [
        ("s", Fall(2, 2)),
        ("t", Fall(2, 0)),
        ("u", Fall(2, 2)),
    ]


def test_of_many_groups_only_pairs_with_evidence_are_listed() -> None:
    origins = tuple(story(f"s{at:02d}") for at in range(40))
    roots = count_roots(Material(origins, evidence=(shown(text("s00"), text("s01")),)))
    assert (len(roots.pairs), roots.unlisted, roots.not_established) == (1, 779, 779)


def test_levels_are_counted_apart() -> None:
    origins = (footage("f", "a", "b"), story("s", "page", "other"), story("t"))
    named = (Behind(text("t"), "P-014", Role.OBSERVER), Behind(text("t"), "a reporter", Role.AUTHOR))
    levels = count_roots(Material(origins, behind=named)).levels
    assert (levels.copies, levels.recordings, levels.authored, levels.observers) == (5, 1, 2, 1)


def test_behind_a_family_stands_what_it_rests_on() -> None:
    origins = (footage("f"), footage("g"), story("s"), story("both"))
    count = Count(Material(origins, (rests("s", "f"), rests("both", "f"), rests("both", "g"))))
    assert count.behind(["s"]) == count.behind(["f"])
    assert (count.behind(["f"]).groups, count.behind(["f"]).named[0].partly) == (1, ("both",))
    assert count.behind(["both"]).groups == 2


def test_a_selection_counts_what_stands_behind_it_and_nothing_else() -> None:
    origins = (footage("f"), footage("g"), story("s"), story("t"))
    material = Material(origins, (rests("s", "f"), rests("t", "f")))
    assert roots_of(material, [text("s"), text("t")]).groups == 1
    assert roots_of(material, [text("s"), picture("g")]).groups == 2


def test_a_post_without_kin_is_a_root_of_its_own_where_it_is_asked_for() -> None:
    post = Unit(Track.TEXT, posting="post")
    assert roots_of(Material((footage("f"),)), [post, picture("f")]).joined == (("f",), ("post",))
    carried = Material((footage("f"),), (Dependence(post, picture("f")),))
    assert roots_of(carried, [post]).joined == (("f", "post"),)


def test_a_document_is_a_root_for_one_sentence_and_a_copy_for_the_next() -> None:
    def sentence(start: int, end: int) -> Unit:
        return Unit(Track.TEXT, item="s", span=TextSpan("plain/1", start, end))

    material = Material((footage("f"), story("s")), (Dependence(sentence(0, 80), picture("f")),))
    assert roots_of(material, [sentence(10, 60)]).joined == (("f", "s"),)
    assert roots_of(material, [sentence(90, 120)]).joined == (("s",),)


def test_roots_of_nothing_are_not_asked_for() -> None:
    with pytest.raises(ValueError, match="at least one unit"):
        roots_of(Material(()), [])


def test_independence_is_asserted_by_a_person_with_a_reason() -> None:
    with pytest.raises(ValueError, match="with a reason"):
        Evidence(Ground.ASSERTED, picture("a"), picture("b"), who="key", reason=" ")


def test_edges_of_a_case_become_dependence_with_their_status() -> None:
    families = [
        Family("f", "footage", (Member(picture("a"), ()),)),
        Family("s", "story", (Member(text("page"), ()),)),
    ]
    edges = [Edge(Kind.DRAWS_ON, text("page"), picture("a"), "declared/1", status="declared")]
    assert count_roots(case_material(families, edges, ())).groups == 1
    unsaid = [Edge(Kind.DRAWS_ON, text("page"), picture("a"), "guess/1")]
    assert count_roots(case_material(families, unsaid, ())).groups == 2


def named(of: str, on: str, *, whole: bool = False, status: Status = Status.DECLARED) -> Dependence:
    """A text names a source that nobody holds."""
    return Dependence(text(of), Unit(Track.TEXT, posting=on), status, whole=whole)


WIRE = unheld_origin("wire")


def test_five_papers_that_cite_one_unseen_report_are_one_group() -> None:
    papers = tuple(story(f"s{at}") for at in range(5))
    roots = count_roots(Material((*papers, WIRE), tuple(named(paper.id, "wire") for paper in papers)))
    assert (roots.groups, roots.groups_low) == (1, 1)
    assert (roots.named[0].heads, roots.named[0].copies, roots.levels.copies, roots.levels.authored) == (
        ("wire",),
        5,
        5,
        5,
    )


def test_a_source_that_one_text_alone_names_is_counted_with_that_text() -> None:
    roots = count_roots(Material((story("s"), WIRE, unheld_origin("other")), (named("s", "wire"), named("s", "other"))))
    assert (roots.groups, roots.several) == (1, ())


def test_a_source_on_which_nothing_rests_altogether_adds_no_group() -> None:
    origins = (story("s", "a", "b"), story("t", "c", "d"), WIRE)
    roots = count_roots(Material(origins, (named("a", "wire"), named("c", "wire"))))
    assert (roots.groups, roots.groups_low) == (2, 2)


def test_one_clip_and_fourteen_articles_that_rest_on_it_are_one_recording() -> None:
    articles = tuple(story(f"s{at:02d}") for at in range(14))
    rest = tuple(rests(article.id, "clip") for article in articles)
    roots = count_roots(Material((footage("f", "clip"), *articles), rest))
    assert (roots.groups, roots.levels.recordings, roots.named[0].heads) == (1, 1, ("f",))


def test_an_added_interview_of_its_own_makes_two() -> None:
    articles = tuple(story(f"s{at:02d}") for at in range(14))
    rest = tuple(rests(article.id, "clip") for article in articles)
    own = (Unit(Track.TEXT, item="s03", span=TextSpan("text/1", 100, 180)),)
    roots = count_roots(Material((footage("f", "clip"), *articles), rest, own=own))
    assert (roots.groups, roots.groups_low) == (2, 1)


def test_what_a_text_found_out_itself_counts_only_for_the_stretch_that_says_so() -> None:
    own = (Unit(Track.TEXT, item="s", span=TextSpan("text/1", 100, 180)),)
    material = Material((footage("f", "clip"), story("s")), (rests("s", "clip"),), own=own)
    asked = Unit(Track.TEXT, item="s", span=TextSpan("text/1", 0, 50))
    assert roots_of(material, [asked]).groups == 1


def test_two_families_that_are_said_to_be_one_agencys_text_are_one() -> None:
    origins = (story("s", "a", "b"), story("t", "c", "d"), WIRE)
    roots = count_roots(Material(origins, (named("a", "wire", whole=True), named("c", "wire", whole=True))))
    assert (roots.groups, {link.because for link in roots.links}) == (1, {Because.CARRIES})


def test_a_suggested_source_that_is_not_held_joins_nothing() -> None:
    origins = (story("s"), story("t"), WIRE)
    rest = tuple(named(name, "wire", status=Status.SUGGESTED) for name in ("s", "t"))
    assert count_roots(Material(origins, rest)).groups == 2


def test_groups_behind_a_source_that_is_not_held_ask_who_told_and_not_who_recorded() -> None:
    papers = (story("s"), story("t"), story("u"))
    roots = count_roots(Material((*papers, WIRE), (named("s", "wire"), named("t", "wire"))))
    assert [pair.would_establish for pair in roots.pairs] == [(Would.WHO_TOLD,)]


def test_what_is_shown_of_those_that_cite_an_unseen_report_stands_for_it() -> None:
    origins = (story("s"), story("t"), WIRE, footage("f", "clip"))
    rest = (named("s", "wire"), named("t", "wire"))
    roots = count_roots(Material(origins, rest, evidence=(shown(text("s"), picture("clip")),)))
    assert (roots.groups, roots.shown) == (2, 2)


def test_a_person_who_confirms_what_a_text_rests_on_is_followed_against_what_it_says_of_itself() -> None:
    own = (Unit(Track.TEXT, item="s", span=TextSpan("text/1", 100, 180)),)
    rest = (rests("s", "clip", Status.CONFIRMED),)
    assert count_roots(Material((footage("f", "clip"), story("s")), rest, own=own)).groups == 1
