#!/usr/bin/env python3
"""How long a build takes when little has changed since the last one: nothing, a sentence, a title.

    cargo run --release --example corpus -- /tmp/portal --papers 10000 --race
    benches/rebuild.py /tmp/portal [target/release/drucksache]

The portal is built into a folder beside it, then again and again, each time in a new process: as it is, with another last
sentence in one paper, with another title. Then the paper is put back and the folder removed. Give it 60 kB of disk a paper.
"""

import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 5


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    root = Path(sys.argv[1]).resolve()
    program = sys.argv[2] if len(sys.argv) > 2 else "target/release/drucksache"
    papers = sorted(root.glob("content/bodies/*/papers/**/*.md"))
    paper = papers[len(papers) // 2]
    before = paper.read_text()
    beside = Path(f"{root}-rebuild")
    build = [program, "build", "--root", root, "--output-dir", beside / "public"]
    edits = {
        "nothing": lambda text, _: text,
        "a sentence": lambda text, at: f"{text}\n\nEin Satz mit Marke {at}.\n",
        "a title": lambda text, at: text.replace("\nname: ", f"\nname: Neu {at}, ", 1),
    }
    try:
        print(f"{len(papers):,} papers")
        print("first build: {:.2f} s, {:.2f} s of processor time, {:.0f} MB".format(*measured(build)))
        for changed, edit in edits.items():
            took = []
            for at in range(ROUNDS):
                if changed != "nothing":
                    paper.write_text(edit(before, at))
                time.sleep(1)
                took.append(measured(build))
            wall, processor, memory = (statistics.median(of) for of in zip(*took))
            least, most = min(wall for wall, *_ in took), max(wall for wall, *_ in took)
            print(f"{changed}: {wall:.2f} s ({least:.2f} to {most:.2f}), {processor:.2f} s of processor time, {memory:.0f} MB")
    finally:
        paper.write_text(before)
        shutil.rmtree(beside, ignore_errors=True)


def measured(command):
    """Wall time, processor time (both in seconds) and memory (in MB) of a command."""
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    told = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(told.decode())
    return time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


main()
