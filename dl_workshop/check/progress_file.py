"""Progress: what has passed, in a file beside the notebook, and a table of a whole class's files.

The file is plain JSON, an object of exercises and "tried" or "passed". It survives a restart of
the kernel; `check.progress().forget()` deletes it.
"""

import contextlib
import json
from os import PathLike
from pathlib import Path

from dl_workshop.check.catalogue import load_all
from dl_workshop.check.feedback import Note, code

FILE = Path("check_progress.json")
STATUSES = ("tried", "passed")


def load(path: str | PathLike[str] | None = None) -> dict[str, str]:
    """Read a file of progress.

    Args:
        path: where it lies; without it, beside the notebook.

    Returns:
        A dict of statuses by exercise; empty if there is no such file.

    Raises:
        ValueError: the file is no JSON object of exercises and statuses.
    """
    path = Path(path or FILE)
    if not path.exists():
        return {}
    try:
        statuses = json.loads(path.read_text(encoding="utf-8"))
        right = all(status in STATUSES for status in statuses.values())
    except (ValueError, AttributeError, TypeError):
        right = False
    if not right:
        raise ValueError(
            f"expected a JSON object of exercises and {STATUSES} in {path}; "
            "got something else. Save it with `check.progress().save(...)`."
        )
    return statuses


def remember(name: str, status: str) -> None:
    """Note that an exercise was tried or passed; what has passed stays so.

    Args:
        name: the exercise's.
        status: "tried" or "passed".
    """
    statuses = recall()
    if statuses.get(name) not in ("passed", status):
        # A notebook may stand where nothing can be written, and a check must work there too.
        with contextlib.suppress(OSError):
            _write(FILE, {**statuses, name: status})


def _write(path, statuses):
    text = json.dumps(statuses, indent=2, sort_keys=True)
    Path(path).write_text(text + "\n", encoding="utf-8")


def recall() -> dict[str, str]:
    """Read the file beside the notebook; one that somebody else has written counts as none."""
    with contextlib.suppress(ValueError, OSError):
        return load()
    return {}


class Progress(Note):
    """What has been tried and what has passed.

    Attributes:
        statuses: "tried" or "passed", by exercise.
    """

    def __init__(self, statuses: dict[str, str]):
        self.statuses = statuses
        exercises = load_all()
        rows = [
            (each.chapter, each.name, statuses.get(each.name, "not yet"))
            for each in exercises
        ]
        passed = sum(status == "passed" for _, _, status in rows)
        super().__init__(
            f"{passed} of {len(exercises)} exercises passed.", _table(rows)
        )

    def save(self, path: str | PathLike[str]) -> None:
        """Write a file to hand in.

        Args:
            path: where to, such as "mine.json".
        """
        _write(path, self.statuses)

    def forget(self) -> None:
        """Delete the file beside the notebook: nothing counts as passed any more."""
        FILE.unlink(missing_ok=True)


def of_class(folder: str | PathLike[str]) -> Note:
    """Merge a folder of handed-in files into one table.

    Args:
        folder: where they lie, each named after who handed it in, such as ada.json.

    Returns:
        A Note: a row for each exercise, with the numbers of those who passed and who tried it,
        then a row for each file, with its number of passed exercises.

    Raises:
        FileNotFoundError: there is no JSON file in that folder.
        ValueError: one of them is no file of progress.
    """
    paths = sorted(Path(folder).glob("*.json"))
    if not paths:
        raise FileNotFoundError(
            f"expected files such as ada.json in {folder}, got none"
        )
    handed_in = {path.stem: load(path) for path in paths}
    by_exercise = [
        (each.name, *_counts(each.name, handed_in.values()))
        for each in load_all()
    ]
    by_learner = [
        (who, str(list(statuses.values()).count("passed")))
        for who, statuses in handed_in.items()
    ]
    return Note(
        f"{len(paths)} files.",
        _table([("exercise", "passed", "tried"), *by_exercise]),
        _table([("who", "passed"), *by_learner]),
    )


def _counts(name, handed_in):
    found = [statuses.get(name) for statuses in handed_in]
    return [str(found.count(status)) for status in ("passed", "tried")]


def _table(rows):
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    return code(*lines)
