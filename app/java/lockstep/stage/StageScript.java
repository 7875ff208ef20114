package lockstep.stage;

import lockstep.statedir.NodeScript;

/// What runs on a node for its stage, `stage` in its state directory:
///
/// - `tree`: the new tree, and after the switch the old one
/// - `new`: the new tree's inode, which tells the two apart wherever they are
/// - `by`: the script that works here, or the last that did
/// - `shared`: the inodes that both trees had before the exchange
/// - `mark`: is older than whatever is written while the live tree is looked at for the last time
/// - `entries`: what the rules leave out and has to come along, from just before the exchange until
///   all of it has: a line each, as `printf %b` reads it; `time.N` is the time of the directory
///   that line N is to be in
///
/// Killed anywhere, either tree is live, whole but for what `entries` tells, and whatever script
/// comes next goes on from there. A script whose console has gone ends in what is `watched`, which
/// has to last long enough for that, and otherwise before it changes anything once another has
/// written its name to `by`, so that no two of them work here. Nothing is moved onto a name that
/// is taken, and a tree that was live goes only when all that was written in it since the mark is
/// in the live one, too.
///
/// `gone` has passed that, and may be removed without a look.
final class StageScript {
    private StageScript() {}

    private static final String COMMON =
            """
            stage=$state/stage
            tree=$stage/tree
            inode() { ls -di "$1" 2>/dev/null | { read -r number _; echo "$number"; }; }
            there() { [ -e "$1" ] || [ -L "$1" ]; }
            # Whoever began last works here; where the disk is full that is not known.
            token=$$.$(date +%s)
            take() {
                [ ! -d "$stage" ] || echo "$token" >"$stage/by" || rm -f "$stage/by"
            }
            mine() { [ ! -s "$stage/by" ] || [ "$(cat "$stage/by")" = "$token" ]; }
            # $name, and in $above the directories that lead to it.
            plain() { name=$(printf '%b.' "$1"); name=${name%.}; above=${name%"${name##*/}"}; }
            isnew() { [ -s "$stage/new" ] && [ "$(inode "$1")" = "$(cat "$stage/new")" ]; }
            swap() {
                case $(uname -sm) in
                'Linux x86_64') call=316 ;;
                'Linux aarch64' | 'Linux riscv64' | 'Linux loongarch64') call=276 ;;
                'Linux ppc64le') call=357 ;;
                'Linux s390x') call=347 ;;
                'Linux armv7l') call=382 ;;
                'Linux i686') call=353 ;;
                *) call=0 ;;
                esac
                case $1$call in
                mv*) mv --exchange -T -- "$2" "$3" ;;
                *0) return 1 ;;
                perl*) perl -e 'exit(syscall(0 + $ARGV[0], -100, $ARGV[1], -100, $ARGV[2], 2) != 0)
                    ' "$call" "$2" "$3" ;;
                python3*) python3 -c 'import ctypes, os, sys
            a, b = map(os.fsencode, sys.argv[2:])
            sys.exit(ctypes.CDLL(None).syscall(int(sys.argv[1]), -100, a, -100, b, 2) != 0)
            ' "$call" "$2" "$3" ;;
                esac
            }
            # What a program has made anew meanwhile stays in the stage, unless that is nothing.
            carry() {
                [ -f "$stage/entries" ] || return 0
                count=0
                ! isnew "$top" || while IFS= read -r line; do
                    count=$((count + 1))
                    plain "$line"
                    attempts=
                    while there "$tree/$name"; do
                        mine || end busy
                        attempts=x$attempts
                        [ ${#attempts} -lt 50 ] || end stuck "$line"
                        if there "$top/$name" && ! rmdir "$top/$name" 2>/dev/null; then
                            late=$stage/late.$count
                            while there "$late"; do late=$late+; done
                            mv -nT "$top/$name" "$late"
                        fi
                        mv -nT "$tree/$name" "$top/$name"
                    done
                done <"$stage/entries"
                count=0
                ! isnew "$top" || while IFS= read -r line; do
                    count=$((count + 1))
                    plain "$line"
                    touch -r "$stage/time.$count" "$top/$above."
                done <"$stage/entries"
                mine || end busy
                rm -f "$stage/entries" "$stage"/time.*
            }
            # A btrfs subvolume is another device, and no mount point; nothing is renamed out of it.
            device() { stat -c %d "$1"; }
            near() { [ "$(device "$1")" = "$(device "$state")" ] || end mounted "$1"; }
            unmounted() {
                point=$(mounts "$1") || end unseen
                [ -z "$point" ] || end mounted "$point"
            }
            """;

