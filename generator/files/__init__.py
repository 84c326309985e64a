"""What the program reads and writes: text, YAML, CSV, Excel, pictures, HTTP; whole files or no files."""
