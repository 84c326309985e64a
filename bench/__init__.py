"""The benchmark: what the program costs beside what a person would write."""
