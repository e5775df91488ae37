"""Agencies, their staff, what they signed, their seats and keys, and officers' public contact."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from commonbeat.core.keys import new_key
from commonbeat.domains.agencies.sectors import OTHER


class Agency(models.Model):
    """A police service or a partner organisation."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    name_fr = models.CharField(max_length=120, blank=True)
    is_police = models.BooleanField(default=False)
    sector = models.SlugField(max_length=30, default=OTHER)  # a code of sectors.py

    def __str__(self) -> str:
        return f"agency {self.code}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"agencies.agency:{self.code}"


class StaffManager(BaseUserManager["Staff"]):
    """Finds staff by sign-in name, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> Staff:
        """The member of staff who signs in by this name."""
        return self.get(sign_in_name__iexact=username or "")


class Staff(AbstractBaseUser):
    """A person who signs in. The role is a name that roles.py gives its rights."""

    key = models.CharField(max_length=20, unique=True, default=new_key)
    sign_in_name = models.CharField(max_length=80, unique=True)
    display_name = models.CharField(max_length=120)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="staff")
    role = models.CharField(max_length=40)
    language = models.CharField(max_length=5, default="en")
    is_active = models.BooleanField(default=True)
    engaged_at = models.DateTimeField()
    engaged_by = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=80, blank=True)

    objects: ClassVar[StaffManager] = StaffManager()
    USERNAME_FIELD = "sign_in_name"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name_plural = "staff"

    def __str__(self) -> str:
        return f"staff {self.key}"

    @property
    def subject(self) -> str:
        """How the ledger names them."""
        return f"agencies.staff:{self.key}"


class Posting(models.Model):
    """An officer's contact as residents of one area see it, for a time."""

    key = models.CharField(max_length=20, unique=True, default=new_key)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="postings")
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    public_name = models.CharField(max_length=120)
    public_phone = models.CharField(max_length=20, blank=True)
    public_email = models.EmailField(blank=True)
    hours = models.CharField(max_length=120, blank=True)
    hours_fr = models.CharField(max_length=120, blank=True)
    languages = models.CharField(max_length=120, blank=True)
    substitute = models.ForeignKey(
        Staff,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="substitutes_for",
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="agencies_posting_can_be_reached",
                condition=~Q(public_phone="") | ~Q(public_email=""),
            ),
            models.CheckConstraint(
                name="agencies_posting_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
            ),
        )

    def __str__(self) -> str:
        return f"posting {self.key}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"agencies.posting:{self.key}"


class AgreementKind(models.TextChoices):
    """What an agency signed."""

    INFORMATION_SHARING = "information sharing"
    SEAT_IN_SERVICE = "seat in service"


def _ends_after_it_is_signed(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(name=name, condition=Q(valid_until__gte=models.F("signed_on")))


class Agreement(models.Model):
    """What an agency signed, and the last day on which it holds.

    `ended_on` is the first day without it, when somebody ended it early.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="agreements")
    kind = models.CharField(max_length=20, choices=AgreementKind.choices)
    signed_on = models.DateField()
    valid_until = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = (_ends_after_it_is_signed("agencies_agreement_ends_after_it_is_signed"),)

    def __str__(self) -> str:
        return f"agreement {self.key}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"agencies.agreement:{self.key}"


class Undertaking(models.Model):
    """One person's signed promise of confidentiality, and the last day on which it holds."""

    key = models.CharField(max_length=20, unique=True, default=new_key)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="undertakings")
    signed_on = models.DateField()
    valid_until = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = (_ends_after_it_is_signed("agencies_undertaking_ends_after_it_is_signed"),)

    def __str__(self) -> str:
        return f"undertaking {self.key}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"agencies.undertaking:{self.key}"


class ServiceSeat(models.Model):
    """A partner's seat inside the service: some of the desk's rights, for a term.

    `rights` are codes of seats.py; `ends_on` is the last day of the term.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="seats_in_service")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="seats")
    rights = models.JSONField(default=list)
    starts_on = models.DateField()
    ends_on = models.DateField()
    granted_at = models.DateTimeField()
    granted_by = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="agencies_service_seat_ends_after_it_starts",
                condition=Q(ends_on__gte=models.F("starts_on")),
            ),
        )

    def __str__(self) -> str:
        return f"seat in service {self.key}"

    @property
    def subject(self) -> str:
        """How the ledger names it; the actor in the seat holds it."""
        return f"agencies.service_seat:{self.key}"


class PersonalKey(models.Model):
    """A person's own pair of keys (X25519). The private one opens under their password alone."""

    staff = models.OneToOneField(Staff, on_delete=models.PROTECT, related_name="personal_key")
    public_key = models.BinaryField(max_length=32)
    wrapped_private = models.BinaryField(max_length=80)
    salt = models.BinaryField(max_length=16)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"personal key {self.pk}"
