package lockstep.stage;

import lockstep.statedir.NodeScript;

/// What runs on a node for its stage, `stage` in its state directory:
///
/// - `tree`: the new tree, and after the switch the old one
/// - `new`: the new tree's inode, which tells the two apart wherever they are
/// - `entries`: what the rules leave out and has to come along, while it may be under way: a line
///   each, as `printf %b` reads it
/// - `away`: the tree that is to leave its place, between two renames
final class StageScript {
    private StageScript() {}

    /// Begins with what a switch that was killed has left to do: whichever tree is live, what the
    /// rules leave out belongs into it.
    private static final String COMMON =
            """
            stage=$state/stage
            tree=$stage/tree
            inode() { ls -di "$1" | { read -r number _; echo "$number"; }; }
            there() { [ -e "$1" ] || [ -L "$1" ]; }
            plain() { name=$(printf '%b.' "$1"); name=${name%.}; }
            isnew() { [ -f "$stage/new" ] && [ "$(inode "$1")" = "$(cat "$stage/new")" ]; }
            # A directory's time tells of what is in it, and not of what the rules leave out.
            keeptimes() {
                count=0
                while IFS= read -r line; do
                    count=$((count + 1))
                    plain "$line"
                    case $name in */*) above=/${name%/*} ;; *) above= ;; esac
                    for one in "$top" "$tree"; do
                        mark=$stage/time.$count.$(inode "$one")
                        [ "$1" = keep ] || [ ! -e "$mark" ] || touch -r "$mark" "$one$above"
                        [ "$1" = set ] || touch -r "$one$above" "$mark"
                    done
                done <"$stage/entries"
            }
            carry() {
                [ -f "$stage/entries" ] || return 0
                count=0
                while IFS= read -r line; do
                    count=$((count + 1))
                    plain "$line"
                    there "$tree/$name" || continue
                    late=$stage/late.$count
                    # A program has made it anew meanwhile.
                    ! there "$top/$name" || mv "$top/$name" "$late" || end stuck
                    mv "$tree/$name" "$top/$name" || end stuck
                    [ ! -d "$late" ] || rsync -au "$late/" "$top/$name/"
                done <"$stage/entries"
                keeptimes set
                rm -f "$stage/entries" "$stage"/time.*
            }
            settle() {
                [ ! -d "$stage/away" ] || mv "$stage/away" "$tree" || end stuck
                carry
            }
            swap() {
                case $(uname -sm) in
                'Linux x86_64') call=316 ;;
                'Linux aarch64' | 'Linux riscv64') call=276 ;;
                *) call=0 ;;
                esac
                case $1$call in
                mv*) mv --exchange -T -- "$2" "$3" ;;
                renames*)
                    mv "$2" "$stage/away" || return 1
                    mv "$3" "$2" || { mv "$stage/away" "$2"; return 1; }
                    mv "$stage/away" "$3" ;;
                *0) return 1 ;;
                perl*) perl -e 'exit(syscall(0 + $ARGV[0], -100, $ARGV[1], -100, $ARGV[2], 2) != 0)
                    ' "$call" "$2" "$3" ;;
                python3*) python3 -c 'import ctypes, os, sys
            a, b = map(os.fsencode, sys.argv[2:])
            sys.exit(ctypes.CDLL(None).syscall(int(sys.argv[1]), -100, a, -100, b, 2) != 0)
            ' "$call" "$2" "$3" ;;
                esac
            }
            # The first mount point at or below the root, where the system tells.
            mounted() {
                [ -r /proc/self/mountinfo ] || return 0
                cut -d' ' -f5 /proc/self/mountinfo | sed 's/\\\\\\([0-7][0-7][0-7]\\)/\\\\0\\1/g' |
                    while IFS= read -r line; do
                        plain "$line"
                        case $name in "$top" | "$top"/*) echo "$line"; break ;; esac
                    done
            }
            """;

    /// `$@` are ways to try. Ends with `way` and the first that works here, tried on two empty
    /// directories.
    static final NodeScript WAY =
            NodeScript.quick(
                    COMMON
                            + """
                            place
                            settle
                            point=$(mounted)
                            [ -z "$point" ] || end mounted "$point"
                            [ -w "$top" ] || end fixed
                            probe=$state/probe
                            for way in "$@"; do
                                [ $way != renames ] || [ ! -L "$root" ] || continue
                                [ $way != renames ] || end way renames
                                rm -rf "$probe"
                                mkdir "$probe" "$probe/a" "$probe/b" || end refused
                                before=$(inode "$probe/a")
                                swap $way "$probe/a" "$probe/b" >/dev/null 2>&1
                                after=$(inode "$probe/b")
                                rm -rf "$probe"
                                [ "$after" != "$before" ] || end way $way
                            done
                            end unable
                            """);

