"""Faces in a picture: where they are, and nothing of whose they are."""

from .detector import Face, FaceDetector, face_weights

__all__ = ["Face", "FaceDetector", "face_weights"]
