"""Print the catalogue as the table in ``docs/checks.md``: ``python -m filings.ownership.checks``."""

import sys

from filings.ownership.checks.registry import catalogue


def markdown() -> str:
    """The catalogue as a table in Markdown. An unconfirmed citation is one that counsel has still to read."""
    lines = [
        "| check | family | severity | what it says | where | rests on | why so grave | how it is mended |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += (
        f"| {one.id} | {one.family} | {one.severity} | {one.title} | {'; '.join(one.boxes)} | "
        f"{one.citation}{'' if one.verified else ' (unconfirmed)'} | {one.why} | {one.fix} |"
        for one in catalogue()
    )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(markdown())
