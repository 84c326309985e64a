"""Supporters: the people who agreed to write, read from their organisation's file, and the mailpieces that come of it.

`columns` knows what a column is called; `tables`, `csv_files`, `workbooks` and `yaml_files` give the rows of a file;
`cells` and `drafts` make a person of a row; `postal` says when two addresses are one, and `identity` when two people are; `kin` finds
the rows of one person in a list;
`checks` says whose letters may go; `reading` walks a file from start to finish; `assigning` gives each supporter their own
members of Congress; `leftovers` writes what is held, so that it can be corrected and read again.
"""
