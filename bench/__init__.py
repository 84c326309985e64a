"""The benchmark: compares the program with the loop that a person would write by hand."""
