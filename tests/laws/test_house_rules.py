"""Sizes, names, words: what keeps the house easy to walk through."""

from __future__ import annotations

import re
import statistics
from pathlib import Path

from django.apps import apps

from tests.laws import house

BANNED = (
    "utils",
    "helpers",
    "misc",
    "common",
    "manager",
    "managers",
    "service",
    "services",
    "base",
)
LONGEST_FILE, LONGEST_FUNCTION, MEDIAN_FUNCTION = 320, 40, 10
REGISTRY = re.compile(
    r"https?://[^ \"']*/(simple|packages)/|files\.python" + r"hosted|pypi\.(org|io)"
)
MACHINE = re.compile(r"(?:^|[\s\"'(=])/(?:work|farm)/")


def too_long(lengths: dict[str, int], limit: int) -> list[str]:
    worst = sorted(lengths.items(), key=lambda item: -item[1])
    return [f"{name}: {length} lines" for name, length in worst if length > limit][:10]


def ill_named(names: list[str]) -> list[str]:
    return [name for name in names if set(re.split(r"[_.]", name)) & set(BANNED)]


def text_files() -> list[Path]:
    kept = {
        ".py",
        ".md",
        ".toml",
        ".html",
        ".css",
        ".txt",
        ".in",
        ".po",
        ".json",
        ".yml",
        ".sh",
        "",
    }
    skipped = {".git", ".venv", "var", "node_modules", ".hypothesis"}
    return [
        p
        for p in house.ROOT.rglob("*")
        if p.is_file()
        and p.suffix in kept
        and not skipped & set(p.parts)
        and "cache" not in str(p)
        and "egg-info" not in str(p)
    ]


def test_no_file_is_too_long():
    lengths = {
        str(p.relative_to(house.ROOT)): len(p.read_text().splitlines())
        for p in house.python_files()
    }
    assert too_long(lengths, LONGEST_FILE) == []


def test_no_function_is_too_long_and_most_are_short():
    lengths = {
        f"{p.relative_to(house.ROOT)}:{name}": n
        for p in house.python_files()
        for name, n in house.functions_in(p)
    }
    assert too_long(lengths, LONGEST_FUNCTION) == []
    assert statistics.median(lengths.values()) < MEDIAN_FUNCTION


def test_the_law_of_sizes_finds_a_long_one():
    assert too_long({"a": 5, "b": 50}, 40) == ["b: 50 lines"]


def test_no_file_bears_a_banned_name():
    # Django asks a database engine for a module of that very name.
    names = [p.stem for p in house.python_files() if "engines" not in p.parts]
    assert ill_named(names) == []
    assert ill_named(["utils", "call_manager", "calls"]) == ["utils", "call_manager"]


def test_every_table_is_in_the_glossary():
    glossary = (house.ROOT / "GLOSSARY.md").read_text().lower()
    missing = [
        model.__name__
        for domain in house.DOMAINS
        for model in apps.get_app_config(domain).get_models()
        if f"`{model.__name__.lower()}`" not in glossary
    ]
    assert missing == []


def test_every_setting_is_in_its_page():
    source = (house.SOURCE / "config" / "settings.py").read_text()
    source += (house.SOURCE / "config" / "env.py").read_text()
    names = set(re.findall(r"(?:text|flag|number|items|secret|database)\(\s*\"([A-Z_]+)\"", source))
    page = (house.ROOT / "docs" / "reference" / "settings.md").read_text()
    assert len(names) > 20
    assert sorted(n for n in names if f"`COMMONBEAT_{n}`" not in page) == []


def test_no_file_names_a_package_registry_or_a_path_of_one_machine():
    faults = []
    for path in text_files():
        text = path.read_text(errors="ignore")
        if REGISTRY.search(text) or MACHINE.search(text):
            faults.append(str(path.relative_to(house.ROOT)))
    assert faults == []


def test_only_core_reads_whole_guarded_tables():
    faults = [
        str(p)
        for p in house.python_files()
        if re.search("whole_table|KEEPER", p.read_text()) and "core" not in p.parts
    ]
    assert faults == []


def test_only_gateways_and_the_replay_speak_to_the_outside():
    speaks = re.compile(
        r"^\s*(?:import|from) (?:urllib3|requests|httpx|smtplib|twilio|notifications_python_client|socket)\b",
        re.MULTILINE,
    )
    # Concerns are sent on to other Open311 servers, by their worker alone.
    allowed = ("contact/gateways/", "concerns/outside/", "commands/", "simulation/")
    faults = [
        str(p.relative_to(house.SOURCE))
        for p in house.python_files()
        if speaks.search(p.read_text())
        and not str(p.relative_to(house.SOURCE)).startswith(allowed)
        and not any(a in str(p) for a in allowed)
    ]
    assert faults == []
