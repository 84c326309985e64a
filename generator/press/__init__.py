"""Campaigns become letters: build.py tells the story."""
