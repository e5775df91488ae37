"""Protective factors in eight groups, and study flags. Labels are our own."""

from __future__ import annotations

from commonbeat.domains.hub.shipped.lists import listed

PROTECTIVE = (
    *listed(
        """
        academic | Does well at school | Réussit à l’école
        cultural_education | Can learn about their culture | A accès à l’éducation à sa culture
        adequate_education | Has enough schooling | A une scolarité suffisante
        high_education | Has much schooling | A une scolarité élevée
        caregiver_school | A caregiver takes part in schooling | Un proche s’engage à l’école
        activities | Activities besides school | Activités parascolaires
        good_school | Good experience of school | Bonne expérience de l’école
        """,
        group="education",
    ),
    *listed(
        """
        supervised | Well looked after | Bien entourée et surveillée
        both_parents | Both parents take part | Les deux parents sont présents
        family_community | Family life tied to the community | Vie de famille liée à la communauté
        open_talk | The family talks openly | La famille se parle ouvertement
        parental_education | Parents have schooling | Parents scolarisés
        spouses | Good relation of the spouses | Bonne relation de couple
        family_support | Good support of the family | Bon soutien de la famille
        single_parent | One parent, with another strong adult |\
          Un parent, avec un autre adulte solide
        stable_family | The family is stable | Famille stable
        strong_bond | Strong bond in the family | Lien familial solide
        strong_parenting | Strong parenting | Parents compétents
        """,
        group="family",
    ),
    *listed(
        """
        stable_finances | Stable finances | Finances stables
        ongoing_income | Lasting income support | Soutien du revenu durable
        temporary_income | Income support for now | Soutien du revenu temporaire
        stable_job | Stable job | Emploi stable
        good_workplace | Good workplace | Bon milieu de travail
        work_life | Work leaves time for life | Équilibre entre travail et vie
        """,
        group="money",
    ),
    *listed(
        """
        reaches_services | Can get to services | A accès aux services
        stable_housing | Can get stable housing | A accès à un logement stable
        fit_housing | Housing that fits and lasts | Logement convenable et durable
        near_services | Lives near services | Vit près des services
        cohesive | Neighbours stick together | Quartier uni
        neighbours | Knows the neighbours well | Liens avec les voisins
        """,
        group="home",
    ),
    *listed(
        """
        uses_services | Uses mental health services | Utilise des services de santé mentale
        adapts | Adapts to change | S’adapte au changement
        copes | Has ways to cope | Sait faire face
        able | Trusts their own ability | Croit en ses capacités
        esteem | Good self-esteem | Bonne estime de soi
        takes_medicine | Takes medicine as prescribed | Prend ses médicaments comme prescrit
        """,
        group="mind",
    ),
    *listed(
        """
        long_care | Care for a lasting health problem | Soins pour un problème de santé durable
        short_care | Care for a passing health problem | Soins pour un problème de santé passager
        keeps_well | Works at staying healthy | Prend soin de sa santé
        good_health | Good health | Bonne santé
        family_doctor | Has a family doctor or nurse | A un médecin ou une infirmière de famille
        """,
        group="body",
    ),
    *listed(
        """
        hopeful | Looks ahead with hope | Voit l’avenir avec espoir
        gets_along | Gets along with people | S’entend bien avec les gens
        kind | Acts with care for others | Agit avec égard pour les autres
        responsible | Takes responsibility | Assume ses responsabilités
        engaged | Takes part in community, faith or culture | Engagée : communauté, foi ou culture
        solves | Solves problems | Résout des problèmes
        """,
        group="conduct",
    ),
    *listed(
        """
        good_friends | Good friends | De bons amis
        trusts_services | Trusts services | Fait confiance aux services
        trusts_police | Trusts the police | Fait confiance à la police
        role_models | Adults to look up to | Des adultes à admirer
        """,
        group="support",
    ),
)

FLAGS = listed(
    """
    brain_injury | Acquired brain injury | Lésion cérébrale acquise
    child | A child is involved | Un enfant est concerné
    developmental | Developmental disability | Déficience développementale
    culture | Culture matters here | Considérations culturelles
    custody | Child custody or welfare | Garde ou bien-être d’un enfant
    partner_violence | Violence between partners | Violence conjugale
    fire | Fire safety | Sécurité incendie
    gender | Gender matters here | Questions de genre
    isolation_place | Far from services | Isolement géographique
    hoarding | Hoarding | Accumulation compulsive
    homeless | Homelessness | Itinérance
    trafficked | Human trafficking | Traite de personnes
    sexual_behaviour | Inappropriate sexual behaviour | Comportement sexuel inapproprié
    internet | Internet safety or gaming | Sécurité sur Internet ou jeux vidéo
    language | Language barrier | Barrière de langue
    learning | Learning disability | Trouble d’apprentissage
    methamphetamine | Methamphetamine | Méthamphétamine
    opioids | Opioids | Opioïdes
    escalation | Got worse lately | S’est aggravée récemment
    again | Happens again and again | Se répète
    losing_home | May lose housing, or unsafe housing |\
      Risque de perdre son logement, ou logement dangereux
    settlement | Hard to settle in | Difficulté d’établissement
    sex_trade | Sex trade | Commerce du sexe
    sexuality | Sexuality | Sexualité
    isolation_social | Alone, without ties | Isolement social
    social_media | Social media | Médias sociaux
    transport | Transportation | Transport
    trespassing | Trespassing | Intrusion
    wait_list | On a waiting list | Sur une liste d’attente
    """
)
