"""The commands, one file each, and what they print in a second: `send.py`, `send_output.py`.

This package alone knows Click and alone prints. Heavy imports stay inside the commands, so that
`--help` answers at once.
"""
