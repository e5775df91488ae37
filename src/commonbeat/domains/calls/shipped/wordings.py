"""The shipped wordings, English and French, one for each milestone and other named text.

Placeholders: {service} {number} {minutes} {outcome} {link} {until} {officer} {phone}. Each is
kept to the letters of GSM-7 where the language allows, so that it goes out as one or two parts.
"""

from __future__ import annotations

PLACEHOLDERS = frozenset(
    {"service", "number", "minutes", "outcome", "link", "until", "officer", "phone"}
)

TEXTS: dict[str, dict[str, str]] = {
    "received": {
        "en": "{service}: we got your call. Your number is {number}. Follow it here: {link} "
        "Text STOP to get no more texts.",
        "fr": "{service} : nous avons votre appel. Votre numéro est {number}. Pour le suivre : "
        "{link} Textez ARRET pour ne plus rien recevoir.",
    },
    "delayed": {
        "en": "{service}: call {number} still waits. We are sorry: it takes longer than "
        "{minutes} minutes. If things change or get worse, call 911.",
        "fr": "{service} : l'appel {number} attend encore, depuis plus de {minutes} minutes. "
        "Désolés du retard. Si la situation change ou empire, appelez le 911.",
    },
    "en_route": {
        "en": "{service}: an officer is on the way for call {number}.",
        "fr": "{service} : un agent est en route pour l'appel {number}.",
    },
    "arrived": {
        "en": "{service}: an officer has arrived for call {number}.",
        "fr": "{service} : un agent est arrivé pour l'appel {number}.",
    },
    "closed": {
        "en": "{service}: call {number} is closed. {outcome} Questions? Text CALL ME.",
        "fr": "{service} : l'appel {number} est fermé. {outcome} Des questions? Textez RAPPEL.",
    },
    "promise": {
        "en": "{service}: an officer will call you back by {until} about call {number}.",
        "fr": "{service} : un agent vous rappellera avant {until} au sujet de l'appel {number}.",
    },
    "reminder": {
        "en": "{service}: we have not forgotten you. An officer will call you by {until}.",
        "fr": "{service} : nous ne vous oublions pas. Un agent vous appellera avant {until}.",
    },
    "status": {
        "en": "{service}: call {number}. {outcome} Details: {link}",
        "fr": "{service} : appel {number}. {outcome} Détails : {link}",
    },
}

# What a preview fills in: nothing of a real call.
EXAMPLE = {
    "service": "Riverbend Police",
    "number": "26-004512",
    "minutes": "30",
    "outcome": "An officer took a report.",
    "link": "https://town.example/c/bcdfghjkmnpqrstvwxz23",
    "until": "Tuesday 17:00",
    "officer": "A. Example",
    "phone": "+1 819-555-0100",
}
