"""The shorter lists of the record: types, bands, reasons, services, outcomes. Our own wording."""

from __future__ import annotations

from commonbeat.domains.hub.shipped.lists import listed

TYPES = listed(
    """
    person | A person | Une personne
    family | A family | Une famille
    dwelling | A dwelling | Un logement
    neighbourhood | A neighbourhood | Un quartier
    environmental | A place or surroundings | Un lieu ou un milieu
    """
)

AGE_BANDS = listed(
    """
    0-5 | 0 to 5 years | 0 à 5 ans
    6-11 | 6 to 11 years | 6 à 11 ans
    12-17 | 12 to 17 years | 12 à 17 ans
    18-24 | 18 to 24 years | 18 à 24 ans
    25-29 | 25 to 29 years | 25 à 29 ans
    30-39 | 30 to 39 years | 30 à 39 ans
    40-59 | 40 to 59 years | 40 à 59 ans
    60plus | 60 years or more | 60 ans ou plus
    unknown | Age not known | Âge inconnu
    """
)

SEXES = listed(
    """
    female | Female | Femme
    male | Male | Homme
    another | X or another | X ou autre
    unknown | Not known or not needed | Inconnu ou non nécessaire
    """
)

REJECTIONS = listed(
    """
    already_connected | Already has help that will likely do |\
      A déjà une aide qui suffira sans doute
    not_exhausted | The agency has not tried everything itself |\
      L’organisme n’a pas encore tout essayé
    not_elevated | The risk is not acutely elevated | Le risque n’est pas très élevé
    single_agency | One agency can handle it | Un seul organisme peut s’en occuper
    withdrawn | Withdrawn by the agency that brought it | Retirée par l’organisme qui l’a apportée
    """,
    group="rejected",
)

CONCLUSIONS = (
    *listed(
        """
        connected | Connected to services | Reliée à des services
        connected_elsewhere | Connected to services in another area |\
          Reliée à des services d’une autre région
        personal_supports | Connected to people close to them | Soutenue par ses proches
        without_table | Risk fell without the table’s action | Le risque a baissé sans la table
        """,
        group="lowered",
    ),
    *listed(
        """
        informed | Told about services, not yet connected | Informée des services, pas encore reliée
        refused | Refused services | A refusé les services
        systemic | No fitting service, or a waiting list |\
          Aucun service convenable, ou liste d’attente
        """,
        group="still_elevated",
    ),
    *listed(
        """
        relocated | Moved away | A déménagé
        deceased | Died | Est décédée
        not_found | Could not be found | Introuvable
        never_elevated | The risk turned out never to have been | Le risque n’avait pas existé
        """,
        group="other",
    ),
)

SERVICES = listed(
    """
    addictions | Help with addictions | Aide en dépendances
    detox | Withdrawal management | Gestion du sevrage
    mental_health | Mental health care | Soins de santé mentale
    crisis | Mental health crisis service | Service de crise en santé mentale
    counselling | Counselling | Counseling
    hospital | Hospital | Hôpital
    primary_care | Family doctor or nurse | Médecin ou infirmière de famille
    public_health | Public health | Santé publique
    home_care | Care at home | Soins à domicile
    emergency_shelter | Emergency shelter | Refuge d’urgence
    housing | Housing | Logement
    supportive_housing | Housing with support | Logement avec soutien
    income | Income support | Soutien du revenu
    food | Food | Nourriture
    employment | Help to find work | Aide à l’emploi
    school | School | École
    child_protection | Child protection | Protection de l’enfance
    youth | Services for youth | Services à la jeunesse
    parenting | Help for parents | Aide aux parents
    developmental | Developmental services | Services aux personnes ayant une déficience
    seniors | Services for older people | Services aux personnes âgées
    victims | Help for victims | Aide aux victimes
    gender_violence | Shelter from gender-based violence |\
      Refuge contre la violence fondée sur le genre
    indigenous | Indigenous services | Services autochtones
    newcomer | Settlement of newcomers | Établissement des nouveaux arrivants
    legal | Legal help | Aide juridique
    probation | Probation and parole | Probation et libération conditionnelle
    police | Police | Police
    fire | Fire safety | Sécurité incendie
    transport | Transportation | Transport
    other | Another service | Autre service
    """
)

BASES = listed(
    """
    consent | The person agreed | La personne a consenti
    serious_harm | The law allows it to prevent serious harm |\
      La loi le permet pour prévenir un tort grave
    statute | A statute allows or requires it | Une loi le permet ou l’exige
    other | Another lawful ground | Un autre motif légal
    """
)

VISITS = (
    *listed(
        """
        accepted | Help was accepted | L’aide a été acceptée
        partly_accepted | Some of the help was accepted | Une partie de l’aide a été acceptée
        thinking | They will think about it | Va y réfléchir
        refused | Help was refused | L’aide a été refusée
        went_along | Went to hospital of their own will | Est allée à l’hôpital de son plein gré
        """,
        group="met",
    ),
    *listed(
        """
        nobody_there | Nobody was there | Personne n’était là
        not_found | Could not be found | Introuvable
        moved | Had moved away | Avait déménagé
        unsafe | Broken off: it was not safe | Interrompue : ce n’était pas sûr
        """,
        group="not_met",
    ),
    *listed(
        """
        apprehended | Apprehended under mental health law |\
          Appréhendée selon la loi sur la santé mentale
        arrested | Arrested | Arrêtée
        child_removed | A child was taken into care | Un enfant a été pris en charge
        """,
        group="coercive",
    ),
)

# Ten questions of filter 1, so put that 'yes' speaks for bringing it to the table.
CHECKS = listed(
    """
    changed | Do we know which risks have risen, and what changed lately? |\
      Savons-nous quels risques ont monté et ce qui a changé?
    harm | Is serious harm likely soon if nothing more is done? |\
      Un tort grave est-il probable bientôt si rien de plus n’est fait?
    tried | Have we tried what we and our usual partners can do? |\
      Avons-nous essayé ce que nous et nos partenaires pouvons faire?
    beyond | Does it need more than our agency alone may do? |\
      Faut-il plus que ce que notre organisme peut faire seul?
    sectors | Do we know which other kinds of agency may help? |\
      Savons-nous quels autres organismes pourraient aider?
    consent | Did we ask for consent, or have a good reason not to ask now? |\
      Avons-nous demandé le consentement, ou une bonne raison d’attendre?
    authority | Does the law let us tell the table what we plan to tell? |\
      La loi nous permet-elle de dire à la table ce que nous prévoyons?
    second_look | Will somebody else in our agency look at this first? |\
      Une autre personne de notre organisme l’examinera-t-elle d’abord?
    nameless | Can we tell it so that nobody can guess who it is? |\
      Pouvons-nous le dire sans que personne devine qui c’est?
    referral | Would an ordinary referral be too slow or too little? |\
      Une orientation ordinaire serait-elle trop lente ou insuffisante?
    """
)

LATER = listed(
    """
    stable | Stable | Stable
    improved | Better | Améliorée
    worse | Worse | Aggravée
    unknown | Not known | Inconnu
    """
)
