"""Performance goals as ratios, each measured in one run on one machine: `python -m benchmarks`."""
