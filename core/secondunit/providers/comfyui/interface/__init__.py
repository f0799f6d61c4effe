"""Workflows as ComfyUI's interface writes them: read, flattened to the API's form, and wrapped for a task."""
