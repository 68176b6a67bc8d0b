"""States of a portal's content, and output folders compared: what `tests/kills` and `tests/full_disk` share.

A portal goes from state to state (papers edited, added, deleted); the clean build of each state is made once, as a map
from path to fingerprint. Knows drucksache only by its command line.
"""
import hashlib, os, random, shutil, subprocess
from pathlib import Path

TODAY = "2024-06-10"
MANIFEST = ".drucksache.json"
# Lies beside a site in which a rebuild is putting what has changed.
READY = ".drucksache.ready"


class Trees:
    """Fingerprints of folders. A file that looks as it did (inode, size, time) is read only when it is asked for."""

    def __init__(self):
        self.known = {}

    def of(self, folder, thorough=False):
        tree = {}
        stack = [(str(folder), "")]
        while stack:
            path, name = stack.pop()
            with os.scandir(path) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        stack.append((entry.path, name + entry.name + "/"))
                        continue
                    look = entry.stat(follow_symlinks=False)
                    mark = (look.st_dev, look.st_ino, look.st_size, look.st_mtime_ns)
                    print_ = None if thorough else self.known.get(mark)
                    if print_ is None:
                        with open(entry.path, "rb") as file:
                            print_ = hashlib.blake2b(file.read(), digest_size=16).digest()
                        self.known[mark] = print_
                    tree[name + entry.name] = print_
        return tree


class Portal:
    """A portal, its program, and the states that its content can have."""

    def __init__(self, program, source, root, states, seed):
        self.program, self.root = os.path.abspath(program), Path(root)
        shutil.copytree(source, self.root)
        self.random = random.Random(seed)
        self.trees = Trees()
        bodies = self.root / "content/bodies"
        self.papers = sorted(path for path in bodies.glob("*/papers/**/*.md"))
        self.base, self.now = {}, {}
        self.states = [self.edits() for _ in range(states)]
        self.clean = []

    def edits(self):
        """What a state has that the beginning has not: a text, or nothing where a paper is gone."""
        edits, some = {}, self.random
        for path in some.sample(self.papers, min(len(self.papers), some.choice([0, 1, 5, 40]))):
            text = path.read_text()
            if some.random() < 0.5:
                text += f"\nNachtrag {some.random()} zu 20-26 / A 00001.\n"
            else:
                text = "".join(f"{line.rstrip()} {some.randint(1, 99)}\n" if line.startswith("name: ") and not line.rstrip().endswith(('"', "'", "|", ">")) else line for line in text.splitlines(True))
            edits[path] = text
        for at in range(some.choice([0, 1, 3, 20])):
            path = self.papers[0].parent / f"neu-{some.randint(0, 40)}.md"
            edits[path] = f"---\nname: Vorlage {at}\ndate: 2024-05-0{1 + at % 9}\n---\nText {some.random()}.\n"
        for path in some.sample(self.papers, min(len(self.papers) // 4, some.choice([0, 0, 1, 10]))):
            edits[path] = None
        return edits

    def go(self, state):
        """Brings the content to a state."""
        wanted = self.states[state]
        for path in {**self.now, **wanted}:
            if path not in self.base:
                self.base[path] = path.read_text() if path.exists() else None
            text = wanted.get(path, self.base[path])
            if text is None:
                path.unlink(missing_ok=True)
            else:
                path.write_text(text)
        self.now = wanted

    def command(self, out):
        # What is faulty without a paper that others name by its place is left out.
        return [self.program, "build", "--keep-going", "--root", str(self.root), "--today", TODAY, "--output-dir", str(out)]

    def build(self, out, **how):
        return subprocess.run(self.command(out), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **how)

    def make_clean(self, home):
        """The clean build of each state."""
        for state in range(len(self.states)):
            self.go(state)
            out = Path(home) / "clean"
            assert (done := self.build(out)).returncode in (0, 1), done.stderr.decode()
            self.clean.append(self.trees.of(out, thorough=True))
            shutil.rmtree(out)
            self.trees.known.clear()

    def content(self):
        """Fingerprint of all content: no run may change it."""
        tree = self.trees.of(self.root / "content")
        return hashlib.blake2b(repr(sorted(tree.items())).encode()).digest()
