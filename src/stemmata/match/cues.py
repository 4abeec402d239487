"""Words by which a text says where it has its matter from, in English, French and Arabic.

Source: written for this module from the usage of news desks and from the grammars of reported speech in the three
languages, without looking at any test material; a language is added by one more `Cues`. Everything is compared folded
(fingerprint.folding), so case, vowel marks and letter variants do not matter; a leading Arabic و or ف is ignored.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cues:
    """before: cues that a name follows. whole: such cues by which the whole text is said to be the source's own. after:
    verbs that follow the name of a medium. document: cues of `before` that speak of something published, so that even
    an organisation that is no medium counts as a source by them. fillers: what may stand between a cue and a name.
    media: nouns that make a name that of a medium. names: words within names of media. bodies: nouns that make a name
    that of an organisation. joining: words inside a name. stops: words at which a name ends, in a script without
    capitals. own: what says that the text found something out itself. footage: nouns for what is filmed or
    photographed."""

    language: str
    before: tuple[str, ...]
    whole: tuple[str, ...]
    after: tuple[str, ...]
    document: frozenset[str]
    fillers: frozenset[str]
    media: frozenset[str]
    names: frozenset[str]
    bodies: frozenset[str]
    joining: frozenset[str]
    stops: frozenset[str]
    own: tuple[str, ...]
    footage: frozenset[str]


ENGLISH = Cues(
    language="en",
    before=(
        "according to", "citing", "cited by", "cites", "cited", "quoting", "quoted by", "quoted in", "quoted from",
        "as reported by", "reported by", "reported in", "first reported by", "first reported in", "carried by",
        "first carried by", "published by", "published in", "published on", "broadcast by", "broadcast on", "aired by",
        "aired on", "obtained by", "seen by", "told", "via", "courtesy of", "credit", "hat tip", "h t",
        "in an interview with", "a report by", "a report in", "a report from", "a report published by",
        "a report published in", "reports by", "reports in", "a statement by", "a statement from", "a statement of",
        "in a report by", "with reporting by", "reporting by", "posted by", "posted on", "shared by", "footage from",
        "video from", "video by", "a dispatch from", "a story in", "an article in", "an article by", "the findings of",
        "an investigation by", "an inquiry by", "a release by", "a press release by", "a release from",
        "says a report by",
    ),
    whole=(
        "originally published by", "originally published in", "originally published on", "originally published at",
        "originally appeared in", "originally appeared on", "first published by", "first published in",
        "first published on", "first published at", "first appeared in", "first appeared on", "republished from",
        "republished with permission from", "republished by permission of", "reprinted from", "reproduced from",
        "reposted from", "source", "sources", "syndicated from", "translated from", "this story is from",
        "this article is from",
    ),
    after=(
        "reported", "reports", "first reported", "has reported", "had reported", "wrote", "writes", "quoted", "quotes",
        "published", "broadcast", "aired", "carried", "cited", "said", "says", "revealed", "also reported",
        "later reported", "previously reported", "earlier reported", "has said", "had said", "announced",
        "has announced", "found", "has found", "had found", "documented", "has documented", "concluded",
        "has concluded", "has published", "released", "has released", "put the", "quoted", "noted", "added",
    ),
    document=frozenset({
        "a report by", "a report in", "a report from", "a report published by", "a report published in", "reports by",
        "reports in", "in a report by", "a statement by", "a statement from", "a statement of", "the findings of",
        "an investigation by", "an inquiry by", "a release by", "a press release by", "a release from", "published by",
        "says a report by",
    }),
    fillers=frozenset({
        "a", "an", "the", "its", "his", "her", "their", "this", "that", "report", "reports", "story", "article",
        "piece", "dispatch", "account", "accounts", "post", "posts", "by", "from", "in", "of", "on", "at", "published",
        "carried", "aired", "issued", "released", "statement", "release", "press", "news", "local", "state",
        "state run", "run", "official", "semi", "private", "independent", "daily", "weekly", "exclusive", "earlier",
        "recent", "new", "our", "partner", "colleagues", "social", "media", "telegram", "live", "website",
    }),
    media=frozenset({
        "agency", "newspaper", "paper", "daily", "weekly", "magazine", "channel", "broadcaster", "station", "website",
        "site", "outlet", "portal", "network", "newswire", "wire", "radio", "television", "tv", "tabloid", "blog",
        "platform", "service", "podcast",
    }),
    names=frozenset({
        "news", "times", "post", "herald", "daily", "weekly", "tribune", "gazette", "courier", "observer", "chronicle",
        "journal", "press", "agency", "wire", "radio", "tv", "television", "channel", "network", "media",
        "broadcasting", "broadcaster", "today", "mail", "telegraph", "star", "sun", "mirror", "review", "monitor",
        "bulletin", "dispatch", "echo", "register", "standard", "sentinel", "globe", "examiner", "newswire", "online",
        "reporter", "inquirer", "argus", "advertiser", "leader", "record", "voice", "newspaper", "magazine",
    }),
    bodies=frozenset({
        "bureau", "centre", "center", "organisation", "organization", "observatory", "commission", "committee",
        "council", "watch", "institute", "foundation", "association", "society", "ngo", "mission", "office", "archive",
        "project", "initiative", "international", "group", "tribunal", "alliance", "network",
    }),
    joining=frozenset({"of", "the", "and", "for", "de", "du", "la", "le", "al", "el", "des"}),
    stops=frozenset(),
    own=(
        "told this newspaper", "told this paper", "told this website", "told this site", "told us", "told our reporter",
        "told our correspondent", "our reporter saw", "our correspondent saw", "our reporter spoke",
        "our correspondent spoke",
        "a correspondent for this", "in an interview with this newspaper", "in an interview with us", "we spoke to",
        "who spoke to us", "seen by this newspaper", "said in an interview with this",
    ),
    footage=frozenset({"video", "videos", "footage", "clip", "clips", "film", "photo", "photos", "photograph",
                       "photographs", "image", "images", "recording", "livestream"}),
)  # fmt: skip

FRENCH = Cues(
    language="fr",
    before=(
        "selon", "d apres", "cite par", "citant", "rapporte par", "rapporte", "relaye par", "via", "publie par",
        "publie dans", "diffuse par", "diffuse sur", "indique a", "declare a", "dans un entretien a", "un rapport de",
        "un rapport du", "un communique de", "un communique du", "une depeche de", "une depeche d", "une enquete de",
    ),
    whole=(
        "publie initialement par", "publie initialement dans", "publie a l origine par", "paru dans", "repris de",
        "source", "sources", "article publie par", "traduit de",
    ),
    after=("rapporte", "a rapporte", "indique", "a indique", "ecrit", "a ecrit", "affirme", "a annonce", "a publie"),
    document=frozenset({
        "un rapport de", "un rapport du", "un communique de", "un communique du", "une enquete de", "publie par",
    }),
    fillers=frozenset({
        "le", "la", "les", "l", "un", "une", "du", "de", "des", "d", "un rapport", "journal", "agence", "presse",
        "locale", "local", "officielle", "officiel", "publique", "chaine", "quotidien", "hebdomadaire", "nos",
        "confreres",
    }),
    media=frozenset({
        "agence", "journal", "quotidien", "hebdomadaire", "chaine", "site", "radio", "television", "magazine", "media",
        "portail", "presse",
    }),
    names=frozenset({"presse", "info", "infos", "matin", "soir", "temps", "monde", "gazette", "courrier", "tribune",
                     "depeche", "voix", "echo", "radio", "tv", "television", "agence", "quotidien", "observateur"}),
    bodies=frozenset({"bureau", "centre", "organisation", "observatoire", "commission", "comite", "conseil", "institut",
                      "fondation", "association", "ong", "mission"}),
    joining=frozenset({"de", "du", "la", "le", "les", "des", "et", "l", "d", "al", "el"}),
    stops=frozenset(),
    own=("a declare a notre journal", "a confie a notre journal", "notre correspondant a vu",
         "notre envoye special a vu",
         "a notre redaction"),
    footage=frozenset({"video", "videos", "images", "sequence", "photo", "photos", "enregistrement"}),
)  # fmt: skip

ARABIC = Cues(
    language="ar",
    before=(
        "نقلا عن", "بحسب", "حسب", "بحسب ما ذكرت", "بحسب ما نشرت", "بحسب ما نشرته", "بحسب ما أوردت", "بحسب ما أوردته",
        "بحسب ما أفادت", "بحسب ما نقلت", "حسبما ذكرت", "حسبما أفادت", "حسبما نقلت", "حسبما أوردت", "كما ذكرت",
        "كما أوردت", "وفقا ل", "وفقا لما ذكرته", "وفقا لما نشرته", "وفقا لما أوردته", "وفقا لما نقلته", "وفق", "وفق ما",
        "ذكرت", "ذكر", "أفادت", "أفاد", "قالت", "نقلت", "نقل", "نقلته", "أوردت", "أورد", "أوردته", "نشرت", "نشر",
        "نشرته", "بثت", "بثته", "أعلنت", "كشفت", "تحدثت", "عن", "استنادا إلى", "في تصريح ل", "في تصريحات ل",
        "في حديث ل", "في مقابلة مع", "تقرير ل", "تقرير", "تقرير نشرته", "تقرير أصدره", "تقرير أصدرته", "بيان ل", "بيان",
        "في بيان", "بيان صادر عن", "تقرير صادر عن", "صادر عن", "حصلت عليه", "اطلعت عليه", "تداولته", "عبر", "كشف",
        "أعلن", "أصدر", "أصدرت", "وثق", "وثقت",
    ),
    whole=(
        "المصدر", "المصادر", "نشر هذا النص أولا في", "نشر هذا المقال في", "نشر هذا الخبر في", "نشر أولا في",
        "نشر أصلا في", "نشر لأول مرة في", "أعيد نشره من", "أعيد النشر عن", "إعادة نشر عن", "مترجم عن", "ترجمة عن",
        "هذا المقال من",
    ),
    after=(),
    document=frozenset({
        "تقرير ل", "تقرير", "تقرير أصدره", "تقرير أصدرته", "بيان ل", "بيان", "في بيان", "بيان صادر عن", "تقرير صادر عن",
        "صادر عن", "تقرير نشرته", "كشف", "كشفت", "أعلن", "أعلنت", "أصدر", "أصدرت", "وثق", "وثقت",
    }),
    fillers=frozenset({"تقرير", "خبر", "ما", "به", "فيه", "نشره", "نشرته", "ذكرته", "أوردته", "نقلته", "لها", "له",
                       "ان", "أفادت", "ذكرت", "قالته", "صادر", "مصادر"}),
    media=frozenset({"وكالة", "صحيفة", "جريدة", "قناة", "شبكة", "موقع", "إذاعة", "تلفزيون", "مجلة", "منصة", "محطة",
                     "فضائية", "يومية", "بوابة"}),
    names=frozenset({"برس", "نيوز", "أنباء", "الأنباء", "للأنباء", "أخبار", "الأخبار", "الإخبارية", "الإخباري", "تايمز",
                     "بوست"}),
    bodies=frozenset({"منظمة", "مكتب", "مرصد", "المرصد", "مركز", "هيئة", "لجنة", "بعثة", "معهد", "مؤسسة", "جمعية",
                      "مجلس", "أرشيف", "مبادرة", "رابطة"}),
    joining=frozenset(),
    stops=frozenset({
        "ان", "أن", "إن", "أنها", "أنه", "انها", "بأن", "بان", "عن", "في", "من", "على", "إلى", "قوله", "قولها", "قول",
        "التي", "الذي", "الذين", "اليوم", "أمس", "يوم", "مساء", "صباح", "فجر", "ليل", "مع", "هذه", "هذا", "تلك", "قد",
        "لم", "كان", "كانت", "بعد", "قبل", "خلال", "حول", "حيث", "فيما", "بينما", "ما", "لكن", "أو", "ثم", "إذ", "مصدر",
        "مصادر", "شهود", "مسؤول", "مسؤولين", "تفاصيل", "أول", "ولم", "ولا", "وأن", "وان", "وفق", "بحسب", "عبر", "منذ",
        "ضمن", "دون", "إضافة", "مقتل", "إصابة", "سقوط", "وقوع", "قولهم", "مراسل", "مراسلها", "أولا", "تقريرا", "تقرير",
        "خبرا", "صورا", "العثور", "اكتشاف", "ارتفاع", "انتهاء", "تسجيل", "توثيق", "وفاة", "استهداف", "قصف",
    }),
    own=("لمراسلنا", "قال لنا", "قالت لنا", "قال لموقعنا", "لصحيفتنا", "في حديث لنا", "شاهد مراسلنا", "شاهدت مراسلتنا",
         "في مقابلة معنا", "لمراسلتنا"),
    footage=frozenset({"فيديو", "مقطع", "مقاطع", "تسجيل", "تسجيلات", "صور", "صورة", "مشاهد", "لقطات", "بث"}),
)  # fmt: skip

LANGUAGES: tuple[Cues, ...] = (ENGLISH, FRENCH, ARABIC)
