# SPDX-License-Identifier: GPL-3.0-or-later
"""What the checks share: the list of the project's files, and how a finding is told."""

import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SKIPPED_DIRECTORIES = {".git", "__pycache__"}


def project_files(root=ROOT):
    """Paths relative to root of every file that belongs to the project, sorted."""
    if os.path.exists(os.path.join(root, ".git")):
        command = ["git", "-c", "safe.directory=*", "-C", root, "ls-files", "-z", "--cached", "--others"]
        listing = subprocess.run([*command, "--exclude-standard"], capture_output=True, check=False)
        if listing.returncode == 0:
            names = {name for name in listing.stdout.decode("utf-8", "surrogateescape").split("\0") if name}
            return sorted(name for name in names if os.path.isfile(os.path.join(root, name)))
    names = []
    for directory, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name not in SKIPPED_DIRECTORIES and not name.startswith("build")]
        names += [os.path.relpath(os.path.join(directory, name), root) for name in files]
    return sorted(names)


def read_text(path, root=ROOT):
    """The text of a file, or None when it is not text."""
    with open(os.path.join(root, path), "rb") as stream:
        data = stream.read()
    if b"\0" in data:
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def report(findings, remedy):
    """Prints the findings and what to do about them; ends the program with 1 when there are any."""
    for finding in findings:
        print(finding)
    if findings:
        print(f"{len(findings)} found. {remedy}")
        sys.exit(1)
