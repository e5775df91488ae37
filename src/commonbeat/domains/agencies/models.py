"""Agencies, their staff and the officers' public contact."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from commonbeat.core.keys import new_key


class Agency(models.Model):
    """A police service or a partner organisation."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    name_fr = models.CharField(max_length=120, blank=True)
    is_police = models.BooleanField(default=False)

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
