"""What every part of the project keeps to: names, versions, pins, and a README that tells the truth."""

import ast
import os
import re
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer

from models import errors
from pipeline import __version__
from pipeline.cli import COMMANDS
from pipeline.run import PIPELINE_VERSION

ROOT = Path(__file__).parents[1]
NOT_OURS = {
    ".git",
    ".venv",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    "__pycache__",
    "build",
    "out",
}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
README = (ROOT / "README.md").read_text("utf-8")
# Fenced blocks and `spans`: there a word after "kehoach" or "make" is a command, elsewhere it is prose.
CODE = "\n".join(
    block or span for block, span in re.findall(r"^```\w*\n(.*?)^```|`([^`\n]+)`", README, re.DOTALL | re.MULTILINE)
)


def files(suffix: str = "") -> list[Path]:
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(name for name in folders if name not in NOT_OURS and not name.endswith(".egg-info"))
        found += [Path(folder, name) for name in names if name.endswith(suffix)]
    return sorted(found)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def command(command_name: str) -> Any:
    alone = typer.Typer(add_completion=False)
    import_module(f"pipeline.cli.{command_name}").register(alone)
    return typer.main.get_command(alone)


def test_no_file_names_the_host_of_a_package_registry() -> None:
    hosts = [
        ".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "com"), ("debian", "org"))
    ]
    for path in files():
        content = path.read_bytes()
        if b"\0" not in content:
            assert not [host for host in hosts if host.encode() in content], path


@pytest.mark.parametrize("path", files(".py"), ids=name)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree) or not tree.body or name(path).startswith("tests/")


def test_the_wheel_holds_every_package_and_nothing_else() -> None:
    on_disk = {
        name(path.parent).replace("/", ".")
        for path in files("__init__.py")
        if name(path).startswith(("models", "pipeline"))
    }
    assert set(PROJECT["tool"]["setuptools"]["packages"]) == on_disk
    folders = {path.parent for path in files(".py") if name(path).startswith(("models", "pipeline"))}
    assert {name(folder).replace("/", ".") for folder in folders} == on_disk


def test_tables_go_into_the_wheel() -> None:
    wanted = PROJECT["tool"]["setuptools"]["package-data"]
    for path in files():
        package = name(path.parent).replace("/", ".")
        if package.startswith(("models", "pipeline")) and path.suffix != ".py":
            assert any(path.match(pattern) for pattern in wanted[package]), path


def test_one_version_everywhere() -> None:
    assert PROJECT["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "pipeline.__version__"}
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert newest
    assert newest[1] == __version__
    assert __version__ == PIPELINE_VERSION


def test_the_readme_names_every_command_and_no_other() -> None:
    assert set(re.findall(r"\bkehoach ([a-z]+)", CODE)) == set(COMMANDS)


_CALLS = re.findall(r"\bkehoach ([a-z]+)((?:(?!\bkehoach )[^#\n])*)", CODE)


@pytest.mark.parametrize(("command_name", "arguments"), _CALLS)
def test_options_in_the_readme_exist(command_name: str, arguments: str) -> None:
    called = command(command_name)
    if hasattr(called, "commands"):
        called = called.commands[arguments.split()[0]]
    known = {option for parameter in called.params for option in parameter.opts}
    assert set(re.findall(r"(?<!\S)--[a-z-]+", arguments)) <= known


def test_the_readme_names_targets_that_can_be_made() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z-]+)", CODE))
    assert {"run", "test", "setup"} <= named <= targets


@pytest.mark.parametrize(("command_name", "summary"), COMMANDS.items(), ids=COMMANDS)
def test_the_list_of_commands_says_what_the_commands_say(command_name: str, summary: str) -> None:
    assert command(command_name).help.partition("\n\n")[0].replace("\n", " ").strip() == summary
    assert command(command_name).name == command_name


@pytest.mark.parametrize("pins", ["requirements.txt", "requirements-dev.txt"])
def test_every_pin_has_a_version_and_hashes_and_no_place(pins: str) -> None:
    text = (ROOT / pins).read_text("utf-8")
    assert not re.search(
        r"://|^\s*-[-a-z]+[= ](?!sha256)|\bfile:", re.sub(r"--hash=sha256:[0-9a-f]{64}", "", text), re.MULTILINE
    )
    entries = re.split(r"\n(?=[a-z])", text.partition("\n")[2].partition("\n")[2])
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+==[\w.]+(?: ; [^\\]+)? \\\n", entry), entry[:80]
        assert entry.count("--hash=sha256:") >= 1


def test_every_dependency_is_pinned() -> None:
    wanted = {re.split("[<>=]", line)[0] for line in PROJECT["project"]["dependencies"]}
    for pins, names in {
        "requirements.txt": wanted,
        "requirements-dev.txt": wanted | {re.split("[<>=]", line)[0] for line in PROJECT["dependency-groups"]["dev"]},
    }.items():
        assert names <= set(re.findall(r"^([a-z0-9._-]+)==", (ROOT / pins).read_text("utf-8"), re.MULTILINE))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no executable bit")
def test_continuous_integration_runs_the_tests() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "make test" in script.read_text("utf-8")


def test_every_error_has_an_exit_code_of_its_own_that_means_nothing_else() -> None:
    classes = [
        value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, errors.KehoachError)
    ]
    codes = [error.exit_code for error in classes]
    assert len(set(codes)) == len(codes)
    assert all(10 <= code < 126 for code in codes)  # 0 to 2 are taken, from 126 on shells give them a meaning
