"""The page of looks: every look of every kind rendered on this machine, on one page that stands alone.

It renders without a service: no job, no take, nothing that lasts but the page.
"""
