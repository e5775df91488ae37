"""What the laws look at: the modules, functions and tables of the building."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType, ModuleType

import commonbeat
from commonbeat import domains

ROOT = Path(__file__).resolve().parents[2]
SOURCE = Path(commonbeat.__file__).parent
DOMAINS = sorted(m.name for m in pkgutil.iter_modules(domains.__path__))
STOREYS = {
    "core": 0,
    "keyring": 0,
    "places": 1,
    "agencies": 2,
    "contact": 3,
    "calls": 4,
    "surveys": 4,
    "presence": 4,
    "publishing": 4,
    "initiatives": 4,
    "concerns": 4,
    "hub": 4,
    "hub_sealed": 4,
}


def python_files() -> list[Path]:
    """Every source file but migrations."""
    return [p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts]


def modules(domain: str, word: str) -> list[ModuleType]:
    """The modules of a domain called `word`, whether one file or a package."""
    name = f"commonbeat.domains.{domain}.{word}"
    try:
        top = importlib.import_module(name)
    except ModuleNotFoundError:
        return []
    found = [top]
    if hasattr(top, "__path__"):
        found += [
            importlib.import_module(f"{name}.{m.name}") for m in pkgutil.iter_modules(top.__path__)
        ]
    return found


def public_functions(module: ModuleType) -> Iterator[FunctionType]:
    """The functions that a module itself defines and does not hide."""
    for name, thing in vars(module).items():
        target = inspect.unwrap(thing) if callable(thing) else thing
        if name.startswith("_") or not isinstance(target, FunctionType):
            continue
        if target.__module__ == module.__name__:
            yield thing


def functions_in(path: Path) -> Iterator[tuple[str, int]]:
    """Each function of a file with its length in lines, decorators and docstring left out."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body
            if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
                body = body[1:]
            start = body[0].lineno if body else node.end_lineno
            yield node.name, (node.end_lineno or 0) - (start or 0) + 1
