"""Independent bodies as shipped: Ontario's, as an example that each town replaces or completes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Body:
    """An independent body: what it takes and where it is found."""

    code: str
    name: str
    name_fr: str
    takes: str
    takes_fr: str
    web: str


BODIES: tuple[Body, ...] = (
    Body(
        "leca",
        "Law Enforcement Complaints Agency (Ontario)",
        "Agence des plaintes relatives à l’application de la loi (Ontario)",
        "Complaints about how an officer behaved. It is independent of the police.",
        "Les plaintes sur la conduite d’un agent. Elle est indépendante de la police.",
        "https://leca.ca/",
    ),
    Body(
        "inspectorate",
        "Inspectorate of Policing (Ontario)",
        "Service d’inspection des services policiers (Ontario)",
        "Complaints about the policies and services of a police service.",
        "Les plaintes sur les politiques et les services d’un service de police.",
        "https://www.iopontario.ca/",
    ),
)
# Codes of what a complaint of the service is about.
CATEGORIES = ("laws", "human-rights", "public-interactions", "integrity", "duties", "service")
OUTCOMES = (
    "resolved",
    "upheld",
    "partly-upheld",
    "not-upheld",
    "withdrawn",
    "screened-out",
    "passed-on",
)
