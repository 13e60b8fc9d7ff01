"""`python -m toolkit` is `consult`."""

from toolkit.cli.main import main

main()