    /// What an earlier run has left goes. Only directories are made writable for that: files are
    /// shared with the live tree.
    private static final String DROP =
            """
            settle
            if [ -d "$stage" ]; then
                find "$stage" -type d ! -perm -700 -exec chmod u+rwx {} \\;
                rm -rf "$stage" || end refused
            fi
            """;

    static final NodeScript REMOVE = NodeScript.lasting(COMMON + "known\n" + DROP + "end gone\n");

    static final NodeScript BEGIN =
            NodeScript.lasting(
                    COMMON
                            + "place\n"
                            + DROP
                            + "mkdir -m 700 \"$stage\" \"$tree\" || end refused\nend begun\n");

    /// `$1` is a part of the list of what is not to be shared, as `printf %b` reads it.
    static final NodeScript APART =
            NodeScript.quick(
                    COMMON
                            + "known\nprintf '%b' \"$1\" >>\"$stage/apart\" || end refused\n"
                            + "end noted\n");

    /// `$@` are rsync's filter rules. What is not to be shared is taken out again and copied; the
    /// other order will not do, since newer versions of rsync link what they find in place. Hard
    /// links among what is shared come along since they are links to the same file; told to look
    /// for them, rsync would link a copy to what is shared.
    static final NodeScript MAKE =
            NodeScript.lasting(
                    COMMON
                            + """
                            known
                            command -v rsync >/dev/null || end absent
                            keep=
                            for more in -A -X; do
                                rsync -n "$more" --files-from=/dev/null "$stage" "$stage" \\
                                    >/dev/null 2>&1 && keep="$keep $more"
                            done
                            watched rsync -aS $keep --numeric-ids --link-dest="$top" "$@" -- \\
                                "$top/" "$tree/"
                            [ "$status" = 0 ] || end rsync "$status"
                            if [ -f "$stage/apart" ]; then
                                (cd "$tree" && xargs -0 rm -f -- <"$stage/apart") || end refused
                                watched rsync -aHS $keep --numeric-ids --from0 \\
                                    --files-from="$stage/apart" -- "$top/" "$tree/"
                                [ "$status" = 0 ] || end rsync "$status"
                            fi
                            inode "$tree" >"$stage/new" || end refused
                            end made "$tree"
                            """);

    /// `$1` is the tree that is to be live, `new` or `old`; `$2` the way; the rest are rules.
    ///
    /// What the rules leave out is what the other tree lacks without them and not with them.
    static final NodeScript SWITCH =
            NodeScript.lasting(
                    COMMON
                            + """
                            known
                            [ -d "$stage" ] || end none
                            want=$1
                            way=$2
                            shift 2
                            settle
                            if isnew "$top"; then now=new; else now=old; fi
                            [ $now != "$want" ] || end already
                            [ -d "$tree" ] || end none
                            [ $now = new ] || isnew "$tree" || end none
                            point=$(mounted)
                            [ -z "$point" ] || end mounted "$point"
                            lacks() {
                                list=$1
                                shift
                                watched rsync -nrlD --ignore-existing --out-format=':%n' "$@" -- \\
                                    "$top/" "$tree/" >"$stage/lines"
                                case $status in 0 | 23 | 24) ;; *) end rsync "$status" ;; esac
                                sed -n 's/^://p' "$stage/lines" | sort | {
                                    above=//
                                    while IFS= read -r line; do
                                        case $line in "$above"* | ./) continue ;; esac
                                        case $line in */) above=$line ;; esac
                                        printf '%s\\n' "${line%/}"
                                    done
                                } | sort >"$stage/$list"
                            }
                            lacks all
                            lacks shown "$@"
                            comm -23 "$stage/all" "$stage/shown" |
                                sed 's/\\\\/\\\\\\\\/g; s/\\\\\\\\#\\([0-7][0-7][0-7]\\)/\\\\0\\1/g' \\
                                    >"$stage/coming" || end refused
                            while IFS= read -r line; do
                                plain "$line"
                                [ -L "$top/$name" ] || [ ! -d "$top/$name" ] ||
                                    [ -w "$top/$name" ] || end heavy "$line"
                            done <"$stage/coming"
                            rm -rf "$stage"/time.* "$stage"/late.*
                            mv "$stage/coming" "$stage/entries" || end refused
                            keeptimes keep
                            count=$(wc -l <"$stage/entries")
                            swap "$way" "$top" "$tree" || { rm -f "$stage/entries"; end kept; }
                            carry
                            end switched $count
                            """);
}
