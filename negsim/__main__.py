"""``python -m negsim`` is ``negsim``."""

from negsim.cli.main import program

if __name__ == "__main__":
    program()
