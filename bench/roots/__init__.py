"""Roots on worlds whose truth is known: who saw what, who told whom, what was copied from what.

python -m bench.roots [--seed N] [--worlds K] [--missed SHARE] [--false SHARE]

Population. K worlds of each of nine kinds (`bench.roots.worlds`). A world has persons, some of them in one team; a
person has one or two devices. A recording is made by one person with one device; a text is written by one author from
what one to three persons told, or rests on other recordings and texts and then adds nothing of its own, but for one
article in five of those on a clip, which has a witness of its own and says so. Each has one to six copies. An unseen
agency's report is in nobody's case; what was rewritten from it is.

What a case holds of it (`bench.roots.seen`): copies are found to be copies and dependence is declared, on an unseen
report by its name, except for a share of links (`--missed`, 0.05 unless said otherwise), half of which wait as
undecided or suggested. Retellings of one telephone call share no wording and are never found by comparing. Of what
stands behind a pair, none, half or all is told, drawn for each world: other cameras, devices and authors where they
differ; separate observers, by pseudonym or asserted, where nobody and no team is behind both; one team, person or
witness where there is one. What is told is true, but for `--false`, the share of pairs with a common observer that are
called independent all the same (0 unless said otherwise).

Truth. `groups`: recordings and texts that rest on nothing, an unseen report being one of them. `shown`: the largest set
of these in which no two share a person or a team; none where that is one. Not in this population: wrong links.
"""
