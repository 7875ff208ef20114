#!/bin/sh
# A comparison of three nodes against rsync's dry runs, rclone, find and sha256sum. Arguments: files
# a node, rounds, round-trip time in ms, MiB a node to compare by content (500000 3 0 1024). See launch for HEAP and PROFILE.
exec "$(dirname "$0")/launch" ScanBench "$@"
