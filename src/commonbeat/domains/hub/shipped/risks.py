"""105 risk factors in 27 categories: the vocabulary of situation tables and of safety plans.

Each factor bears its category and the theme under which community safety and well-being plans
group it, so that a plan's priority and a table's factor are one word. Labels are our own.
"""

from __future__ import annotations

from commonbeat.domains.hub.shipped.lists import risk_factors

RISKS = (
    *risk_factors(
        "alcohol",
        "substances",
        """
        use | Alcohol: use by the person | Alcool : consommation par la personne
        abuse | Alcohol: abuse by the person | Alcool : abus par la personne
        home | Alcohol: abuse in the home | Alcool : abus à la maison
        harm | Alcohol: harm from abuse in the home | Alcool : tort causé par l’abus à la maison
        history | Alcohol: past abuse in the home | Alcool : abus passé à la maison
        """,
    ),
    *risk_factors(
        "antisocial",
        "behaviour",
        """
        home | Antisocial behaviour in the home | Comportement antisocial à la maison
        person | Antisocial behaviour by the person | Comportement antisocial de la personne
        """,
    ),
    *risk_factors(
        "needs",
        "behaviour",
        """
        neglects | Basic needs: neglects those of others |\
          Besoins essentiels : néglige ceux des autres
        unable | Basic needs: cannot meet their own | Besoins essentiels : ne peut combler les siens
        unwilling | Basic needs: does not want them met | Besoins essentiels : ne veut pas d’aide
        neglected | Basic needs: neglected by others | Besoins essentiels : négligée par d’autres
        """,
        elsewhere=(("unable", "family"), ("neglected", "victim")),
    ),
    *risk_factors(
        "cognitive",
        "mental",
        """
        diagnosed | Cognitive limitation: diagnosed | Limite cognitive : diagnostiquée
        suspected | Cognitive limitation: suspected | Limite cognitive : soupçonnée
        reported | Cognitive limitation: says so | Limite cognitive : rapportée par la personne
        """,
    ),
    *risk_factors(
        "crime_victim",
        "victim",
        """
        arson | Victim of arson | Victime d’incendie criminel
        assault | Victim of assault | Victime de voies de fait
        break_in | Victim of a break-in | Victime d’introduction par effraction
        damage | Victim of property damage | Victime de méfait
        robbery | Victim of robbery | Victime de vol qualifié
        sexual_assault | Victim of sexual assault | Victime d’agression sexuelle
        theft | Victim of theft | Victime de vol
        threat | Victim of threats | Victime de menaces
        other | Victim of another crime | Victime d’un autre crime
        """,
    ),
    *risk_factors(
        "crime",
        "crime",
        """
        animals | Crime: cruelty to animals | Crime : cruauté envers les animaux
        arson | Crime: arson | Crime : incendie criminel
        assault | Crime: assault | Crime : voies de fait
        break_in | Crime: break-in | Crime : introduction par effraction
        damage | Crime: property damage | Crime : méfait
        trafficking | Crime: drug trafficking | Crime : trafic de drogue
        homicide | Crime: homicide | Crime : homicide
        weapons | Crime: weapons | Crime : armes
        robbery | Crime: robbery | Crime : vol qualifié
        sexual_assault | Crime: sexual assault | Crime : agression sexuelle
        theft | Crime: theft | Crime : vol
        threat | Crime: threats | Crime : menaces
        other | Crime: other | Crime : autre
        """,
    ),
    *risk_factors(
        "drugs",
        "substances",
        """
        use | Drugs: use by the person | Drogue : consommation par la personne
        abuse | Drugs: abuse by the person | Drogue : abus par la personne
        home | Drugs: abuse in the home | Drogue : abus à la maison
        harm | Drugs: harm from abuse in the home | Drogue : tort causé par l’abus à la maison
        history | Drugs: past abuse in the home | Drogue : abus passé à la maison
        """,
    ),
    *risk_factors(
        "elder_abuse",
        "victim",
        """
        does | Elder abuse: does it | Abus envers une personne âgée : en est l’auteur
        suffers | Elder abuse: suffers it | Abus envers une personne âgée : en est victime
        """,
        elsewhere=(("does", "behaviour"),),
    ),
    *risk_factors(
        "emotional",
        "emotional",
        """
        home | Emotional violence in the home | Violence psychologique à la maison
        affected | Emotional violence: affected by it | Violence psychologique : en subit les effets
        does | Emotional violence: does it | Violence psychologique : en est l’auteur
        suffers | Emotional violence: suffers it | Violence psychologique : en est victime
        """,
    ),
    *risk_factors(
        "gambling",
        "behaviour",
        """
        chronic | Gambling: chronic | Jeu : chronique
        others | Gambling: harms others | Jeu : nuit aux autres
        self | Gambling: harms the person | Jeu : nuit à la personne
        affected | Gambling: affected by another’s | Jeu : touchée par celui d’un proche
        """,
        elsewhere=(("affected", "victim"),),
    ),
    *risk_factors(
        "gangs",
        "gangs",
        """
        associates | Gangs: associates with one | Gangs : en fréquente un
        member | Gangs: belongs to one | Gangs : fait partie d’un gang
        threatened | Gangs: threatened by one | Gangs : menacée par un gang
        harmed | Gangs: harmed by one | Gangs : victime d’un gang
        """,
    ),
    *risk_factors(
        "housing",
        "housing",
        """
        none | Housing: none that is fit to live in | Logement : aucun logement convenable
        transient | Housing: has some, but moves about | Logement : en a un, mais se déplace
        """,
    ),
    *risk_factors(
        "mental",
        "mental",
        """
        diagnosed | Mental health: diagnosed problem | Santé mentale : problème diagnostiqué
        suspected | Mental health: suspected problem | Santé mentale : problème soupçonné
        reported | Mental health: says there is a problem |\
          Santé mentale : problème rapporté par la personne
        home | Mental health: problem in the home | Santé mentale : problème à la maison
        grief | Mental health: grief | Santé mentale : deuil
        untreated | Mental health: does not follow treatment |\
          Santé mentale : ne suit pas son traitement
        trauma | Mental health: saw something traumatic | Santé mentale : témoin d’un traumatisme
        """,
        elsewhere=(("home", "family"),),
    ),
    *risk_factors(
        "missing",
        "behaviour",
        """
        now | Missing: reported now | Disparition : signalée maintenant
        before | Missing: has been before | Disparition : est déjà arrivée
        known | Missing: ran away, parents know where | Fugue : les parents savent où
        unknown | Missing: ran away, parents do not know | Fugue : les parents ne savent pas où
        """,
    ),
    *risk_factors(
        "school",
        "work",
        """
        absent | School: often absent | École : souvent absente
        truant | School: skips classes | École : absente sans raison
        """,
    ),
    *risk_factors(
        "peers",
        "peers",
        """
        associates | Negative peers: goes with them | Mauvaises fréquentations : en a
        is_one | Negative peers: is one to others |\
          Mauvaises fréquentations : en est une pour d’autres
        """,
    ),
    *risk_factors(
        "parenting",
        "family",
        """
        conflict | Parenting: conflict of parent and child | Parents : conflit avec l’enfant
        not_given | Parenting: does not give it | Parents : n’assume pas son rôle
        not_received | Parenting: does not receive it | Parents : ne reçoit pas leurs soins
        """,
    ),
    *risk_factors(
        "physical",
        "health",
        """
        chronic | Physical health: chronic illness | Santé physique : maladie chronique
        general | Physical health: general problem | Santé physique : problème général
        untreated | Physical health: does not follow treatment |\
          Santé physique : ne suit pas son traitement
        nutrition | Physical health: not enough good food | Santé physique : mal nourrie
        disability | Physical health: disability | Santé physique : handicap
        pregnant | Physical health: pregnant | Santé physique : enceinte
        terminal | Physical health: terminal illness | Santé physique : maladie en phase terminale
        """,
    ),
    *risk_factors(
        "violence",
        "victim",
        """
        home | Physical violence in the home | Violence physique à la maison
        affected | Physical violence: affected by it | Violence physique : en subit les effets
        does | Physical violence: does it | Violence physique : en est l’auteur
        suffers | Physical violence: suffers it | Violence physique : en est victime
        """,
        elsewhere=(("home", "family"), ("does", "behaviour")),
    ),
    *risk_factors(
        "poverty",
        "neighbourhood",
        """
        finances | Poverty: too little money to live on | Pauvreté : trop peu d’argent pour vivre
        """,
    ),
    *risk_factors(
        "self_harm",
        "mental",
        """
        has | Self-harm: has done it | Automutilation : est arrivée
        threatens | Self-harm: threatens it | Automutilation : menace de le faire
        """,
    ),
    *risk_factors(
        "sexual",
        "victim",
        """
        home | Sexual violence in the home | Violence sexuelle à la maison
        affected | Sexual violence: affected by it | Violence sexuelle : en subit les effets
        does | Sexual violence: does it | Violence sexuelle : en est l’auteur
        suffers | Sexual violence: suffers it | Violence sexuelle : en est victime
        """,
        elsewhere=(("home", "family"), ("does", "behaviour")),
    ),
    *risk_factors(
        "surroundings",
        "neighbourhood",
        """
        places | Surroundings: goes to places of risk | Milieu : fréquente des lieux à risque
        neighbourhood | Surroundings: neighbourhood of risk | Milieu : quartier à risque
        """,
    ),
    *risk_factors(
        "suicide",
        "mental",
        """
        affected | Suicide: affected by another’s | Suicide : touchée par celui d’un proche
        now | Suicide: risk now | Suicide : risque actuel
        before | Suicide: risk in the past | Suicide : risque passé
        """,
    ),
    *risk_factors(
        "supervision",
        "family",
        """
        not_received | Supervision: not properly looked after |\
          Surveillance : n’est pas bien surveillée
        not_given | Supervision: does not look after others |\
          Surveillance : n’en surveille pas d’autres
        """,
    ),
    *risk_factors(
        "public_threat",
        "behaviour",
        """
        behaviour | Behaviour that endangers the public | Comportement dangereux pour le public
        """,
    ),
    *risk_factors(
        "unemployment",
        "work",
        """
        chronic | Unemployment: the person, long | Chômage : de la personne, longtemps
        temporary | Unemployment: the person, for now | Chômage : de la personne, en ce moment
        caregiver_chronic | Unemployment: the caregiver, long | Chômage : du soutien, longtemps
        caregiver_temporary | Unemployment: the caregiver, for now |\
          Chômage : du soutien, en ce moment
        """,
        elsewhere=(("caregiver_chronic", "family"), ("caregiver_temporary", "family")),
    ),
)
