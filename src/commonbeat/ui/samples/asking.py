"""Examples of the components that ask a reader something."""

from __future__ import annotations

from django import forms

from commonbeat.ui.samples.sample import Inputs, Sample

AGREE = [(str(n), str(n)) for n in range(1, 6)]
WAYS = [("text", "By text"), ("phone", "By phone"), ("none", "Not at all")]


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Your name", help_text="As you want to be called.")
    phone = forms.CharField(label="Phone", required=False, widget=forms.TextInput)
    words = forms.CharField(label="What happened?", widget=forms.Textarea(attrs={"rows": 4}))
    area = forms.ChoiceField(label="Area", choices=[("1", "Old Mill"), ("2", "Harbour")])
    way = forms.ChoiceField(label="How may we reach you?", choices=WAYS, widget=forms.RadioSelect)
    topics = forms.MultipleChoiceField(
        label="What about?",
        required=False,
        choices=[("noise", "Noise"), ("lights", "Street lights")],
        widget=forms.CheckboxSelectMultiple,
    )
    agree = forms.BooleanField(label="You may text me about this call")
    heard = forms.ChoiceField(
        label="The officer listened to what I had to say",
        help_text="1 is not at all, 5 is completely.",
        choices=AGREE,
        widget=forms.RadioSelect,
    )


def _fresh(name: str, **more: object) -> Sample:
    def given() -> Inputs:
        return {"field": SampleForm(auto_id=f"{name}_fresh_%s")[name], **more}

    return Sample("as a scale" if more else name, given)


def _wrong(name: str) -> Sample:
    def given() -> Inputs:
        return {"field": SampleForm({}, auto_id=f"{name}_wrong_%s")[name]}

    return Sample(f"{name}, with an error", given)


def _fields() -> list[Sample]:
    shown = ["name", "phone", "words", "area", "way", "topics", "agree"]
    scale = _fresh("heard", as_scale=True, low="Not at all", high="Completely")
    wrong = ["name", "words", "way", "agree"]
    return [*map(_fresh, shown), scale, *map(_wrong, wrong)]


def _summary() -> Inputs:
    form = SampleForm({"name": "Ana"}, auto_id="name_wrong_%s")
    return {"form": form, "without_focus": True}


ASKING: dict[str, list[Sample]] = {
    "field": _fields(),
    "error_summary": [Sample("several things missing", _summary)],
    "button": [
        Sample("main", {"text": "Send"}),
        Sample("secondary", {"text": "Keep for later", "kind": "secondary"}),
        Sample("quiet", {"text": "Leave out", "kind": "quiet"}),
        Sample("danger", {"text": "Stop all texts", "kind": "danger"}),
        Sample("with a drawing", {"text": "Text us", "icon": "message"}),
        Sample("not now", {"text": "Send", "disabled": True}),
    ],
    "button_link": [
        Sample("main", {"text": "Answer four questions", "url": "#button_link"}),
        Sample(
            "secondary, with a drawing",
            {"text": "Call", "url": "#button_link", "kind": "secondary", "icon": "phone"},
        ),
    ],
    "steps": [
        Sample(
            "the second of three",
            {"steps": [("Where", "done"), ("What", "current"), ("Send", "next")]},
        )
    ],
    "progress": [
        Sample("half", {"label": "Question", "value": 2, "max": 4, "text": "2 of 4"}),
        Sample("nobody can say", {"label": "Reading the file", "text": "please wait"}),
    ],
    "search_form": [
        Sample("empty", {"label": "Find a call"}),
        Sample("asked", {"label": "Find an officer", "value": "Bell", "name": "who"}),
    ],
}
