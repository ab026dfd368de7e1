"""What the check says of every function that readers can assemble, asked beforehand.

`python tools/verdicts.py` asks again where an exercise, the grader or the package has changed, and
writes kept_verdicts/NAME.json. With names, `make verdicts NAME=step`, it asks about those in any
case, and says what of their templates is not as it should be. The book reads the files.
"""

import argparse
import json
import os
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import chapter_imports

from dl_workshop.check import CATALOGUE, repair, sandbox
from dl_workshop.check.verdicts import Verdict, faults, judged, unnamed
from dl_workshop.check.verdicts import drawn as curves_of

FOLDER = Path(__file__).resolve().parent / "kept_verdicts"
_DEPENDS_ON = """\
```{{code-cell}}
from dl_workshop.check.catalogue.{name} import exercise
from dl_workshop.check.verdicts import judged
```
"""


@dataclass(frozen=True)
class Kept:
    """The verdicts of an exercise's assembly, as a file holds them.

    Attributes:
        key: names what they depend on: the exercise, the grader and the package.
        answers: what the check says, each once, as [outcome, message].
        given: the number of the answer for each combination, in order.
        curves: what the combinations draw, each once; none without a picture.
        drawn: the number of the drawing for each combination, in order.
    """

    key: str
    answers: list
    given: list
    curves: list = field(default_factory=list)
    drawn: list = field(default_factory=list)

    def verdicts(self, assembly):
        """Return them as Verdicts.

        Args:
            assembly: that they are of.
        """
        together = zip(assembly.combinations(), self.given, strict=True)
        return [
            Verdict(pieces, *self.answers[number])
            for pieces, number in together
        ]


def path(exercise):
    """Return the file that holds an exercise's verdicts."""
    return FOLDER / f"{exercise.name}.json"


def key(exercise):
    """Name what the verdicts of an exercise depend on.

    Args:
        exercise: the Exercise.

    Returns:
        A short hash; what changes no result, comments say, does not count.
    """
    head = "---\nkernelspec:\n  name: python3\n---\n\n"
    return chapter_imports.key(head + _DEPENDS_ON.format(name=exercise.name))


def read(exercise):
    """Return what is kept of an exercise, None if nothing is."""
    if not path(exercise).exists():
        return None
    return Kept(**json.loads(path(exercise).read_text(encoding="utf-8")))


def write(exercise):
    """Ask the check about all combinations, and keep what it says.

    Args:
        exercise: an Exercise that has an assembly.

    Returns:
        Kept.
    """
    given, drawn = [], []
    for pieces in exercise.assembly.combinations():
        verdict = judged(exercise, pieces)
        given.append([verdict.outcome, verdict.message])
        if exercise.picture:
            drawn.append(curves_of(exercise, pieces))
    kept = Kept(key(exercise), *_each_once(given), *_each_once(drawn))
    FOLDER.mkdir(exist_ok=True)
    path(exercise).write_text(as_text(kept), encoding="utf-8")
    return kept


def _each_once(things):
    """Return the different ones of a list, and for each place the number of what stands there."""
    different = [t for n, t in enumerate(things) if t not in things[:n]]
    return different, [different.index(thing) for thing in things]


def as_text(kept):
    """Write what is kept as JSON, an answer a line, so that differences can be read."""
    pairs = [("answers", "given"), ("curves", "drawn")]
    fields = [f'"key": "{kept.key}"']
    for things, numbers in pairs if kept.curves else pairs[:1]:
        lines = ",\n".join(map(_compact, getattr(kept, things)))
        fields.append(f'"{things}": [\n{lines}\n]')
        fields.append(f'"{numbers}": {_compact(getattr(kept, numbers))}')
    return "{" + ",\n".join(fields) + "}\n"


def _compact(thing):
    return json.dumps(thing, separators=(",", ":"))


def report(exercise, kept):
    """Say what the check has said of an exercise's pieces.

    Args:
        exercise: the Exercise.
        kept: its Kept.

    Returns:
        Lines of text: how many combinations have which answer, and what is not right.
    """
    verdicts = kept.verdicts(exercise.assembly)
    lines = [f"{exercise.name}: {len(verdicts)} combinations"]
    for (outcome, message), number in Counter(
        (each.outcome, each.message.split("\n\n")[-1]) for each in verdicts
    ).most_common():
        lines.append(f"  {number:4} {outcome}: {message}")
    wrong = faults(exercise.assembly, verdicts)
    lines += [
        f"  note: no cause is named for {each.pieces}"
        for each in unnamed(exercise.assembly, verdicts)
    ]
    lines += [f"  FAULT: {fault}" for fault in wrong]
    return "\n".join(lines)


def main(arguments=None):
    """Ask about what has changed, or about what the command line names.

    Returns:
        The command's exit status: whether a template is not as it should be.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    assembled = {e.name: e for e in CATALOGUE if e.assembly}
    parser.add_argument("names", nargs="*", choices=[[], *assembled])
    names = parser.parse_args(arguments).names
    # On a busy machine too, the same is said.
    sandbox.SECONDS = repair.SECONDS = 60.0
    os.chdir(tempfile.gettempdir())  # nothing that a piece does lands here
    found = False
    for exercise in assembled.values():
        kept = read(exercise)
        if exercise.name in names or (
            not names and (kept is None or kept.key != key(exercise))
        ):
            kept = write(exercise)
            print(report(exercise, kept), flush=True)
            found |= bool(
                faults(exercise.assembly, kept.verdicts(exercise.assembly))
            )
    return int(found)


if __name__ == "__main__":
    sys.exit(main())
