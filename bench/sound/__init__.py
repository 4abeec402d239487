"""The same recording, found again after twenty-one edits, beside MFCC correlation and, where installed, chromaprint.

python -m bench.sound [run] [--seed S] [--sources N] [--others M]    recall at no false positive, by edit
python -m bench.sound null [--seed S] …                              the lines of match/sound_snapshot.py
python -m bench.sound scale [--hours H]                              one query against generated hours; cost of reading

Population. Sources of a minute (`bench.sound.sources`): voices that share 49 syllables, chants, music, the open air
with engines, crowds and bangs, each with a noise of its own; and, where the shared corpus is there, the sound of its
films. N are indexed, M are not. Of each, every edit (`bench.sound.edits`) makes a query of ten seconds (five and three
for the excerpts) from a place drawn for it: so n counts sources, and an edit is one draw of each.

Truth. A query of an indexed source is found where the best answer is that source at its place to 0.3 s, with more nats
than any query of a source that is not indexed reached with any edit: recall at zero false positives.

Seeds. 1000, 2000 and 3000 were looked at while the method was made, and the last two made the snapshot; others report.
Neighbouring seeds share sources: take seeds that lie further apart than there are sources.

Not in this population: real telephones in real streets, languages, languages' own music, archives where one song lies
under a thousand clips.
"""
