"""Methods that work on a plate on this machine: trained networks and computed ones, behind one protocol."""
