"""Documents as people publish them (Markdown, text, HTML, PDF), read into paragraphs."""
