"""Congress: its members and their seats, districts, offices, committees and forms of address.

A sync reads public data: `fetching` brings the four files of unitedstates/congress-legislators,
`published_files` parses them, `members` makes recipients of them, `changes` compares them with the
last sync, `recipients_file` writes the YAML, and `sync` runs these steps in order.

A letter asks `filters` which members it goes to, `offices` to which address, and
`forms_of_address` for the words; `zip_codes` and `member_checks` hold the rules of a member's
facts. `districts` puts ZIP codes, people and places into districts.
"""
