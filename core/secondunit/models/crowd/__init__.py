"""Several passes of one camera as one crowd: aligned, cut out of what stands still, put in order."""
