"""The words and the page of one letter: chosen, composed, set and made a PDF."""
