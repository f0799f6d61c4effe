"""Second Unit put into a host, taken out of it, and looked at there.

The plug-ins' sources are files: in the wheel beside this package, in a checkout at its top. This room copies
them to where a host looks, with the part of the core that runs inside it, and remembers what it wrote.
"""
