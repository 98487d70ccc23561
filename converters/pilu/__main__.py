"""``python -m pilu``: the command line without its script."""

from pilu.cli import main

if __name__ == "__main__":
    main()
