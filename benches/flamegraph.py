#!/usr/bin/env python3
"""Draws where the processor time of a build goes: docs/flamegraph.svg.

    benches/flamegraph.py PORTAL [SVG]

Needs Linux' perf, `cargo install inferno`, and a binary that knows the names of its functions:
    CARGO_PROFILE_RELEASE_STRIP=none cargo build --release
Frames of rayon and of Rust's own library are left out unless time is spent in them: they are many and say nothing.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BINARY = os.environ.get("DRUCKSACHE_BIN", str(ROOT / "target/release/drucksache"))
PLUMBING = re.compile(r"^<?(&?(mut |dyn )*)?(rayon|core|std|alloc)(_core)?::|^\[unknown]$|^__rust|^_start$|^clone3?$|thread|^__libc_start|^main$|^<alloc|^<core|^<std|^<rayon|^<F as |^<T as |^<I as |^<&")
# Functions of the kernel below these are not told apart.
KERNEL = re.compile(r"^(entry_SYSCALL|do_syscall|asm_)")


def stacks(lines):
    """The stacks of `perf script`, outermost function first."""
    frames = []
    for line in lines:
        line = line.rstrip()
        if not line:
            if frames:
                yield frames[::-1]
            frames = []
        elif line[0] in " \t":
            name = line.split(None, 1)[1].rsplit(" (", 1)[0]
            frames.append(re.sub(r"\+0x[0-9a-f]+$", "", name))


def plain(frames):
    """The frames that say something, each once, however it calls itself."""
    kept = []
    for at, frame in enumerate(frames):
        if KERNEL.match(frame):
            return kept + ["(system)", *frames[-1:]]
        if PLUMBING.search(frame) and at + 1 < len(frames):
            continue
        frame = re.sub(r"::h[0-9a-f]{16}$|::\{\{closure}}|;", "", frame)[:80]
        if frame not in kept:
            kept.append(frame)
    return kept


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    svg = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "docs/flamegraph.svg"
    with tempfile.TemporaryDirectory() as work:
        data = f"{work}/perf.data"
        build = [BINARY, "build", "--root", sys.argv[1], "--today", "2026-07-01", "--output-dir", f"{work}/site"]
        record = ["perf", "record", "-q", "-o", data, "-e", "cpu-clock", "-F", "397", "--call-graph", "dwarf,32768", *build]
        subprocess.run(record, check=True)
        script = subprocess.run(["perf", "script", "-i", data, "-F", "comm,ip,sym"], capture_output=True, check=True)
        folded = Counter(";".join(plain(frames)) for frames in stacks(script.stdout.decode(errors="replace").splitlines()))
    lines = "".join(f"{stack} {count}\n" for stack, count in sorted(folded.items()) if stack)
    draw = ["inferno-flamegraph", "--title", "drucksache build", "--countname", "samples", "--minwidth", "0.25", "--deterministic"]
    drawn = subprocess.run(draw, input=lines.encode(), capture_output=True, check=True)
    svg.write_bytes(drawn.stdout)


if __name__ == "__main__":
    main()