    /// `$@` are ways to try. Ends with `way` and the first that works here, tried on two empty
    /// directories; nothing else is changed, since others may be at work. Above the root nobody
    /// may be able to give root another tree.
    static final NodeScript WAY =
            NodeScript.quick(
                    COMMON
                            + """
                            place
                            unmounted "$top"
                            near "$top"
                            [ -w "$top" ] && [ -w "${top%/*}/" ] || end fixed
                            path=${top%/*}
                            [ "$me" != 0 ] || [ -z "$path" ] || ours "$path" || end open "$path"
                            while [ "$me" = 0 ] && [ "$path" ]; do
                                [ "$(find "$path" -prune -user 0 \\( -perm -1000 -o \\
                                    ! -perm -020 ! -perm -002 \\))" ] || end open "$path"
                                path=${path%/*}
                            done
                            probe=$state/probe.$token
                            for way in "$@"; do
                                rm -rf "$probe"
                                mkdir "$probe" "$probe/a" "$probe/b" || end refused
                                before=$(inode "$probe/a")
                                swap $way "$probe/a" "$probe/b" >/dev/null 2>&1
                                find "$probe" -cnewer "$probe/a" >/dev/null || {
                                    rm -rf "$probe"
                                    end blind
                                }
                                [ "$(inode "$probe/b")" = "$before" ] &&
                                    mv -nT "$probe/b" "$probe/c"
                                status=$?
                                rm -rf "$probe"
                                [ "$status" != 0 ] || end way $way
                            done
                            end unable
                            """);

    /// What an earlier run has left goes, but for an old tree that holds what the rules leave out.
    /// Only directories are made writable for that: files are shared with the live tree. Root may
    /// remove them as they are, and somebody else could make links of them meanwhile.
    private static final String DROP =
            """
            clear() {
                [ -d "$state/gone" ] || return 0
                unmounted "$state/gone"
                [ "$me" = 0 ] || find "$state/gone" -type d ! -perm -700 -exec chmod u+rwx {} \\;
                rm -rf "$state/gone" || end refused
            }
            clear
            take
            carry
            if [ -d "$stage" ]; then
                mine || end busy
                for late in "$stage"/late.*; do
                    ! there "$late" || end behind "$late"
                done
                if [ -s "$stage/new" ] && [ -d "$tree" ] && ! isnew "$tree"; then
                    isnew "$top" && [ -f "$stage/mark" ] || end strange "$tree"
                    written "$tree" "$top" '' "$stage/shared"
                    [ "$status" = 0 ] || end strange "$tree"
                    [ -z "$first" ] || end behind "$first"
                    hidden "$tree" "$@"
                    [ ! -s "$stage/leftout" ] || end left "$(head -n 1 "$stage/leftout")"
                fi
                unmounted "$stage"
                mine || end busy
                mv -T "$stage" "$state/gone" || end refused
            fi
            clear
            """;

    /// `$@` are rsync's filter rules, as for every script that has an old tree removed.
    static final NodeScript REMOVE =
            NodeScript.lasting(
                    COMMON
                            + StageLook.WRITTEN
                            + StageLook.LEFT_OUT
                            + "known\n"
                            + DROP
                            + "end gone\n");

    static final NodeScript BEGIN =
            NodeScript.lasting(
                    COMMON
                            + StageLook.WRITTEN
                            + StageLook.LEFT_OUT
                            + "place\n"
                            + DROP
                            + "mkdir -m 700 \"$stage\" \"$tree\" || end refused\n"
                            + "take\nend begun\n");

    /// `$1` is a part of the list of what is not to be shared, as `printf %b` reads it.
    static final NodeScript APART =
            NodeScript.quick(
                    COMMON
                            + "known\ntake\nprintf '%b' \"$1\" >>\"$stage/apart\" || end refused\n"
                            + "end noted\n");

    private static final String ABLE =
            """
            known
            take
            command -v rsync >/dev/null || end absent
            keep=
            lost=
            for more in -A -X; do
                rsync -n "$more" --files-from=/dev/null "$stage" "$stage" >/dev/null 2>&1 &&
                    keep="$keep $more" || lost=$lost$more
            done
            """;

    private static final String MADE =
            """
            leftout "$@"
            mine || end busy
            inode "$tree" >"$stage/new" || end refused
            end made "${lost:--}" "$tree"
            """;

