"""Sign-off by specimen: one letter of each kind is read and approved before any goes out.

`variants` finds the kinds; `approvals` reads and writes what was approved, and finds the orders in
words that were not; `differences` compares words; `printing` makes the PDF.
"""
