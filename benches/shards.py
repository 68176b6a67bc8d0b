#!/usr/bin/env python3
"""Simulates a national archive: each council built alone, put together without rendering anything again.

    benches/shards.py PORTAL [--work DIR]

Builds the portal as a whole, then each of its councils as a portal of its own with the same settings and topics, merges the
shards' manifests, and says for each part of the site how many files of the merge are byte for byte those of the whole, and
for each table how many records: what a shard alone can say. docs/national.md tells what follows. `DRUCKSACHE_BIN` takes the place of the release binary.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BINARY = os.environ.get("DRUCKSACHE_BIN", str(ROOT / "target/release/drucksache"))


def build(portal, site):
    command = [BINARY, "build", "--root", str(portal), "--today", "2026-07-01", "--output-dir", str(site)]
    run = subprocess.run(command, stderr=subprocess.PIPE, text=True)
    if run.returncode != 0:
        sys.exit(run.stderr)
    return json.loads((site / ".drucksache.json").read_text())["files"]


def shard(portal, body, folder):
    """A portal with one council of another."""
    shutil.copytree(portal / "content", folder / "content", ignore=lambda at, names: {
        name for name in names if Path(at).name == "bodies" and name != body
    })


def merged(shards):
    """One manifest of several: a file that shards disagree on belongs to none of them."""
    files, contested = {}, set()
    for manifest in shards.values():
        for path, fingerprint in manifest.items():
            if files.setdefault(path, fingerprint) != fingerprint:
                contested.add(path)
    return files, contested


def records(sites):
    """The records of each table that is written as JSON Lines, from several sites together."""
    tables = {}
    for site in sites:
        for table in (site / "daten").glob("*.jsonl"):
            tables.setdefault(table.stem, set()).update(table.read_text().splitlines())
    return tables


def part(path, bodies):
    """The part of the site that a file belongs to, and whether it is of one council."""
    folders = path.split("/")[:-1]
    names = ["…" if folder in bodies or folder.removeprefix("body=") in bodies else folder for folder in folders]
    one = "…" in names
    depth = names.index("…") + (2 if names[0] == "kommunen" else 1) if one else 1
    return "".join(f"{name}/" for name in names[:depth]), one


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("portal", type=Path)
    parser.add_argument("--work", type=Path)
    arguments = parser.parse_args()
    bodies = sorted(folder.name for folder in (arguments.portal / "content/bodies").iterdir())
    with tempfile.TemporaryDirectory(dir=arguments.work, prefix="shards-") as work:
        work = Path(work)
        whole = build(arguments.portal, work / "whole")
        shards = {}
        for body in bodies:
            shard(arguments.portal, body, work / body)
            shards[body] = build(work / body, work / f"{body}-site")
        tables, together = records([work / "whole"]), records([work / f"{body}-site" for body in bodies])
    files, contested = merged(shards)
    same, other, lacking, more = Counter(), Counter(), Counter(), Counter()
    for path, fingerprint in whole.items():
        place = part(path, bodies)
        kind = lacking if path not in files else other if path in contested or files[path] != fingerprint else same
        kind[place] += 1
    for path in files.keys() - whole.keys():
        more[part(path, bodies)] += 1
    print("| part | of one council | same | different | missing | only in shards |\n|---|---|---|---|---|---|")
    for place in sorted(set(same) | set(other) | set(lacking) | set(more)):
        name, one = place
        print(f"| `/{name}` | {'yes' if one else ''} | {same[place]} | {other[place]} | {lacking[place]} | {more[place]} |")
    print("\n| table | records | the same in shards |\n|---|---|---|")
    for table, lines in sorted(tables.items()):
        print(f"| {table} | {len(lines)} | {len(lines & together.get(table, set()))} |")
    print(f"\n{len(whole)} files; of one council: {sum(n for (_, one), n in same.items() if one)} the same, "
          f"{sum(n for (_, one), n in (other + lacking).items() if one)} not; "
          f"of all: {sum(n for (_, one), n in same.items() if not one)} the same, "
          f"{sum(n for (_, one), n in (other + lacking).items() if not one)} not")


if __name__ == "__main__":
    main()
