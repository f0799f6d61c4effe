"""What every room stands on: addresses, locks and files of this machine, on the standard library alone.

It is below `wire`: it knows no value and no error of ours, and says what the system says.
"""
