"""Public data on Congress -> a recipients file: all members, with the offices and committees they really have.

`fetching` brings the four files of unitedstates/congress-legislators from a folder or the web, `reading` makes plain data of
them, `members` makes recipients of that, `writing` the YAML; `changes` says what is new, and `syncing` tells the whole story.
"""
