"""What is kept about residents and for how long: read from the privacy cards, in plain words."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from commonbeat.core.privacy import Card, cards, keep_for
from commonbeat.portals.public.card_words import WORDS
from commonbeat.portals.public.kept import for_everybody, page
from commonbeat.ui.table import Column


@for_everybody
def what_we_keep(request: HttpRequest) -> HttpResponse:
    """One line for each thing that is kept, why, and until when."""
    known = {card.model: card for card in cards()}
    headers = [Column(_("What")), Column(_("Why")), Column(_("Until when"))]
    rows = [
        (_(words.what), _(words.why), _(words.until) % {"days": _days(known[model])})
        for model, words in WORDS.items()
        if model in known
    ]
    context = {"headers": headers, "rows": rows, "sender": settings.TEXT_SENDER}
    return page(request, "public/privacy.html", context)


def _days(card: Card) -> int:
    """How many days the card declares; a number's own time is set when its call closes."""
    if card.model == "contact.ContactPoint":
        return int(settings.KEEP_NUMBERS_DAYS)
    limit = keep_for(card, settings)
    return limit.days if limit else 0
