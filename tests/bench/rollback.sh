#!/bin/sh
# Measures what rolling a node back costs beside a full copy of its tree. Arguments: files, bytes of
# each, rounds (50000 16384 3). Needs rsync and OpenSSH's sshd; all are private and end with it.
exec "$(dirname "$0")/launch" RollbackBench "$@"
