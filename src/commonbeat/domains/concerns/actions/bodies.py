"""The town keeps the directory of independent bodies that residents may turn to."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Max

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.errors import Fault, NoSuchBody, NotAccepted
from commonbeat.domains.concerns.models import OversightBody
from commonbeat.domains.concerns.wording import free_code, trimmed

NO_WAY = "no way to reach it"
NOT_A_LINK = "not a web address"
RULES = {
    "name": (160, True),
    "name_fr": (160, True),
    "takes": (300, True),
    "takes_fr": (300, True),
    "web": (200, False),
    "phone": (40, False),
    "post": (200, False),
}
_is_link = URLValidator(schemes=["https", "http"])


@action(Right.SET_ROUTES)
def add_body(
    *,
    name: str,
    name_fr: str,
    takes: str,
    takes_fr: str,
    web: str = "",
    phone: str = "",
    post: str = "",
    by: Actor,
) -> str:
    """Add an independent body at the end of the page; returns its code. Raises NotAccepted."""
    given = {"name": name, "name_fr": name_fr, "takes": takes, "takes_fr": takes_fr}
    said = _checked(given | {"web": web, "phone": phone, "post": post})
    code = free_code(name, set(OversightBody.objects.values_list("code", flat=True)))
    last = OversightBody.objects.aggregate(last=Max("position"))["last"]
    OversightBody.objects.create(code=code, position=0 if last is None else last + 1, **said)
    note(body=code)
    return code


@action(Right.SET_ROUTES)
def set_body(
    *,
    code: str,
    name: str,
    name_fr: str,
    takes: str,
    takes_fr: str,
    web: str = "",
    phone: str = "",
    post: str = "",
    by: Actor,
) -> None:
    """Change what is said of an independent body. Raises NotAccepted, NoSuchBody."""
    given = {"name": name, "name_fr": name_fr, "takes": takes, "takes_fr": takes_fr}
    said = _checked(given | {"web": web, "phone": phone, "post": post})
    if not OversightBody.objects.filter(code=code, retired_at=None).update(**said):
        raise NoSuchBody("There is no such independent body.")
    note(body=code)


@action(Right.SET_ROUTES)
def retire_body(*, code: str, by: Actor) -> None:
    """Take an independent body off the page. Raises NoSuchBody."""
    rows = OversightBody.objects.filter(code=code, retired_at=None)
    if not rows.update(retired_at=clock.now()):
        raise NoSuchBody("There is no such independent body.")
    note(body=code)


@action(Right.SET_ROUTES)
def use_body_again(*, code: str, by: Actor) -> None:
    """Put an independent body back on the page. Raises NoSuchBody."""
    rows = OversightBody.objects.filter(code=code, retired_at__isnull=False)
    if not rows.update(retired_at=None):
        raise NoSuchBody("There is no such body that was taken off the page.")
    note(body=code)


def _checked(given: dict[str, str]) -> dict[str, str]:
    said = trimmed(given, RULES)
    if not (said["web"] or said["phone"] or said["post"]):
        raise NotAccepted([Fault("web", NO_WAY)])
    if said["web"]:
        try:
            _is_link(said["web"])
        except ValidationError:
            raise NotAccepted([Fault("web", NOT_A_LINK)]) from None
    return said
