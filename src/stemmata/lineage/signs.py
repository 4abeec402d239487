"""The kinds of evidence on direction, each by its key: what is stored, printed and asked about uses these names."""

REPRODUCED = "reproduced"
"""The parent, rounded to the child's coding steps, gives the child's stored values but for the noise of conversions,
and not the other way round. values: nats (by which it is less likely that the child comes from the same picture by
another way), noise (levels)."""
EITHER_WAY = "either_way"
"""The child's stored values or picture are as if made from the parent, but that it was the other way round is not ruled
out. Proves nothing; another parent that is proven no longer is, where the child may come from this one instead."""
LATTICE = "lattice"
"""The child's picture keeps the coarser steps to which the parent's file was rounded. values: share (mean square of how
far its values lie from them, for that of values spread by chance), values (how many)."""
SAME_STREAM = "same_stream"
"""The same coded pictures. values: files."""
SAME_GROUPS = "same_groups"
"""Coded groups of pictures in common, packet by packet. values: shared, parent, child (how many each holds)."""
UNCOVERED = "uncovered"
"""The child shows a margin that the parent lacks. values: share of the child's picture."""
SECONDS = "seconds"
"""The child shows seconds that the parent lacks. values: seconds."""
LAID_OVER_CHILD = "laid_over_child"
"""Something lies over the child's picture where the parent shows what is under it. values: share."""
LAID_OVER_PARENT = "laid_over_parent"
"""Something lies over the parent's picture where the child shows what is under it. values: share."""
SHARED_MARK = "shared_mark"
"""Both bear the same mark. values: members (of the family, how many bear it)."""
GAINED_AGAIN = "gained_again"
"""The child bears marks that others of the family bear and the parent lacks: from this parent each would have been
gained twice. values: marks."""
TAKEN_OFF = "taken_off"
"""The parent bears marks that others of the family bear, and the child shows the picture under them. values: marks."""
COLOUR_LOST = "colour_lost"
COLOUR_MORE = "colour_more"
"""The child has colour that the parent lacks."""
SOUND_LOST = "sound_lost"
SOUND_MORE = "sound_more"
"""The child has a track of sound that the parent lacks: it came from elsewhere, or the parent was muted."""
LEFT_OVER = "left_over"
"""What differs when the parent is laid over the child and coded as it is; back: the other way round. values: there,
back (mean square, in levels²)."""
GROUPS_BEGIN = "groups_begin"
"""What differs falls where the child's groups of pictures begin, and not where the parent's do: the noise is the
child's own. values: child, parent (log of what differs at their key frames over what did just before), child_keys,
parent_keys."""
DETAIL = "detail"
"""How much fine structure is there where the pictures lie on each other. values: child (for 1 of the parent's)."""
REPEATED = "repeated"
"""Who slows a film down shows frames twice. values: speed (the child's for the parent's), child, parent (share of
frames that show the one before again)."""
ENLARGED = "enlarged"
"""The child has fewer or more pixels of the same scene. values: scale, child's for one of the parent's."""
COARSENESS = "coarseness"
"""How coarsely each file is coded. values: parent, child (mean step of the tables of brightness)."""
METADATA = "metadata"
"""What one file says of itself and the other does not. values: parent, child (number of statements)."""
PLATFORM_MARK = "platform_mark"
"""One bears a mark that a platform or program writes, and the other does not. values: parent, child (keys of
decode.mark_table; null where that side has none of its own), basis (bytes, or the weaker name). A mark may be taken off
or forged: it proves nothing and weighs nothing."""
CONTAINER = "container"
"""Their containers are written in unlike ways. values: parent, child (their types), differ, agree (names of
decode.container_form.ASPECTS that were read of both). Of several files of one witness, the two that agree most. Weighs
nothing: containers of parents agree no more than those of other kin (bench.families.containers)."""
TIMES = "times"
"""The child existed when the parent did not yet, by bounds that are no claims. values: not_before, existed_by."""
POSTED = "posted"
"""By the platforms' clocks. values: parent, child (ISO 8601), basis, order. Proves nothing: a parent may be posted
later."""
FORWARDED = "forwarded"
"""A posting of the child names a channel that posted the parent. values: posting, channel, how (forward, reply, link),
names (the posting named, or null)."""
DECLARED = "declared"
"""The child names the parent as its source. values: source, cue (as written), whole (the text is said to be its own),
by (what led from the name to the parent, null where it is not held)."""
PUBLISHED = "published"
"""By the dates that the texts bear. values: as of POSTED. Proves nothing: a page can be dated anew."""
WORDING = "wording"
"""What of the child's wording the parent cannot explain and other texts can. values: shared (of the child's runs of
three words, the share that the parent has), later, older (readings, by whether an older text than the parent has them),
lost (the parent's readings that the child lacks), passages."""
CUT_END = "cut_end"
"""The child breaks off before the parent's end. values: words."""
HEADLINE = "headline"
"""The headline alone differs."""
EXPLAINS = "explains"
"""The child has from this parent what it cannot have from the first. values: readings, passages, words."""
KIN_ABOVE = "kin_above"
"""Each holds what the other lacks: both come from something that is not held. values: one, other (what it holds)."""
JUDGED = "judged"
"""A person said so. values: entry, said."""
SIGNED = "signed"
"""The child's C2PA manifest, whose signature holds, names the parent as what it was made from. values: generator (of
the child's claim), manifest (label of the parent's), binding (exact: the manifest ties that name to the parent's
content, byte for byte; label: by the label of its manifest only). The signer's statement: proves nothing."""
SIGNED_BACK = "signed_back"
"""The same of the parent's manifest, which names the child."""
SIGNED_NOT_HELD = "signed_not_held"
"""The child's manifest, whose signature holds, names as what it was made from a file that is not held. values:
generator, manifest."""

SIGNS = (
    REPRODUCED, LATTICE, SAME_STREAM, SAME_GROUPS, UNCOVERED, SECONDS, LAID_OVER_CHILD, LAID_OVER_PARENT, COLOUR_LOST,
    COLOUR_MORE, SOUND_LOST, SOUND_MORE, LEFT_OVER, GROUPS_BEGIN, DETAIL, REPEATED, ENLARGED, COARSENESS, METADATA,
    PLATFORM_MARK, CONTAINER, TIMES, POSTED, FORWARDED, DECLARED, PUBLISHED, WORDING, CUT_END, HEADLINE, EXPLAINS,
    KIN_ABOVE, JUDGED, SHARED_MARK, GAINED_AGAIN, TAKEN_OFF, SIGNED, SIGNED_BACK, SIGNED_NOT_HELD, EITHER_WAY,
)  # fmt: skip
