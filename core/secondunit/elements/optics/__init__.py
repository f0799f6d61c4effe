"""How an element is seen: camera, light, marching. Knows no prompt, no simulation and no kind."""
