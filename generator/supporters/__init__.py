"""Supporters: the people who agreed to write, read from their organisation's file.

`columns` knows the names of columns in the exports of campaign programs; `yaml_list` and the
readers of `files` give the rows of a file; `cells` and `rows` make a person of a row;
`address_match` decides when two addresses are one, `identity` when two people are; `duplicates`
finds the rows of one person in a list; `eligibility` decides whose letters may go; `reading`
reads a file from start to finish; `assignment` gives each supporter their own members of Congress
and makes the mailpieces; `held_back` writes the people who are held, so that their rows can be
corrected and read again; `mailboxes` has e-mail addresses and names as the headers of a message
hold them.
"""
