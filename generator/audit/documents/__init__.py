"""Documents as people publish them, read into sections and paragraphs: Markdown, plain text, HTML and PDF."""
