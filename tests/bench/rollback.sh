#!/bin/sh
# Measures what rolling a node back costs beside a full copy of its tree. Arguments: files, bytes of
# each, rounds, Mbit/s of each node's line or 0 for this machine's own (50000 16384 3 0). Needs rsync
# and OpenSSH's sshd; all are private and end with it.
exec "$(dirname "$0")/launch" RollbackBench "$@"
