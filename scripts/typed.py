"""Print the folders and files that are held to strict types: the analysis library, rules, queries and actions."""

from pathlib import Path

SOURCE = Path("src/evenground")
LAYERS = ("rules", "queries", "actions", "notices", "models", "enums")


def main() -> None:
    contexts = (SOURCE / "programme").glob("*/")
    files = [path for context in contexts for layer in LAYERS for path in context.glob(f"{layer}.py")]
    print(*sorted(map(str, [SOURCE / "analysis", *files])))


if __name__ == "__main__":
    main()
