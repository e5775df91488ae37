"""A page with every component in every state, for those who build and test pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from commonbeat.ui.samples import SAMPLES
from commonbeat.ui.samples.sample import Sample

COMPONENTS: list[str] = list(SAMPLES)
SMALL = {
    "mark",
    "icon",
    "badge",
    "button",
    "button_link",
    "figure",
    "meter",
    "progress",
    "card",
}


@dataclass(frozen=True)
class Shown:
    """One example, made into HTML."""

    title: str
    html: SafeString


def show(component: str, sample: Sample) -> Shown:
    """A component's template given only the sample's inputs, as `{% include … only %}` does."""
    return Shown(sample.title, render_to_string(f"ui/{component}.html", sample.given()))


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state."""
    shown = [
        (name, name in SMALL, [show(name, sample) for sample in SAMPLES[name]])
        for name in COMPONENTS
    ]
    return render(request, "ui/pages/gallery.html", {"shown": shown})
