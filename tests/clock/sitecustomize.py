"""Sets the clock of every Python process to the day that LETTERS_TEST_DAY names.

Python imports a module of this name when it starts, where the folder is in PYTHONPATH: so the
tests, the installed command and the processes that it starts all live on that day, and time goes
on from there.
"""

import datetime
import os

if day := os.environ.get("LETTERS_TEST_DAY"):  # noqa: TID251 - nothing can hand it in
    import time_machine

    noon = datetime.datetime.combine(datetime.date.fromisoformat(day), datetime.time(12))
    time_machine.travel(noon.astimezone()).start()
