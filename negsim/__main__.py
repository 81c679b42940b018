"""``python -m negsim`` is ``negsim``."""

from negsim.cli.main import main

if __name__ == "__main__":
    main()
