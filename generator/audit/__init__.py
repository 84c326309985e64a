"""Every claim against its source: source files against the document, finished letters against the source file."""
