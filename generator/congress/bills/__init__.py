"""What is published about bills: GovInfo's BILLSTATUS files and the roll calls of both chambers.

`status` and `roll_calls` read one file each, `origin` finds the files in a folder or on the web,
and `sync` puts them together and writes positions-synced.yaml.
"""
