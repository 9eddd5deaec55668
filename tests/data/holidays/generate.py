"""Writes holidays.csv and jpholiday.csv: the Japanese holidays of two PyPI packages, 1948 to 2050.

    pip install holidays==0.109 jpholiday==1.0.3
    python tests/data/holidays/generate.py
"""

from pathlib import Path

import holidays
import jpholiday

FOLDER = Path(__file__).parent
YEARS = range(1948, 2051)


def write(name, days):
    lines = [f"{day},{title}\n" for day, title in sorted(days)]
    (FOLDER / name).write_text("date,name\n" + "".join(lines), encoding="utf-8", newline="\n")


write("holidays.csv", holidays.JP(years=YEARS, language="ja").items())
write("jpholiday.csv", (day for year in YEARS for day in jpholiday.year_holidays(year)))
