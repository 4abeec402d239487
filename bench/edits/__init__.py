"""A public benchmark of edits: which re-uploads of a still or a film can a tool trace to their source?

Anybody can run it on their own tool:

1. python -m bench.edits make FOLDER [--seed N] [--sources K] [--stills-from A] [--films-from B] [--quick]
   writes FOLDER/stills and FOLDER/films: sources, one copy for each source and edit, and distractors, all under random
   names in random order and with random times; and FOLDER/truth.jsonl beside them. Sources are rendered by seeded code,
   or are real files of the folders A and B, which should hold nothing twice. Films are silent.
2. The tool looks at FOLDER/stills and FOLDER/films, never at the truth, and writes a CSV file:
       a,b,a_start,a_end,b_start,b_end
       films/0a….mp4,films/93….avi,1.0,6.0,0.0,4.0
   File names are relative to FOLDER. The four times may be left empty, or the last four columns out: seconds from each
   file's first picture; several lines for one pair are several stretches; b_end before b_start: it runs backwards.
3. python -m bench.edits score FOLDER PAIRS.csv
   prints recall for each edit (its pair with the source), false pairs (no source in common), how exact stretches are.

python -m bench.edits run FOLDER [--quick] [--write PAIRS.csv] does 2 and 3 for Stemmata and for peers.

The same seed gives the same bytes on one machine with the same libraries. Report numbers on other seeds, or other real
files, than those on which thresholds were chosen. Stills are compared with stills and films with films.
"""
