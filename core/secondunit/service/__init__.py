"""The service: one process per user that keeps briefs, jobs, takes and events, and does the work.

It knows engines, elements, media and the wire; it never imports the host side. Nothing happens at import.
"""
