"""The shipped call types: an allow list of matters that are safe to text about, and a deny list.

The codes are those of the APCO incident type list (2.103.2) in common use by dispatch systems.
Nobody is told of a type that stands on neither list. The deny list holds intimate-partner
violence, sexual offences, children, deaths, mental-health crises, hang-ups, medical calls and
every danger in progress: a text could reach the wrong hands there, or harm the caller.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShippedType:
    """A call type: dispatch's code, its names, and the group it is counted in."""

    code: str
    label: str
    label_fr: str
    group: str


SAFE = tuple(
    ShippedType(*row)
    for row in (
        ("NOISE", "Noise", "Bruit", "disorder"),
        ("PARKING", "Parking", "Stationnement", "traffic"),
        ("PROPFND", "Property found", "Objet trouvé", "property"),
        ("PROPLOST", "Property lost", "Objet perdu", "property"),
        ("PROPSTLN", "Stolen property recovered", "Bien volé retrouvé", "property"),
        ("VEHABND", "Abandoned vehicle", "Véhicule abandonné", "traffic"),
        ("VEHSTLN", "Stolen vehicle", "Vol de véhicule", "property"),
        ("VEHREC", "Vehicle recovered", "Véhicule retrouvé", "property"),
        ("VANDAL", "Vandalism", "Vandalisme", "property"),
        ("LARCENY", "Theft", "Vol", "property"),
        ("FRAUD", "Fraud", "Fraude", "property"),
        ("CNTRFT", "Counterfeit money", "Fausse monnaie", "property"),
        ("INTERNET", "Internet crime", "Crime par Internet", "property"),
        ("BURGLARY", "Break-in found later", "Introduction par effraction constatée", "property"),
        ("MVA", "Collision without injury", "Collision sans blessé", "traffic"),
        ("MVAHR", "Hit and run without injury", "Délit de fuite sans blessé", "traffic"),
        ("DISVEH", "Vehicle broken down", "Véhicule en panne", "traffic"),
        ("THAZ", "Hazard on the road", "Danger sur la route", "traffic"),
        ("FIREWRKS", "Fireworks", "Feux d'artifice", "disorder"),
        ("ANIMAL", "Animal", "Animal", "disorder"),
    )
)

SENSITIVE = tuple(
    ShippedType(code, label, label_fr, "sensitive")
    for code, label, label_fr in (
        ("DVA", "Intimate-partner violence", "Violence conjugale"),
        ("DVNA", "Intimate-partner dispute", "Dispute conjugale"),
        ("FAM", "Family dispute", "Dispute familiale"),
        ("STKX", "Stalking", "Harcèlement criminel"),
        ("ORDERV", "Court order breached", "Ordonnance non respectée"),
        ("SEXOFFNS", "Sexual offence", "Infraction sexuelle"),
        ("INDECENT", "Indecent act", "Acte indécent"),
        ("VICE", "Exploitation", "Exploitation"),
        ("ABUSE", "Abuse or neglect", "Abus ou négligence"),
        ("NEGLECT", "Neglect", "Négligence"),
        ("CUST", "Custody matter", "Garde d'enfant"),
        ("JUV", "Child or youth", "Enfant ou jeune"),
        ("RUNAWAY", "Runaway", "Fugue"),
        ("PERMISS", "Missing person", "Personne disparue"),
        ("ABDUCTF", "Abduction by family", "Enlèvement par un proche"),
        ("ABDUCTNF", "Abduction", "Enlèvement"),
        ("DEATH", "Death", "Décès"),
        ("DEATHNTF", "Death notification", "Avis de décès"),
        ("HOMICIDE", "Homicide", "Homicide"),
        ("SUICIDE", "Suicide", "Suicide"),
        ("SUICTHRT", "Suicide threat", "Menace de suicide"),
        ("EDP", "Mental-health crisis", "Crise de santé mentale"),
        ("MNTL", "Mental health", "Santé mentale"),
        ("WELFARE", "Welfare check", "Vérification de bien-être"),
        ("OD", "Overdose", "Surdose"),
        ("911H", "Hang-up", "Appel interrompu"),
        ("911OPN", "Open line", "Ligne ouverte"),
        ("ASSAULT", "Assault", "Voies de fait"),
        ("FIGHT", "Fight", "Bagarre"),
        ("THREATS", "Threats", "Menaces"),
        ("TROUBLE", "Unknown trouble", "Problème inconnu"),
        ("SCRM", "Screaming", "Cris"),
        ("HLP1", "Officer needs help", "Agent en difficulté"),
        ("ACTSHOOT", "Active shooter", "Tireur actif"),
        ("SHOOT", "Shooting", "Coups de feu"),
        ("STABBING", "Stabbing", "Agression au couteau"),
        ("WEAPON", "Weapon", "Arme"),
        ("ROBBERY", "Robbery", "Vol qualifié"),
        ("CARJACK", "Carjacking", "Vol de véhicule avec violence"),
        ("HOSTAGE", "Hostage", "Prise d'otage"),
        ("BARICADE", "Barricaded person", "Personne barricadée"),
        ("BOMB", "Bomb", "Bombe"),
        ("TERROR", "Terrorism", "Terrorisme"),
        ("HATE", "Hate crime", "Crime haineux"),
        ("EXTORT", "Extortion", "Extorsion"),
        ("ALRPANA", "Panic alarm", "Alarme de panique"),
        ("ALRROBA", "Robbery alarm", "Alarme de vol qualifié"),
        ("PURSUIT", "Pursuit", "Poursuite"),
        ("ESCAPE", "Escape", "Évasion"),
        ("PERWANT", "Wanted person", "Personne recherchée"),
        ("MEDICAL", "Medical emergency", "Urgence médicale"),
        ("BURGINP", "Break-in in progress", "Introduction par effraction en cours"),
        ("MVCP", "Collision with injury", "Collision avec blessé"),
    )
)
