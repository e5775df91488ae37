"""The town decides what residents may report, and which apps may report it."""

from __future__ import annotations

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.core.keys import new_key, new_token, token_hash
from commonbeat.domains.agencies.models import Agency
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.asking import kind_of
from commonbeat.domains.concerns.errors import Fault, NoSuchAgency, NoSuchKind, NotAccepted
from commonbeat.domains.concerns.models import AppKey, ConcernKind, Question, ReplyTemplate
from commonbeat.domains.concerns.moving import LONGEST_WORDS
from commonbeat.domains.concerns.reports import MISSING, OUT_OF_RANGE, TOO_LONG
from commonbeat.domains.concerns.shipped.kinds import KINDS, TEMPLATES, Kind

LATEST_DUE = 365  # days


@action(Right.SET_KINDS)
def load_shipped_kinds(*, by: Actor) -> int:
    """Add the shipped kinds and templates that are not there yet; returns how many kinds.

    What the town has changed stays as the town has it.
    """
    known = set(ConcernKind.objects.values_list("code", flat=True))
    fresh = [kind for kind in KINDS if kind.code not in known]
    for position, kind in enumerate(KINDS):
        if kind in fresh:
            _add(kind, position)
    for key, code, words, words_fr in TEMPLATES:
        ReplyTemplate.objects.get_or_create(
            key=key,
            defaults={
                "kind": ConcernKind.objects.filter(code=code).first() if code else None,
                "words": words,
                "words_fr": words_fr,
            },
        )
    note(n_kinds=len(fresh))
    return len(fresh)


def _add(shipped: Kind, position: int) -> None:
    kind = ConcernKind.objects.create(
        code=shipped.code,
        name=shipped.name,
        name_fr=shipped.name_fr,
        description=shipped.description,
        description_fr=shipped.description_fr,
        group=shipped.group,
        group_fr=shipped.group_fr,
        keywords=shipped.keywords,
        answering=shipped.answering,
        is_public=shipped.is_public,
        describes_people=shipped.describes_people,
        asks_after=shipped.is_public and not shipped.describes_people,
        due_days=shipped.due_days,
        position=position,
    )
    Question.objects.bulk_create(
        Question(
            kind=kind,
            code=ask.code,
            asks=ask.asks,
            datatype=ask.datatype,
            is_required=ask.is_required,
            order=order,
            words=ask.words,
            words_fr=ask.words_fr,
            choices=[
                {"key": key, "name": name, "name_fr": name_fr} for key, name, name_fr in ask.choices
            ],
        )
        for order, ask in enumerate(shipped.questions, start=1)
    )


@action(Right.SET_KINDS)
def retire_kind(*, code: str, by: Actor) -> None:
    """Take a kind off the list; what was reported under it stays. Raises NoSuchKind."""
    if not ConcernKind.objects.filter(code=code, retired_at=None).update(retired_at=clock.now()):
        raise NoSuchKind("There is no such kind of concern.")
    note(kind=code)


@action(Right.SET_KINDS)
def use_kind_again(*, code: str, by: Actor) -> None:
    """Put a retired kind back on the list. Raises NoSuchKind."""
    rows = ConcernKind.objects.filter(code=code, retired_at__isnull=False)
    if not rows.update(retired_at=None):
        raise NoSuchKind("There is no such kind that was retired.")
    note(kind=code)


@action(Right.SET_KINDS)
def set_kind(
    *,
    code: str,
    due_days: int,
    agency: str,
    is_public: bool,
    asks_after: bool | None = None,
    by: Actor,
) -> None:
    """How soon a kind is due, which agency gets it first ('' for us), and who sees it.

    `asks_after`: whether residents are asked how it went, only of public kinds; None leaves it.
    It holds for what comes in from now on; a kind that is not public hides the old ones too. A
    kind that describes people is never public. Raises NoSuchKind, NoSuchAgency, NotAccepted.
    """
    kind = kind_of(code)
    if is_public and kind.describes_people:
        raise NotAccepted([Fault("is_public", OUT_OF_RANGE)])
    if asks_after and not is_public:
        raise NotAccepted([Fault("asks_after", OUT_OF_RANGE)])
    if not 1 <= due_days <= LATEST_DUE:
        raise NotAccepted([Fault("due_days", OUT_OF_RANGE)])
    kind.agency = _agency(agency) if agency else None
    kind.due_days, kind.is_public = due_days, is_public
    asks = kind.asks_after if asks_after is None else asks_after
    kind.asks_after = asks and is_public
    kind.save(update_fields=["agency", "due_days", "is_public", "asks_after"])
    note(
        kind=code,
        due_days=due_days,
        agency=agency or None,
        is_public=is_public,
        asks_after=kind.asks_after,
    )


def _agency(code: str) -> Agency:
    found = Agency.objects.filter(code=code).first()
    if found is None:
        raise NoSuchAgency("There is no agency with this code.")
    return found


@action(Right.SET_KINDS)
def word_template(*, key: str = "", kind: str, words: str, words_fr: str, by: Actor) -> str:
    """Word a template anew, or add one where `key` is ''; returns its key.

    `kind` is a kind's code, '' for any. Raises NoSuchKind, and NotAccepted for words that are
    missing or over 600 characters in either language.
    """
    faults = [
        Fault(name, TOO_LONG if said.strip() else MISSING)
        for name, said in (("words", words), ("words_fr", words_fr))
        if not 0 < len(said.strip()) <= LONGEST_WORDS
    ]
    if faults:
        raise NotAccepted(faults)
    about = kind_of(kind) if kind else None
    said = {"kind": about, "words": words.strip(), "words_fr": words_fr.strip()}
    row, is_new = ReplyTemplate.objects.update_or_create(key=key or new_key(), defaults=said)
    note(template=row.key, is_new=is_new)
    return row.key


@action(Right.SET_KINDS)
def drop_template(*, key: str, by: Actor) -> None:
    """Take a template away; what was said with it stays said."""
    ReplyTemplate.objects.filter(key=key).delete()
    note(template=key)


@action(Right.SET_KINDS)
def open_app(*, name: str, may_update: bool = False, by: Actor) -> str:
    """Give an app a key for sending reports; the key is shown once and only its hash kept.

    With `may_update` it is a partner's, which may also tell what became of a public concern.
    """
    key = new_token()
    AppKey.objects.create(
        name=name,
        key_hash=token_hash(key),
        may_update=may_update,
        opened_at=clock.now(),
        opened_by=by.name,
    )
    note(may_update=may_update)
    return key


@action(Right.SET_KINDS)
def close_app(*, name: str, by: Actor) -> None:
    """Take an app's key away."""
    AppKey.objects.filter(name=name, closed_at=None).update(closed_at=clock.now())
