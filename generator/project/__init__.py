"""Loads the user's files, checks them against each other, and starts new ones from a skeleton."""
