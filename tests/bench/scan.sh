#!/bin/sh
# A comparison of three nodes against rsync -ani --delete. Arguments: files a node, rounds
# (500000 3). See launch for HEAP and PROFILE.
exec "$(dirname "$0")/launch" ScanBench "$@"
