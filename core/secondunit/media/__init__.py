"""Pixels: pictures, EXR and movies in and out, colour by OpenColorIO, sequences and previews.

It knows files and numbers; it may not know of jobs, providers, databases or hosts.
"""
