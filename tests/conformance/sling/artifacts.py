# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a generation is made of, fetched once by Maven into a repository of this clone's own."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from ..outcome import Lacking
from ..versions import DEPENDENCY_PLUGIN, LAUNCHER, LEFT_OUT, STARTER, Generation


@dataclass(frozen=True)
class Artifact:
    """Maven coordinates, in the order in which Sling's features write them."""

    group: str
    name: str
    kind: str
    classifier: str
    version: str

    @classmethod
    def of(cls, coordinates: str) -> Artifact:
        """Read `group:name[:type[:classifier]]:version`."""
        group, name, *middle, version = coordinates.split(":")
        kind, classifier = (*middle, *("jar", "")[len(middle) :])[:2]
        return cls(group, name, kind, classifier, version)

    def path(self, repository: Path) -> Path:
        """Where the artifact lies in a Maven repository."""
        tail = f"-{self.classifier}" if self.classifier else ""
        folder = repository.joinpath(*self.group.split("."), self.name, self.version)
        return folder / f"{self.name}-{self.version}{tail}.{self.kind}"

    def dependency(self) -> str:
        """The artifact as a dependency that brings none of its own."""
        parts = {"groupId": self.group, "artifactId": self.name, "version": self.version, "type": self.kind}
        if self.classifier:
            parts["classifier"] = self.classifier
        inner = "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in parts.items())
        alone = "<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>"
        return f"<dependency>{inner}{alone}</dependency>"


class Library:
    """The repository below `.build/conformance`, and what Maven puts into it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.repository = folder / "maven"

    def launcher(self) -> Path:
        """The folder with the classes of Sling's feature launcher."""
        unpacked = self.folder / "launcher"
        if not unpacked.exists():
            self._fetch("launcher", [Artifact.of(LAUNCHER)])
            shutil.unpack_archive(Artifact.of(LAUNCHER).path(self.repository), self.folder / "unpacked", "gztar")
            next((self.folder / "unpacked").iterdir()).rename(unpacked)
        return unpacked / "lib"

    def feature(self, generation: Generation) -> dict[str, Any]:
        """The generation's feature; every bundle that it names is in the repository afterwards."""
        starter = Artifact.of(STARTER).path(self.repository)
        if not starter.exists():
            self._fetch("starter", [Artifact.of(STARTER)])
        feature: dict[str, Any] = json.loads(starter.read_text(encoding="utf-8"))
        bundles = [entry for entry in feature["bundles"] if not entry["id"].startswith(LEFT_OUT + generation.removed)]
        added = [{"id": text, "start-order": "5"} for text in generation.added]
        feature["bundles"] = [*replaced(bundles, generation.replaced), *added]
        framework = feature["execution-environment:JSON|false"]["framework"]["id"]
        self._provide(generation.name, [framework, *(entry["id"] for entry in feature["bundles"])])
        return feature

    def _provide(self, label: str, coordinates: Iterable[str]) -> None:
        wanted = [Artifact.of(text) for text in coordinates]
        if any(not artifact.path(self.repository).exists() for artifact in wanted):
            self._fetch(label, wanted)

    def _fetch(self, label: str, artifacts: Iterable[Artifact]) -> None:
        """Have Maven resolve a project that depends on the artifacts and on nothing else."""
        project = self.folder / "projects" / label / "pom.xml"
        project.parent.mkdir(parents=True, exist_ok=True)
        project.write_text(_project(label, artifacts), encoding="utf-8")
        local = f"-Dmaven.repo.local={self.repository}"
        command = ["mvn", "-B", "-q", local, "-f", str(project), f"{DEPENDENCY_PLUGIN}:resolve"]
        print(f"conformance: fetching {label} with Maven", flush=True)
        try:
            finished = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        except FileNotFoundError as error:
            raise Lacking("Maven (mvn) is needed, once, to fetch Apache Sling") from error
        if finished.returncode:
            raise Lacking(f"Maven could not fetch {label}:\n{_first_errors(finished.stdout)}")


def replaced(bundles: list[dict[str, str]], releases: Iterable[str]) -> list[dict[str, str]]:
    """The bundles, with other releases in the place of those of the same name."""
    fresh = {tuple(release.split(":")[:2]): release for release in releases}
    return [{**entry, "id": fresh.get(tuple(entry["id"].split(":")[:2]), entry["id"])} for entry in bundles]


def _project(label: str, artifacts: Iterable[Artifact]) -> str:
    dependencies = "".join(artifact.dependency() for artifact in artifacts)
    return (
        '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>'
        f"<groupId>aemfleet</groupId><artifactId>{escape(label)}</artifactId><version>1</version>"
        f"<packaging>pom</packaging><dependencies>{dependencies}</dependencies></project>"
    )


def _first_errors(output: str) -> str:
    lines = [line for line in output.splitlines() if line.startswith("[ERROR]")]
    return "\n".join(lines[:3])
