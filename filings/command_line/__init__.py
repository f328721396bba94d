"""The subcommands of ``manage.py form4``, a module each: ``HELP``, ``add_arguments(parser)`` and
``run(options, terminal)``, which returns the exit code. Their words and codes are in ``docs/command-line.md``."""
