"""Second Unit in Nuke, for every session: nothing is needed to open or render what was placed.

Runs in terminals and on farms too. The Groups are native nodes, so there is nothing to register here, nothing
to import and nothing that could fail; the panel and the menu are made by menu.py, where there is a window.
"""
