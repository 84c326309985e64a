"""Public data on Congress -> a recipients file: all members, with the offices and committees they really have.

`fetching` brings the four files of unitedstates/congress-legislators from a folder or the web, `reading` makes plain data of
them, `members` makes recipients of that, `writing` the YAML; `changes` says what is new, and `syncing` tells the whole story.
"""

from generator.congress.changes import Change, Changes, changes
from generator.congress.fetching import PUBLISHED
from generator.congress.members import Oddity, Reading, read_members
from generator.congress.syncing import SyncReport, sync
from generator.congress.troubles import AgeError, CannotReadMembersError, FarFewerError, NotOurFileError
from generator.congress.writing import to_yaml

__all__ = [
    "PUBLISHED",
    "AgeError",
    "CannotReadMembersError",
    "Change",
    "Changes",
    "FarFewerError",
    "NotOurFileError",
    "Oddity",
    "Reading",
    "SyncReport",
    "changes",
    "read_members",
    "sync",
    "to_yaml",
]
