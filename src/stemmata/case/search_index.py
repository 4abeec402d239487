"""Full-text search in step with the tables: one row for each file that is held and each post that has a text.

A row holds folded words; the untouched text stays in `text` and `name`. Only what changed is indexed again.
"""

from collections.abc import Iterable, Iterator
from hashlib import blake2b

from sqlalchemy import Connection, delete, insert, select, text

from stemmata.case import schema
from stemmata.case.index import Index, set_value
from stemmata.fingerprint.folding import folded_words
from stemmata.fingerprint.peeling import peeled

FORM = "folded/1"
"""Raised whenever the same text would give other words."""
GAP = "\ue000"
"""Between names, title and body, so that no phrase runs across: a private-use character, which no folded word is."""
MOST_WORDS = 2_000_000
"""Words indexed of one text, as many as its passages are read of."""
NAMES_SEEN = "names_searched"
BATCH = 500

_INSERT = text(
    f"INSERT INTO {schema.FOUND} (rowid, name, title, body, without_conjunction, without_article) "
    "VALUES (:id, :name, :title, :body, :without_conjunction, :without_article)"
)
_DELETE = text(f"DELETE FROM {schema.FOUND} WHERE rowid = :id")


def follow(index: Index) -> None:
    """Bring the search up to the tables where files were received since it was last brought up."""
    with index.read() as connection:
        names = connection.exec_driver_sql("SELECT count(*) FROM name").scalar_one()
    if index.value(NAMES_SEEN) != names:
        with index.write() as connection:
            index_texts(connection)


def index_texts(connection: Connection) -> None:
    """Every holder whose names, title or body changed, within the caller's transaction; holders that are gone leave."""
    names = _names(connection)
    kept = {row.holder: (row.id, row.state) for row in connection.execute(select(schema.searched))}
    changed: list[str] = []
    states: dict[str, str] = {}
    for holder, state in _states(connection, names):
        states[holder] = state
        if holder not in kept or kept[holder][1] != state:
            changed.append(holder)
    gone = [number for holder, (number, _) in kept.items() if holder not in states]
    stale = gone + [kept[holder][0] for holder in changed if holder in kept]
    if stale:
        connection.execute(_DELETE, [{"id": number} for number in stale])
        for at in range(0, len(stale), BATCH):
            connection.execute(delete(schema.searched).where(schema.searched.c.id.in_(stale[at : at + BATCH])))
    for at in range(0, len(changed), BATCH):
        _index(connection, changed[at : at + BATCH], names, states)
    set_value(connection, NAMES_SEEN, connection.exec_driver_sql("SELECT count(*) FROM name").scalar_one())


def _names(connection: Connection) -> dict[str, list[str]]:
    table = schema.name.c
    found: dict[str, list[str]] = {}
    for item, shown in connection.execute(select(table.item, table.shown).distinct().order_by(table.item, table.shown)):
        found.setdefault(item, []).append(shown)
    return found


def _states(connection: Connection, names: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """(holder, state): equal states give equal rows."""
    table = schema.text.c
    told = {
        row.holder: (row.extraction, row.title, row.body)
        for row in connection.execute(select(table.holder, table.extraction, table.title, table.body))
    }
    for holder in sorted(set(names) | set(told)):
        digest = blake2b(digest_size=16)
        for part in (FORM, *names.get(holder, ()), GAP, *told.get(holder, ())):
            digest.update(str(part).encode("utf-8", "surrogatepass") + b"\x00")
        yield holder, digest.hexdigest()


def _index(connection: Connection, holders: list[str], names: dict[str, list[str]], states: dict[str, str]) -> None:
    connection.execute(insert(schema.searched), [{"holder": holder, "state": states[holder]} for holder in holders])
    mine = schema.searched.c
    numbers = {
        row.holder: row.id for row in connection.execute(select(mine.holder, mine.id).where(mine.holder.in_(holders)))
    }
    table = schema.text.c
    query = select(table.holder, table.title, table.body).where(table.holder.in_(holders))
    told = {row.holder: (row.title or "", row.body) for row in connection.execute(query)}
    connection.execute(
        _INSERT,
        [_row(numbers[holder], names.get(holder, []), *told.get(holder, ("", ""))) for holder in holders],
    )


def _row(number: int, names: Iterable[str], title: str, body: str) -> dict[str, object]:
    columns = [_words(GAP.join(names)), _words(title), _words(body)]
    whole = [word for column in columns for word in (*column, GAP)]
    forms = [peeled(word) for word in whole]
    arabic = any(form != (word, word) for form, word in zip(forms, whole, strict=True))
    return {
        "id": number,
        "name": " ".join(columns[0]),
        "title": " ".join(columns[1]),
        "body": " ".join(columns[2]),
        "without_conjunction": " ".join(form for form, _ in forms) if arabic else "",
        "without_article": " ".join(form for _, form in forms) if arabic else "",
    }


def _words(told: str) -> list[str]:
    made: list[str] = []
    for word in folded_words(told):
        if len(made) == MOST_WORDS:
            break
        made.append(word.text)
    return made
