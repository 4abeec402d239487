"""Whether two texts are on one matter although they share no passage: by the rare words and figures that both have, or,
where one is in Arabic and the other in Latin letters, by names of one sound and figures.

Words that any report has say nothing (LITTLE, written from the grammars of the three languages and the words of news
desks); of the others a word weighs by how few texts of the case have it (inverse document frequency; Spärck Jones,
J. Doc. 28(1), 1972), as in a case of at least LEAST_TEXTS.
"""

from collections.abc import Iterable, Mapping
from math import log, sqrt

from stemmata.fingerprint.folding import fold, folded_words
from stemmata.match.other_script import consonants, is_arabic, names_by_sound

LEAST_TEXTS = 40
"""A case of three texts on one matter would else find each of their names common."""
SAME_SUBJECT = 0.10
"""Cosine from which two texts are on one matter: set on the first 20 seed articles of each language, `bench.stories
subjects` prints how the others stand."""
PREFIXES = ("وال", "بال", "فال", "كال", "ولل", "لل", "ال", "و")
"""What Arabic writes together with a word (the prefixes of light10; Larkey, Ballesteros and Connell, 2007)."""
LEAST_STEM = 3
ACROSS_SCRIPTS, NAMES_ACROSS = 4, 2
"""Names of one sound and figures in common, and names among them, from which two texts in different scripts are on one
matter: of 1,600 pairs of seed articles on other events the nearest share one of each (bench.stories subjects)."""
YEARS = range(1900, 2100)
LEAST_FIGURE = 10
"""Smaller figures and years stand in any report."""

LITTLE = frozenset(
    fold(word)
    for words in (
        "a about after again against all along also although am among an and another any are around as asked at "
        "away back be became because been before began behind being between both but by called came can could day "
        "days dead did do does down during each earlier early eight either even evening every few first five for "
        "found four from further had has have he her here him his how i if in including into is it its just "
        "killed killing last late later least left less like local made make man many may men might minutes "
        "monday more morning most much near new next night nine no nor not now of off officials on once one only "
        "or other others our out over own part people place said same saturday say says second seven several she "
        "since six so some soon statement still such sunday taken ten than that the their them then there these "
        "they third this those three through thursday to told took tuesday twenty two under until up us very was "
        "we wednesday week weeks well went were what when where whether which while who whose why will with "
        "within without woman women wounded would year years yesterday yet you friday report reported reports "
        "according",
        "a afin ainsi alors apres au aucun aussi autre autres aux avait avant avec avoir car ce cela celle ces "
        "cet cette ceux chaque chez comme contre d dans de depuis des deux deja dit donc dont du elle elles en "
        "encore entre est et etait etaient ete etre eux fait fois il ils j jour jours jusqu l la le les leur "
        "leurs lors lui mais meme moins mois n ne ni nos notre nous on ont ou par parmi pas pendant peu plus "
        "plusieurs pour pourquoi pres qu quand que quel qui s sa sans se selon ses si son sont sous sur tous tout "
        "trois tres un une vers vous y",
        "احد اخر اخرى أول الأولى التي الذي الذين اللتين ألف المصادر المكان إلى اليوم أن إن انه أنه انها أنها بان "
        "بأن بعد بعض بل بين بينما تلك تم ثلاثة ثم جدا حتى حول حيث حين خلال خمسة دون ذلك شخص شخصا ضد ضمن عام عبر "
        "عدة عدد عشر على عليه عليها عن عند غير فإن فقد في فيه فيها قال قالت قبل قتل قد كان كانت كل كما كيف لا لان "
        "لأن لدى لقد لكن لم لن له لها لهم ما مع من منذ منه منها نحو هذا هذه هم هنا هناك هو هي وإن وأن وأضاف وذكر "
        "وذكرت وعن وفق وفي وقال وقالت وقد وكان وكانت ولا ولم وما ومن وهو وهي يكون يوم أمس أيام ساعة صباح مساء سنة "
        "أكثر أقل مصدر تقرير بحسب وفقا أفاد أفادت",
    )
    for word in words.split()
)


class Subjects:
    """Texts by holder."""

    def __init__(self, bodies: Mapping[str, str]) -> None:
        self._words = {holder: frozenset(_telling(body)) for holder, body in bodies.items()}
        self._bodies = bodies
        self._across: dict[str, tuple[bool, frozenset[str], frozenset[str]]] = {}
        counted: dict[str, int] = {}
        for words in self._words.values():
            for word in words:
                counted[word] = counted.get(word, 0) + 1
        texts = max(LEAST_TEXTS, len(bodies))
        self._squared = {word: log((texts + 1) / count) ** 2 for word, count in counted.items()}
        self._length = {holder: sqrt(self._sum(words)) for holder, words in self._words.items()}

    def _sum(self, words: Iterable[str]) -> float:
        return sum(self._squared[word] for word in sorted(words))

    def likeness(self, one: str, other: str, without: Iterable[str] = ()) -> float:
        """Cosine, 0..1; 0 where one has no telling word. `without`: folded words that do not count as common."""
        lengths = self._length[one] * self._length[other]
        shared = (self._words[one] & self._words[other]).difference(_bare(word) for word in without)
        return self._sum(shared) / lengths if lengths else 0.0

    def alike(self, one: str, other: str, without: Iterable[str] = ()) -> bool:
        return self.likeness(one, other, without) >= SAME_SUBJECT or self.across(one, other, without) > 0

    def across(self, one: str, other: str, without: Iterable[str] = ()) -> int:
        """Names of one sound and figures that two texts in different scripts share, where they are enough; else 0."""
        (arabic, names, figures), (theirs_arabic, theirs, theirs_figures) = self._told(one), self._told(other)
        if arabic == theirs_arabic:
            return 0
        named = len((names & theirs).difference(consonants(_bare(word)) for word in without))
        common = named + len(figures & theirs_figures)
        return common if named >= NAMES_ACROSS and common >= ACROSS_SCRIPTS else 0

    def _told(self, holder: str) -> tuple[bool, frozenset[str], frozenset[str]]:
        if holder not in self._across:
            body = self._bodies[holder]
            words = list(folded_words(body))
            figures = {word.text for word in words if word.text.isascii() and word.text.isdigit()}
            telling = {figure for figure in figures if int(figure) >= LEAST_FIGURE and int(figure) not in YEARS}
            self._across[holder] = (
                is_arabic(word.text for word in words),
                names_by_sound((word.text, body[word.start].isupper()) for word in words if word.text not in LITTLE),
                frozenset(telling),
            )
        return self._across[holder]


def _telling(body: str) -> Iterable[str]:
    for word in folded_words(body):
        if word.text not in LITTLE and (len(word.text) > 2 or word.text.isdigit()):
            yield _bare(word.text)


def _bare(word: str) -> str:
    prefix = next((one for one in PREFIXES if word.startswith(one)), "")
    return word[len(prefix) :] if len(word) - len(prefix) >= LEAST_STEM else word
