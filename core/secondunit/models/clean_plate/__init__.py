"""The clean plate, computed: what a matte hides is taken from the frames that saw it.

`survey.survey` reads the plate once and says where its frames stand, where it is cut, and whether it shows
two depths; `cleaning.clean` gives the frames one at a time. Frames come by a function from a frame's number
to its pixels, so that this package knows no file. Everything outside the feathered matte keeps its bits. What
no frame saw is made of patches and is marked.

Nothing is imported here: every worker and the service know a plate's values by name, and only who fills holes
waits for the compiler.
"""
