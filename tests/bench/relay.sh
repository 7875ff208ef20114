#!/bin/sh
# The relay against scp -3, pull-then-push, node to node and local rsync. Arguments: size of the file in MiB,
# rounds, number of small files, round-trip time in ms (1024 3 20000 0). See launch for HEAP and PROFILE.
exec "$(dirname "$0")/launch" RelayBench "$@"
