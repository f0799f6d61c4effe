"""What footage is called on disk: the endings of movies and of frames in files of their own."""

from __future__ import annotations

MOVIES = (".mov", ".mp4", ".m4v", ".mkv", ".webm", ".avi", ".mxf")
STILLS = (".exr", ".dpx", ".tif", ".tiff", ".png", ".jpg", ".jpeg")


def is_movie(path: str) -> bool:
    """Whether a path is a movie file, and not a sequence or a still."""
    return path.lower().endswith(MOVIES)


def file_filter(label: str, *endings: str) -> str:
    """What a file dialog offers, in Qt's form: `Footage (*.exr *.mov);;All files (*)`."""
    return f"{label} ({' '.join('*' + ending for ending in endings)});;All files (*)"
