#!/bin/sh
# Measures what being bound to a plan costs. Arguments: files, MiB of one file, rounds (20000 1024 3).
# Builds nothing: run `mvn test-compile` first. Needs rsync; no sshd.
set -eu
cd "$(dirname "$0")/../.."
[ -d target/test-classes/lockstep/bench ] || {
    echo "plan.sh: the tests are not compiled; run: mvn -q test-compile" >&2
    exit 1
}
java=java
[ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
"$java" -cp target/classes:target/test-classes lockstep.bench.PlanBench \
    "$room" "${1:-20000}" "${2:-1024}" "${3:-3}"
