#!/bin/sh
# Measures the window, painted without a graphics card: entries a node (1000000), files in one
# directory (100000), scans (1000). See launch for HEAP.
JAVA_OPTIONS="-Dglass.platform=Headless -Dprism.order=sw -Dprism.lcdtext=false" \
    exec "$(dirname "$0")/launch" ui.WindowBench "$@"
