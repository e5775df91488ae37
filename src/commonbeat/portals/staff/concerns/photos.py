"""Photos at the desk: looked at, and one at a time shown to everybody, or taken back."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.actions import handling
from commonbeat.domains.concerns.errors import NoSuchConcern
from commonbeat.domains.concerns.queries import concerns as reading
from commonbeat.portals.staff.concerns.set_up_forms import PhotoForm
from commonbeat.portals.staff.pages import FORM, POST, DeskRequest, found, page, render, say


@page(Right.SEE_CONCERNS)
def photo(request: DeskRequest, key: str) -> HttpResponseBase:
    """A photo, through the desk; nobody keeps a copy on the way."""
    jpeg = found(reading.photo(request.actor, key))
    answer = HttpResponse(jpeg, content_type="image/jpeg")
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


@page(Right.HANDLE, methods=FORM)
def show_photo(request: DeskRequest, key: str) -> HttpResponseBase:
    """Look at a photo closely, then let everybody see it."""
    shown = found(reading.photo_to_show(request.actor, key))
    form = PhotoForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            handling.publish_photo(key=key, is_public=True, by=request.actor)
        except NoSuchConcern:
            raise Http404 from None
        say(request, _("Everybody may see this photo now."))
        return redirect("staff:concern", key=shown.concern)
    return render(request, "concerns/show_photo.html", {"photo": shown, "form": form})


@page(Right.HANDLE, methods=POST)
def hide_photo(request: DeskRequest, key: str) -> HttpResponseBase:
    """Take a photo back; its address answers at once that there is none."""
    concern = reading.concern_of_photo(request.actor, key)
    try:
        handling.publish_photo(key=key, is_public=False, by=request.actor)
    except NoSuchConcern:
        raise Http404 from None
    say(request, _("Nobody outside sees this photo any more."))
    return redirect("staff:concern", key=found(concern))
