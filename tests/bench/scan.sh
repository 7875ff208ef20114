#!/bin/sh
# A comparison of three nodes against rsync -ani --delete. Arguments: files a node, rounds,
# round-trip time in ms (500000 3 0). See launch for HEAP and PROFILE.
exec "$(dirname "$0")/launch" ScanBench "$@"
