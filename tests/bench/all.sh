#!/usr/bin/env bash
# Sets up, compiles, runs relay.sh and scan.sh as they come; each says where its picture lies, in
# target/. Takes half an hour on an idle machine. `all.sh quick` tries everything once, small.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source-path=SCRIPTDIR source=../../installers/setup
. "$root/installers/setup"

case "${1:-whole}" in
    whole) relay=() scan=() ;;
    quick) relay=(64 1 500) scan=(5000 1 0 64) ;;
    *)
        say "usage: tests/bench/all.sh [quick]"
        exit 4
        ;;
esac
need_jdk
need_maven
need_packages "${packages_bench[@]}"

cd "$root"
maven test-compile
tests/bench/relay.sh ${relay[@]+"${relay[@]}"}
tests/bench/scan.sh ${scan[@]+"${scan[@]}"}
