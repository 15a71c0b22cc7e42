"""Measure what building costs, us and others: `.venv/bin/python tests/bench/run.py --help`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.cli import main

if __name__ == "__main__":
    sys.exit(main())
