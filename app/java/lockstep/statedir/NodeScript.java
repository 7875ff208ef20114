package lockstep.statedir;

import java.time.Duration;

/// What runs in a POSIX shell in a node's [StateDirectory]. Values come as arguments and are never
/// part of the text. It finds there:
///
/// - `$top`, the real directory of the root, without a symbolic link in its path, and `$state`
/// - `place`, which makes the state directory where there is none
/// - `known`, which ends with `none` where there is none
/// - `mounts DIRECTORY`, which prints the mount points at or below it, a line each, as `printf %b`
///   reads it, and fails where the system does not tell
/// - `watched PROGRAM ARGUMENT…`, which runs a program and leaves its status in `$status`; the
///   program is ended when nobody waits for the script any more
/// - `body COUNT`, which prints that many of the bytes that came with the script; fewer when nobody
///   waits any more
/// - `end WORD REST…`, which every script must end with
///
/// Standard error holds the reasons of whatever failed.
///
/// @param limit from its start to its end
public record NodeScript(String text, Duration limit) {
    private static final Duration QUICK = Duration.ofSeconds(20);
    private static final Duration LASTING = Duration.ofDays(7);

    /// One that looks or changes a few names.
    public static NodeScript quick(String text) {
        return new NodeScript(text, QUICK);
    }

    /// One that reads or copies whole trees: hours are nothing unusual, the operator can cancel,
    /// and a line that is dead is noticed by the host.
    public static NodeScript lasting(String text) {
        return new NodeScript(text, LASTING);
    }

    /// Before every script. A directory that another user owns, or that others may write in, or a
    /// symbolic link in its place, is not ours: whoever made it could swap what is in it.
    ///
    /// What watches is a program of its own. A part of this shell would hold the console's pipe
    /// where the output of `watched` is redirected, and so hide that the script was killed.
    static final String PROLOGUE =
            """
            export LC_ALL=C
            umask 077
            exec 3<&0 </dev/null
            trap '' HUP
            root=$1
            shift
            end() { printf 'end %s\\n' "$*"; exit 0; }
            body() { head -c "$1" <&3; }
            me=$(id -u)
            ours() { [ "$(find "$1" -prune -type d -user "$me" ! -perm -020 ! -perm -002)" ]; }
            [ -d "$root" ] || { ls -d "$root" >/dev/null; end missing; }
            top=$(cd -P -- "$root" && pwd -P && echo .) || end unreadable
            top=${top%??}
            case $top in / | */.lockstep | */.lockstep/*) end nowhere ;; esac
            beside=${top%/*}/.lockstep
            state=$beside/${top##*/}
            place() {
                for directory in "$beside" "$state"; do
                    mkdir -m 700 "$directory" 2>/dev/null || [ -d "$directory" ] ||
                        mkdir -m 700 "$directory" || end refused
                    ours "$directory" || end foreign
                done
            }
            known() {
                for directory in "$beside" "$state"; do
                    [ -d "$directory" ] || end none
                    ours "$directory" || end foreign
                done
            }
            mounts() {
                [ -r /proc/self/mountinfo ] || return 1
                cut -d' ' -f5 /proc/self/mountinfo |
                    sed 's/\\\\\\([0-7][0-7][0-7]\\)/\\\\0\\1/g' |
                    while IFS= read -r line; do
                        case $(printf '%b.' "$line") in "$1". | "$1"/*) printf '%s\\n' "$line" ;; esac
                    done
            }
            watched() {
                "$@" 3<&- & job=$!
                sh -c 'while read -r _; do :; done; kill "$1"' sh "$job" <&3 >/dev/null 2>&1 &
                watch=$!
                wait "$job"
                status=$?
                kill "$watch" 2>/dev/null
            }
            """;
}
