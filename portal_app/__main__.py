"""`python -m portal_app`: the `portal` command line."""

from portal_app.commands import portal


def main() -> None:
    """Run the command line."""
    portal(prog_name="portal")


if __name__ == "__main__":
    main()
