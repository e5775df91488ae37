"""The words of the record: versioned code lists, with local additions marked."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class CodeKind(models.TextChoices):
    """Which list a code belongs to."""

    TYPE = "type"  # person, family, dwelling, neighbourhood, environmental
    AGE_BAND = "age band"
    SEX = "sex"
    RISK = "risk"
    PROTECTIVE = "protective"
    FLAG = "flag"
    REJECTION = "rejection"  # why a situation ended at filter 2 or before
    CONCLUSION = "conclusion"  # group is the conclusion group
    SERVICE = "service"  # kinds of service, for services mobilised and missing ones
    BASIS = "basis"  # consent, serious harm, statute, other lawful ground
    VISIT = "visit"  # how a visit ended; group 'coercive' for apprehension and arrest
    CHECK = "check"  # filter 1's ten questions
    LATER = "later"  # thirty and ninety days: stable, improved, worse, unknown


class Code(models.Model):
    """One entry of a list, as it read from one day to another.

    A change of wording ends the entry and begins the next version, so that a record keeps the
    words in force when it was made.
    """

    kind = models.CharField(max_length=12, choices=CodeKind.choices)
    code = models.SlugField(max_length=60)
    version = models.PositiveSmallIntegerField(default=1)
    label = models.CharField(max_length=120)
    label_fr = models.CharField(max_length=120)
    group = models.CharField(max_length=60, blank=True)  # category, conclusion group
    theme = models.CharField(max_length=60, blank=True)  # the planning theme of a risk factor
    position = models.PositiveSmallIntegerField(default=0)
    is_local = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("kind", "position", "code")
        constraints = (
            models.UniqueConstraint(fields=["kind", "code", "version"], name="hub_code_version"),
            models.UniqueConstraint(
                fields=["kind", "code"], condition=Q(ends_on=None), name="hub_code_one_in_force"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.code} v{self.version}"
