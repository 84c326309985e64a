"""Sign-off by specimen: one letter of each kind is printed and looked at, and its words are approved before any goes out.

`variants` finds the kinds; `approvals` reads and writes what was approved, and says which orders nobody has seen;
`differences` compares words; `printing` makes the PDF.
"""
