"""Second Unit in Nuke's window: registers the panel and the menu. Never raises into Nuke's start."""

# Every start file shares one namespace: no name of others is taken.
try:
    import second_unit_nuke.menus

    second_unit_nuke.menus.register()
except Exception as second_unit_error:
    import nuke

    nuke.tprint(
        f"Second Unit is not available in this Nuke: {type(second_unit_error).__name__}: {second_unit_error}"
    )
