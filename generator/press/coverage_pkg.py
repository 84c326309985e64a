"""What a campaign says to whom: `counting` counts arguments and asks over all its letters, `tiles` draws them on the states."""
