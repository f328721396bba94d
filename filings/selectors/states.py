"""The states in which a filing was, and what each of them was."""

REVIEWED = "reviewed the report and passed it on for signature"
