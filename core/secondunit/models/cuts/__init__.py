"""Where a plate goes over from one shot to another: cuts, dissolves; a flash and a whip pan are neither."""
