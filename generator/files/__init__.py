"""Reads and writes text, YAML, CSV, Excel, pictures and HTTP; writes whole files or no files."""
