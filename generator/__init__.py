"""Letters: advocacy letters whose every figure is traced to the sentence that supports it."""

__version__ = "0.2.0"
