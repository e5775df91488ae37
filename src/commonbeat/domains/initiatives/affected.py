"""Whom an issue affects: broad groups by code, never so narrow that they point at somebody."""

from __future__ import annotations

GROUPS = (
    "children",
    "youth",
    "young adults",
    "older adults",
    "families",
    "parents",
    "indigenous people",
    "newcomers",
    "people without housing",
    "people with mental illness",
    "people who use substances",
    "people with disabilities",
    "victims of violence",
    "everybody",
)
