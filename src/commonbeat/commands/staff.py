"""Engage staff at the command line: the first administrator begins here."""

from __future__ import annotations

import sys

import click
from django.conf import settings

from commonbeat.core.action import story
from commonbeat.domains.agencies.access import STAFF_ROLES
from commonbeat.domains.agencies.actions import staff as actions
from commonbeat.domains.agencies.errors import AgenciesRefused
from commonbeat.roles import Role, actor


@click.group()
def staff() -> None:
    """Those who sign in to the desk."""


@staff.command()
@click.option("--name", required=True, help="What they type to sign in.")
@click.option("--role", required=True, type=click.Choice(STAFF_ROLES))
@click.option("--display-name", default="", help="As colleagues know them; else the name.")
@click.option("--agency", default="police", show_default=True, help="The code of their agency.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def engage(*, name: str, role: str, display_name: str, agency: str, password_stdin: bool) -> None:
    """Let a person sign in. Asks for the password and does not show it."""
    password = sys.stdin.readline().rstrip("\n") if password_stdin else _asked()
    by = actor(Role.OPERATOR, "command line")
    try:
        with story():
            _found_police(agency)
            actions.engage_staff(
                sign_in_name=name,
                display_name=display_name or name,
                agency_code=agency,
                role=role,
                password=password,
                by=by,
            )
    except AgenciesRefused as refused:
        raise click.ClickException(str(refused)) from None
    click.echo(f"{display_name or name} can sign in as {role}: {settings.PUBLIC_URL}/staff/")


def _asked() -> str:
    asked: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return asked


def _found_police(code: str) -> None:
    """The town's own service is founded with its first member of staff; others are not."""
    if code == "police":
        by = actor(Role.OPERATOR, "command line")
        name = settings.SERVICE_NAME
        actions.found_agency(code=code, name=name, is_police=True, by=by)