    /// `$@` are rsync's filter rules. What is not to be shared is taken out again and copied; the
    /// other order will not do, since newer versions of rsync link what they find in place. Hard
    /// links among what is shared come along since they are links to the same file; told to look
    /// for them, rsync would link a copy to what is shared.
    static final NodeScript MAKE =
            NodeScript.lasting(
                    COMMON
                            + StageLook.LEFT_OUT
                            + ABLE
                            + """
                            watched rsync -aS $keep --numeric-ids --link-dest="$top" "$@" -- \\
                                "$top/" "$tree/"
                            [ "$status" = 0 ] || end rsync "$status"
                            if [ -f "$stage/apart" ]; then
                                (cd "$tree" && xargs -0 rm -f -- <"$stage/apart") || end refused
                                watched rsync -aHS $keep --numeric-ids --from0 \\
                                    --files-from="$stage/apart" -- "$top/" "$tree/"
                                [ "$status" = 0 ] || end rsync "$status"
                            fi
                            """
                            + MADE);

    /// `$1` is the name of a snapshot; the rest are filter rules. What it has as the live tree has
    /// it, by content and all attributes, is shared with that; the rest is copied. A file that is
    /// several in the snapshot is shared as far as all of them are one in the live tree.
    static final NodeScript FROM =
            NodeScript.lasting(
                    COMMON
                            + StageLook.LEFT_OUT
                            + """
                            from=$state/snapshots/$1
                            shift
                            known
                            [ -d "$from/tree" ] && [ -f "$from/keep" ] || end lacking
                            [ "$(printf '%s\\n' "$@")" = "$(cat "$from/rules")" ] || end ruled
                            """
                            + ABLE
                            + """
                            for kept in $(cat "$from/keep"); do
                                case "$keep " in *" $kept "*) ;; *) end poor "$kept" ;; esac
                            done
                            keep=$(cat "$from/keep") || end ruled
                            watched rsync -aHSc $keep --numeric-ids --link-dest="$top" "$@" -- \\
                                "$from/tree/" "$tree/"
                            [ "$status" = 0 ] || end rsync "$status"
                            """
                            + MADE);

    /// Whatever is written from here on is newer than the mark.
    static final NodeScript MARK =
            NodeScript.quick(
                    COMMON
                            + """
                            known
                            [ -d "$tree" ] || end none
                            take
                            ! isnew "$top" || end marked
                            : >"$stage/mark" || end refused
                            until [ "$(find "$stage/tick" -cnewer "$stage/mark" 2>/dev/null)" ]; do
                                : >"$stage/tick" || end refused
                            done
                            end marked
                            """);

    /// A file that was removed from the live tree since the mark has a link less in the new one,
    /// and so is newer there.
    ///
    /// `$1` is the way; the rest are rules. `busy` says nothing of which tree is live. After the
    /// exchange a script ends with `switched`, how much came along, and what was written in the old
    /// tree meanwhile; or with `stuck`.
    static final NodeScript SWITCH =
            NodeScript.lasting(
                    COMMON
                            + StageLook.WRITTEN
                            + StageLook.LEFT_OUT
                            + """
                            known
                            [ -d "$stage" ] || end none
                            way=$1
                            shift
                            undone() {
                                mine || end busy
                                rm -f "$stage/entries"
                                end "$@"
                            }
                            take
                            carry
                            [ -s "$stage/by" ] || end refused
                            ! isnew "$top" || end already
                            isnew "$tree" && [ -f "$stage/mark" ] || end none
                            unmounted "$top"
                            leftout "$@"
                            seen
                            shared
                            rm -f "$stage"/time.*
                            count=0
                            while IFS= read -r line; do
                                count=$((count + 1))
                                plain "$line"
                                touch -r "$tree/$above." "$stage/time.$count" || end hindered
                            done <"$stage/leftout"
                            mv "$stage/leftout" "$stage/entries" || end hindered
                            watched sync -f "$stage"
                            [ "$status" = 0 ] || watched sync
                            [ "$status" != 0 ] || watched sleep 0.2
                            [ "$status" = 0 ] || undone hindered
                            written "$top" "$tree" "$stage/visible"
                            [ "$status" = 0 ] || undone hindered
                            [ -z "$first" ] || undone written "$first"
                            written "$tree" "$top"
                            [ "$status" = 0 ] || undone hindered
                            [ -z "$first" ] || undone removed "$top${first#"$tree"}"
                            [ -s "$stage/by" ] && mine && isnew "$tree" || end busy
                            swap "$way" "$top" "$tree"
                            if ! isnew "$top"; then
                                isnew "$tree" || end busy
                                undone kept
                            fi
                            moved=$count
                            carry
                            written "$tree" "$top" '' "$stage/shared"
                            for late in "$stage"/late.*; do
                                ! there "$late" || first=$late
                            done
                            end switched $moved "$first"
                            """);

    /// Ends what a switch that was killed has left to do.
    static final NodeScript SETTLE =
            NodeScript.lasting(COMMON + "known\ntake\ncarry\nend settled\n");
}
