"""The kinds of concern as shipped, with their questions."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Ask:
    """A question as shipped; `choices` are (key, English, French)."""

    code: str
    words: str
    words_fr: str
    datatype: str = "string"
    is_required: bool = False
    choices: tuple[tuple[str, str, str], ...] = ()
    asks: bool = True


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind as shipped."""

    code: str
    name: str
    name_fr: str
    description: str
    description_fr: str
    group: str
    group_fr: str
    keywords: str
    due_days: int
    is_public: bool = True
    describes_people: bool = False
    answering: str = "realtime"
    questions: tuple[Ask, ...] = field(default=())


_WHEN = (
    ("morning", "Morning", "Matin"),
    ("afternoon", "Afternoon", "Après-midi"),
    ("evening", "Evening", "Soir"),
    ("night", "Night", "Nuit"),
)
_HAPPENING = Ask(
    "happening",
    "Is it happening now, or is somebody in danger?",
    "Est-ce que cela se passe maintenant, ou est-ce que quelqu’un est en danger ?",
    "singlevaluelist",
    is_required=True,
    choices=(
        ("past", "No, it is over", "Non, c’est fini"),
        ("again", "No, but it happens again and again", "Non, mais cela se répète"),
        ("now", "Yes, it is happening now", "Oui, cela se passe maintenant"),
        ("danger", "Somebody is in danger", "Quelqu’un est en danger"),
    ),
)
_PERSON = (
    Ask("clothing", "Clothing", "Vêtements"),
    Ask("build", "Height and build", "Taille et carrure"),
    Ask("hair", "Hair", "Cheveux"),
    Ask("vehicle", "Vehicle", "Véhicule"),
    Ask("belongings", "Things they carried", "Objets portés"),
    Ask(
        "ethnicity",
        "Ethnic appearance, only if it helps and after the rest",
        "Apparence ethnique, seulement si cela aide et après le reste",
    ),
)

KINDS: tuple[Kind, ...] = (
    Kind(
        "abandoned-vehicle",
        "Abandoned vehicle",
        "Véhicule abandonné",
        "A car or trailer that has not moved for days.",
        "Une auto ou une remorque qui n’a pas bougé depuis des jours.",
        "Streets",
        "Rues",
        "car, vehicle, abandoned",
        10,
        questions=(
            Ask(
                "how-long",
                "How long has it been there?",
                "Depuis combien de temps est-il là ?",
                "singlevaluelist",
                is_required=True,
                choices=(
                    ("days", "A few days", "Quelques jours"),
                    ("week", "About a week", "Environ une semaine"),
                    ("month", "A month or more", "Un mois ou plus"),
                ),
            ),
            Ask("looks", "Colour and make", "Couleur et marque"),
        ),
    ),
    Kind(
        "noise",
        "Noise",
        "Bruit",
        "Noise that comes back: music, engines, works at night.",
        "Du bruit qui revient : musique, moteurs, travaux la nuit.",
        "Neighbours",
        "Voisinage",
        "noise, music, party",
        7,
        questions=(
            Ask(
                "when",
                "When is it loud?",
                "Quand est-ce bruyant ?",
                "multivaluelist",
                is_required=True,
                choices=_WHEN,
            ),
        ),
    ),
    Kind(
        "speeding",
        "Speeding",
        "Vitesse au volant",
        "A street where cars drive too fast, again and again.",
        "Une rue où les autos roulent trop vite, souvent.",
        "Streets",
        "Rues",
        "speed, traffic, cars",
        14,
        questions=(
            Ask(
                "when",
                "When is it worst?",
                "Quand est-ce le pire ?",
                "multivaluelist",
                choices=_WHEN,
            ),
        ),
    ),
    Kind(
        "broken-light",
        "Broken light",
        "Lampadaire brisé",
        "A street or path light that is out or blinks.",
        "Un lampadaire éteint ou qui clignote.",
        "Streets",
        "Rues",
        "light, lamp, dark",
        7,
        questions=(
            Ask(
                "fault",
                "What is wrong with it?",
                "Quel est le problème ?",
                "singlevaluelist",
                choices=(
                    ("out", "It is out", "Il est éteint"),
                    ("blinks", "It blinks", "Il clignote"),
                    ("damaged", "It is damaged", "Il est abîmé"),
                ),
            ),
            Ask("pole", "Number on the pole", "Numéro sur le poteau"),
        ),
    ),
    Kind(
        "graffiti",
        "Graffiti or damage",
        "Graffiti ou dégâts",
        "Paint on walls, broken benches, broken glass.",
        "Peinture sur les murs, bancs ou vitres brisés.",
        "Parks and places",
        "Parcs et lieux",
        "graffiti, damage, vandalism",
        14,
    ),
    Kind(
        "suspicious",
        "Something suspicious",
        "Quelque chose de suspect",
        "What somebody did, where and when, and why it is unusual.",
        "Ce que quelqu’un a fait, où et quand, et pourquoi c’est inhabituel.",
        "Safety",
        "Sécurité",
        "suspicious, strange",
        2,
        is_public=False,
        describes_people=True,
        questions=(
            _HAPPENING,
            Ask(
                "behaviour",
                "What did they do?",
                "Qu’ont-ils fait ?",
                "text",
                is_required=True,
            ),
            Ask("seen-at", "When?", "Quand ?", is_required=True),
            Ask(
                "unusual",
                "Why is it unusual here?",
                "Pourquoi est-ce inhabituel ici ?",
                "text",
                is_required=True,
            ),
            *_PERSON,
        ),
    ),
    Kind(
        "other",
        "Something else",
        "Autre chose",
        "Anything about safety where you live that is not an emergency.",
        "Tout ce qui touche à la sécurité près de chez vous et qui n’est pas une urgence.",
        "Safety",
        "Sécurité",
        "other",
        10,
        is_public=False,
    ),
)

# (key, kind code or '', English, French)
TEMPLATES: tuple[tuple[str, str, str, str], ...] = (
    (
        "looking",
        "",
        "We are looking into it and will tell you what we find.",
        "Nous regardons ce qui se passe et nous vous dirons ce que nous trouvons.",
    ),
    (
        "visited",
        "",
        "We went there and saw the problem. We are now planning what to do.",
        "Nous y sommes allés et avons vu le problème. Nous préparons la suite.",
    ),
    (
        "towed",
        "abandoned-vehicle",
        "The vehicle was taken away.",
        "Le véhicule a été enlevé.",
    ),
    (
        "repaired",
        "broken-light",
        "The light was repaired.",
        "Le lampadaire a été réparé.",
    ),
    (
        "not-found",
        "",
        "We went there and did not find the problem. If it comes back, tell us.",
        "Nous y sommes allés et n’avons pas trouvé le problème. S’il revient, dites-le-nous.",
    ),
)
