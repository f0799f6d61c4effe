"""What benchmarks are held to that takes other software to make, recorded small enough to be kept."""
