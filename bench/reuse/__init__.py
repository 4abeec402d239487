"""Shared passages on cases whose copying is known, beside MinHash alone and greedy string tiling.

python -m bench.reuse [run] [--half report|fit] [--worlds N] [--seed S] [--texts DIR]
python -m bench.reuse seeds [--half fit] …      what runs of three to eight words, and of letters, find at what cost
python -m bench.reuse scale [--articles N]      time and memory

Population. The seeds of one half (`bench.reuse.seeds`): articles on invented events, written by a language model, in
English and Arabic. A world (`bench.reuse.worlds`) is a case of some 65 texts in one language: the seeds, printed by six
sites with formulas strewn in, and copies of three seeds in each of thirteen ways. Three sites have clean bodies, two
are dumps with furniture, one is a dump of which the site is not known. Two seeds are agency reports.

Truth. Every word knows the word of a seed that it comes from; two texts share the words that come from one, and up to
six words put in between. A pair is to be found where eight words in a row, or 24 in all, were left as they are. Of
pairs that share words, but fewer, nothing is asked. F1 counts code points of both sides.

Not in this population: translations, retellings in other words, several generations of copies, real pages.
"""
