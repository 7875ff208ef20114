#!/bin/sh
# Measures the drift tree in a 2 GiB heap. Arguments: nodes, entries a node (3 1000000).
# See launch for HEAP.
exec "$(dirname "$0")/launch" DriftBench "$@"
