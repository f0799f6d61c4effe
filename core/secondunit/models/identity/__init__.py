"""How near a face is to others, as a distance and never as a name: points, alignment, description, judgement.

Nothing of this room knows whose a face is, keeps anything, or says that two are one person.
"""
