"""Pack the built site into one file, for a workshop without network: `make offline`.

Unpacked anywhere, also on a USB stick, `index.html` opens in a browser. What only a server on the
web has a use for stays out: the page for missing addresses and the list of pages.
"""

import sys
import zipfile
from pathlib import Path

FOLDER = "gaussian-mixtures"
LEFT_OUT = {"404.html", "sitemap.xml", ".buildinfo", "objects.inv"}
_DATE = 1980, 1, 1, 0, 0, 0  # the same site gives the same file


def pack(site, target):
    """Pack a site.

    Args:
        site: folder with index.html.
        target: path of the zip file.

    Raises:
        FileNotFoundError: the site is not built.
    """
    if not (site / "index.html").exists():
        raise FileNotFoundError(
            f"expected a built site in {site}, found no index.html: make book"
        )
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(site.rglob("*")):
            if path.is_file() and path.name not in LEFT_OUT:
                name = f"{FOLDER}/{path.relative_to(site).as_posix()}"
                archive.writestr(
                    zipfile.ZipInfo(name, _DATE),
                    path.read_bytes(),
                    zipfile.ZIP_DEFLATED,
                )


if __name__ == "__main__":
    pack(Path(sys.argv[1]), Path(sys.argv[2]))
