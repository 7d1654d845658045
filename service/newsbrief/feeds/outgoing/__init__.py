"""The forms in which a digest goes out: one file each, pure functions of an `Edition`."""
