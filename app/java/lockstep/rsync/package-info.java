/// Conversations with `rsync --server`: list a tree, preview and relay between two hosts. Hides
/// the protocol; what a scan calls identical is what a relay would leave alone.
///
/// What which rsync knows, seen from a client; every mix is negotiated down to what both know:
///
/// | since | what |
/// | --- | --- |
/// | 3.0.0 | protocol 30: `-s` with the arguments on the input, `i`, `L`, MD5, itemised previews |
/// | 3.0.4, 3.0.7 | `s` (names in another character set); `f` (an I/O error ends a list) |
/// | 3.1.0 | protocol 31: nanoseconds, deletion statistics, a second goodbye, no numbers for |
/// | | pipes and sockets, names of `--files-from` in frames; `--delete-missing-args` |
/// | 3.1.1, 3.1.2 | `x` (extended attributes); `C` (order of the checksum's seed) |
/// | 3.2.0 | `I`, `v`: flags as varints, and a list of digests before the seed, even at 30 |
/// | | for `-z` one of compressions too (3.2.0 fails with its zstd at what matches) |
/// | 3.2.3 | `u` (a name for id 0); errors on the standard error instead of as messages |
/// | 3.4.0 | protocol 32, the same as 31 on the wire; packages of older ones have it by patches |
/// | 3.4.3 | until 3.4.4, and in packages of older ones with the same fixes (Debian's |
/// | | 3.2.7-1+deb12u6): a target refuses the list that `--delete-missing-args` leads to |
///
/// Letters that a server does not know are passed over, so the same are offered to all. A server
/// that is told `P` or `H` rules does not ask which end it is. 2.6.9 and openrsync do not know
/// `-s`: they end with status 1 before they say their protocol (29, and 27 or 29).
@NullMarked
package lockstep.rsync;

import org.jspecify.annotations.NullMarked;
