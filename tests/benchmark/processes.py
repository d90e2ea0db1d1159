# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a process and its descendants cost, and what else the machine did meanwhile."""

from __future__ import annotations

import os
import resource
import select
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
SAMPLING_SECONDS = 0.2
EVERY_CORE = frozenset(os.sched_getaffinity(0))
FEWEST_TO_SEPARATE = 3


@dataclass(frozen=True)
class Cost:
    """One process from its start to its end; its descendants count for CPU time, not for memory."""

    wall: float
    cpu: float
    peak_mib: float


class TookTooLong(Exception):
    """A process that was ended because its time was over."""


def run(command: Sequence[str], environment: Mapping[str, str], output: Path, limit: float) -> tuple[int, Cost]:
    """Run a command to its end; its output goes to a file, for a reader that is slow would slow it down."""
    started = time.perf_counter()
    with output.open("wb") as log:
        process = subprocess.Popen(
            command,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        peak, used = _watch(process, limit)
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()
    return process.returncode, Cost(time.perf_counter() - started, used.ru_utime + used.ru_stime, peak)


def _watch(process: subprocess.Popen[bytes], limit: float) -> tuple[float, resource.struct_rusage]:
    """Wait for the end of a process, and return the most memory that it held, and what it and its descendants used."""
    over, peak = time.perf_counter() + limit, 0.0
    ended = os.pidfd_open(process.pid)
    try:
        while not select.select([ended], [], [], SAMPLING_SECONDS)[0]:
            peak = max(peak, _peak_mib(process.pid))
            if time.perf_counter() > over:
                raise TookTooLong(f"a playbook was not done after {limit:.0f} s")
    finally:
        os.close(ended)
    dummy, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return peak, used


def cpu_of(pid: int) -> float:
    """The CPU seconds that a running process has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def busy() -> float:
    """The CPU seconds that all processes of the machine have used so far."""
    first = Path("/proc/stat").read_text(encoding="utf-8").splitlines()[0]
    user, nice, system, dummy, dummy, irq, softirq = [int(field) for field in first.split()[1:8]]
    return (user + nice + system + irq + softirq) / TICKS


def _peak_mib(pid: int) -> float:
    """The most memory that the process itself has held; what it forks shares it, and would be counted twice."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    peaks = [int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM:")]
    return peaks[0] if peaks else 0.0


def separate(simulator: int) -> bool:
    """Give the simulator a core of its own and the playbooks all others, where there are enough."""
    if len(EVERY_CORE) < FEWEST_TO_SEPARATE:
        return False
    *others, last = sorted(EVERY_CORE)
    os.sched_setaffinity(simulator, {last})
    os.sched_setaffinity(0, others)
    return True
