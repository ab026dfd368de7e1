"""Citations by author and year, as the page shows them."""

from pybtex.database import parse_file

from notebooks import ConversionError


class Citations:
    """The entries of a BibTeX file.

    Attributes:
        entries: by key.
    """

    def __init__(self, path):
        self.entries = parse_file(path).entries if path.exists() else {}

    def names_and_year(self, key):
        """Say who wrote an entry, and when.

        Args:
            key: of the entry.

        Returns:
            Two texts, such as ("Blei and Jordan", "2006").

        Raises:
            ConversionError: no such key.
        """
        if key not in self.entries:
            raise ConversionError(f"no entry {key} in the bibliography")
        entry = self.entries[key]
        people = entry.persons.get("author") or entry.persons.get("editor")
        return _join([_last_name(person) for person in people]), entry.fields[
            "year"
        ]


def _last_name(person):
    return " ".join(
        str(part)
        for part in person.rich_prelast_names + person.rich_last_names
    )


def _join(names):
    return f"{names[0]} et al." if len(names) > 2 else " and ".join(names)
