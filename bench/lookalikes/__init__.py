"""Pairs that look alike and are not the same footage, and what our matcher says of them.

python -m bench.lookalikes make FOLDER [--seed N] [--pairs N]
    writes films and stills into FOLDER, and FOLDER/truth.jsonl. They come in groups of one kind: two cameras on one
    event, one place on several days, one fixed camera at several hours, other films in one frame or behind one intro,
    streets of one grid from above, photographs and frames of films. Of every kind there are true copies too, so that
    refusing everything does not win. What two files have in common follows from what each was made of.
python -m bench.lookalikes run FOLDER [--write EVIDENCE.jsonl]
    compares every two files of a group, whether or not they would be candidates, and prints what came of each kind.

The same seed gives the same bytes on one machine with the same libraries. No threshold was fitted to this set: where
one is, report another seed.
"""
