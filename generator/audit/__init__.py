"""Every claim against its source.

Source files against the document, finished letters against the source file.
"""
