"""Sign-off by specimen: a person approves one letter of each kind before any is printed or sent.

`variants` finds the kinds of letters, `approvals` reads and writes the approved words,
`differences` compares words, and `printing` makes the PDF.
"""
