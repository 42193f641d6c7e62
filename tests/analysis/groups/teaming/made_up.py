"""A made-up class in the shape of the sample that GroupEng publishes: 105 people, its columns, about its shares.

Every value is drawn here; none is taken from that sample.
"""

import csv
from pathlib import Path
from random import Random

SHARES = {
    "Gender": {"M": 26, "F": 79},
    "Ethnicity": {"B": 7, "H": 9, "N": 1, "-": 88},
    "Major": {"EE": 36, "Civ E": 29, "CS": 23, "Mech E": 17},
    "Skill1": {"y": 80, "-": 25},
    "Skill2": {"y": 79, "-": 26},
    "Skill3": {"y": 84, "-": 21},
    "Project choice": {"automotive": 24, "robotics": 26, "renewable energy": 21, "nanotech": 19, "statistics": 15},
}

SPECIFICATION = """# Made-up data
classlist : class.csv
student_identifier : ID
group_size : 5+

- cluster : Gender
  values : M
- cluster : Ethnicity
  values : (B = H)
- aggregate : Project choice
- distribute : Major
  values : Mech E, CS, Civ E, EE
- distribute : Skill1
  value : y
- distribute : Skill2
  value : y
- distribute : Skill3
  value : y
- balance : GPA
"""


def made_up_class(*, times: int = 1, seed: int = 0) -> list[dict[str, str]]:
    """Rows of the class, as many times as large."""
    random = Random(seed)
    columns = {name: _shuffled(shares, times, random) for name, shares in SHARES.items()}
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return [{"ID": str(n), "GPA": f"{random.gauss(3.05, 0.5):.4f}", **row} for n, row in enumerate(rows, 1)]


def _shuffled(shares: dict[str, int], times: int, random: Random) -> list[str]:
    values = [value for value, count in shares.items() for _ in range(count * times)]
    random.shuffle(values)
    return values


def write_groupeng(folder: Path, *, times: int = 1, seed: int = 0, specification: str = SPECIFICATION) -> Path:
    """Class and specification in GroupEng's published format; the path of the specification."""
    rows = made_up_class(times=times, seed=seed)
    with (folder / "class.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    path = folder / "class.groupeng"
    path.write_text(specification, encoding="utf-8")
    return path
