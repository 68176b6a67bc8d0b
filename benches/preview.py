#!/usr/bin/env python3
"""How fast a preview is: until it answers, and from saving a paper to the page that shows it.

    cargo run --release --example corpus -- /tmp/portal --papers 10000
    benches/preview.py /tmp/portal [target/release/drucksache]

One paper of the portal is saved again and again with another last sentence, then put back. With `--cites` the sentence
cites another paper each time, so that all is linked anew.
"""

import re
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

SAVES = 12


def main():
    arguments = [a for a in sys.argv[1:] if a != "--cites"]
    cites = "--cites" in sys.argv
    if not arguments:
        sys.exit(__doc__)
    root = Path(arguments[0])
    program = arguments[1] if len(arguments) > 1 else "target/release/drucksache"
    papers = sorted(root.glob("content/bodies/*/papers/**/*.md"))
    paper = papers[len(papers) // 2]
    body = paper.relative_to(root / "content/bodies").parts[0]
    numbers = [found.group(1) for p in papers[:SAVES] if (found := re.search(r"(?m)^reference: *(.+)$", p.read_text()))]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    page = f"http://127.0.0.1:{port}/vorlagen/{body}/{paper.stem}/"
    before = paper.read_text()
    began = time.monotonic()
    served = subprocess.Popen([program, "serve", "--root", root, "--port", str(port)],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until(page, "</html>", served)
        print(f"until the first page: {time.monotonic() - began:.2f} s")
        took = []
        for save in range(SAVES):
            time.sleep(1)
            mark = f"Marke{save}"
            cited = f" Siehe Vorlage {numbers[save % len(numbers)]}." if cites and numbers else ""
            began = time.monotonic()
            paper.write_text(f"{before}\n\nEin Satz mit {mark}.{cited}\n")
            until(page, mark, served)
            took.append(1000 * (time.monotonic() - began))
        took.sort()
        print(f"from saving to the page: {statistics.median(took):.0f} ms ({took[0]:.0f} to {took[-1]:.0f}, {SAVES} saves)")
    finally:
        paper.write_text(before)
        served.terminate()


def until(page, words, served):
    while served.poll() is None:
        try:
            with urllib.request.urlopen(page) as answer:
                if words in answer.read().decode():
                    return
        except OSError:
            pass
        time.sleep(0.005)
    sys.exit("the preview has ended")


main()
