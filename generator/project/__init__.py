"""The user's files: loaded, checked against each other, and begun from a skeleton."""
