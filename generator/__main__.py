"""The `letters` command."""

from generator.cli.root import main

if __name__ == "__main__":
    main()
