"""Make the secrets that a deployment needs."""

from __future__ import annotations

import secrets as random

import click


@click.command()
def secrets() -> None:
    """Print fresh secrets as lines for an environment file. Keep them apart from backups."""
    for name in ("SECRET_KEY", "MASTER_SECRET", "GATEWAY_SECRET"):
        click.echo(f"COMMONBEAT_{name}={random.token_urlsafe(48)}")
