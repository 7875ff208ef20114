#!/bin/sh
# Measures the drift tree in a 2 GiB heap. Arguments: nodes, entries a node (3 1000000).
# Builds nothing: run `mvn test-compile` first. HEAP=1g tries another limit.
set -eu
cd "$(dirname "$0")/../.."
[ -d target/test-classes/lockstep/bench ] || {
    echo "drift.sh: the tests are not compiled; run: mvn -q test-compile" >&2
    exit 1
}
java=java
[ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java
exec "$java" "-Xmx${HEAP:-2g}" -cp target/classes:target/test-classes lockstep.bench.DriftBench "$@"
