#!/bin/sh
# Measures what being bound to a plan costs. Arguments: files, MiB of one file, rounds (20000 1024 3).
# Needs rsync; no sshd. See launch for HEAP.
exec "$(dirname "$0")/launch" PlanBench "$@"
