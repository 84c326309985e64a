"""The commands. This package alone knows Click and alone prints; heavy imports stay inside the commands."""
