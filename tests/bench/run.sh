#!/bin/sh
# Measures what a rolling run costs beside its work. Arguments: files, rounds (2000 5).
# Needs rsync, OpenSSH's sshd and HAProxy; all are private and end with it. See launch for HEAP.
exec "$(dirname "$0")/launch" RunBench "$@"
