"""Repositories of a test's own."""

import subprocess


def git(folder, *arguments):
    """Run git in a folder, as somebody; return what it prints."""
    who = ["-c", "user.name=a", "-c", "user.email=a@b.c"]
    run = subprocess.run(
        ["git", "-C", folder, *who, *arguments],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return run.stdout.strip()
