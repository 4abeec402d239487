"""A public benchmark of families: which file was copied from which?

Anybody can run it on their own tool:

1. python -m bench.families make FOLDER [--seed N] [--families K] [--copies 20] [--media stills|films]
                                        [--regime literature|platform|hostile] [--roots 1..3] [--photos DIR]
   writes FOLDER/stills or FOLDER/films: the files of every family under random names, in random order and with random
   times; and FOLDER/truth.jsonl beside them: of every file its family, its node, the nodes it was made from, every edit
   with its numbers, and whether bytes or the coded stream were taken over as they are.
2. The tool looks at the files of one family at a time, never at the truth, and writes one line for each file:
       {"child": "stills/0a….jpg", "parent": "stills/93….jpg", "kind": "likely", "p": 0.93}
   parent: null where none is held; kind: proven, likely, nearest_kin or none; p: null, or how likely this parent is
   right, 0 to 1. Several lines for one child are several parents.
3. python -m bench.families score FOLDER PLACED.jsonl
   prints what the trees are worth, then the claims of each kind.

python -m bench.families run FOLDER [--lost 0.3] [--only NAME ...] [--one-case] [--write PLACED.jsonl] does 2 and 3
for baselines and for Stemmata. With --lost, a seeded share of each family is withheld, roots as well;
python -m bench.families held FOLDER --lost 0.3 names the files that are left. python -m bench.families time says what
families cost. python -m bench.families.containers FOLDER says whether containers tell a parent from other kin.

Seeds from 5000 on are for reporting: nothing may be chosen with a look at them.
The same seed gives the same bytes on one machine with the same libraries. Everything is decoded, resized and encoded by
FFmpeg's libraries, which are not those that Stemmata's own estimator works with. Films are silent.
"""
