package lockstep.snapshot;

import lockstep.statedir.NodeScript;

/// What runs on a node for its snapshots. A whole one is `snapshots/NAME`; what is not whole is
/// `snapshots/half-NAME`, and becomes whole by being renamed. In it are:
///
/// - `tree`
/// - `rules`: the options it was made with; with others, what they hid would be deleted
/// - `keep`: rsync's options for the attributes that were read; with others, a restore would take
///   away what was never kept
///
/// The arguments from `$2` on are options for rsync, its filter rules. Lines of rsync's are those
/// that begin with `:`; it prints each in that form whatever its version.
final class SnapshotScript {
    private SnapshotScript() {}

    /// ACLs and attributes where this rsync was built with them; a copy of no file tells.
    ///
    /// What is mounted below the root is in no snapshot. One that would have to hold it is neither
    /// made nor restored. Nor is one that lacks a subvolume, which `-x` passes by as well: it is
    /// another device, and no mount point.
    private static final String COMMON =
            """
            shots=$state/snapshots
            name=$1
            shift
            rules=$(printf '%s\\n' "$@")
            shape='[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]T[0-9][0-9][0-9][0-9][0-9][0-9]Z'
            over=
            points=$(mounts "$top" | while IFS= read -r line; do
                [ "$(printf '%b.' "$line")" = "$top." ] || echo "$line"
            done)
            [ -z "$points" ] || over=-x
            without() {
                [ "$points" ] || return 0
                home=$(stat -c %d "$top") || end unseen
                nested=$(find "$top" -xdev -type d -exec stat -c '%d %n' {} +) || end unseen
                nested=$(printf '%s\\n' "$nested" |
                    sed "/^$home /d"'; s/^[^ ]* //; s/\\\\/\\\\\\\\/g') || end unseen
                while IFS= read -r line; do
                    [ "$line" ] || continue
                    point=$(printf '%b.' "$line")
                    point=${point%.}
                    [ ! -e "$1${point#"$top"}" ] || end mounted "$line"
                done <<MOUNTS
            $points
            $nested
            MOUNTS
            }
            able() {
                command -v rsync >/dev/null || end absent
                keep=
                for more in -A -X; do
                    rsync -n "$more" --files-from=/dev/null "$shots" "$shots" >/dev/null 2>&1 &&
                        keep="$keep $more"
                done
            }
            """;

    /// What unchanged files are linked with: the newest whole snapshot, and halves, in which no
    /// attribute of a directory is final but every file is. A file is linked only when all is
    /// equal, so what is linked is never changed. rsync takes twenty such directories.
    private static final String BASES =
            """
            newest=
            for whole in "$shots"/$shape-*; do
                [ -d "$whole/tree" ] && newest=$whole
            done
            [ "$newest" ] && set -- "$@" "--link-dest=$newest/tree"
            for half in "$shots"/half-*; do
                [ -d "$half/tree" ] && set -- "$@" "--link-dest=$half/tree"
            done
            """;

    /// Says the names of all that are whole, each after a `:`.
    static final NodeScript LIST =
            NodeScript.quick(
                    COMMON
                            + """
                            known
                            for whole in "$shots"/$shape-*; do
                                [ -d "$whole/tree" ] && printf ':%s\\n' "${whole##*/}"
                            done
                            end listed
                            """);

    /// `$1` is the name. Half a snapshot is never gone on with in its place: what is linked with
    /// another snapshot must not be changed, and rsync changes attributes in place. Its files are
    /// what is linked with instead.
    static final NodeScript MAKE =
            NodeScript.lasting(
                    COMMON
                            + """
                            # Only directories: files are linked with other snapshots.
                            drop() {
                                find "$1" -type d ! -perm -700 -exec chmod u+rwx {} \\;
                                rm -rf "$1"
                            }
                            place
                            [ -d "$shots" ] || mkdir -m 700 "$shots" || end refused
                            able
                            old=0
                            for half in "$shots"/half-*; do
                                [ -d "$half" ] && old=$((old + 1))
                            done
                            for half in "$shots"/half-*; do
                                [ $old -gt 8 ] || break
                                drop "$half"
                                old=$((old - 1))
                            done
                            """
                            + BASES
                            + """
                            work=$shots/half-$name
                            until mkdir -m 700 "$work" 2>/dev/null; do
                                [ -d "$work" ] || mkdir -m 700 "$work" || end refused
                                work=$work+
                            done
                            watched rsync -aHSc $over $keep --numeric-ids "$@" -- \\
                                "$top/" "$work/tree/"
                            [ "$status" = 0 ] || end rsync "$status"
                            without "$work/tree"
                            printf '%s\\n' "$rules" >"$work/rules" &&
                                printf '%s' "$keep" >"$work/keep" || end refused
                            sync -f "$work" 2>/dev/null || sync
                            [ ! -e "$shots/$name" ] && mv "$work" "$shots/$name" || end refused
                            for half in "$shots"/half-*; do
                                [ -d "$half" ] && drop "$half"
                            done
                            end made
                            """);

    /// `$1` is ignored. What a snapshot would copy, by size and time, as rsync's items with their
    /// lengths; then what `df` says of the state directory and of the root. Without ACLs and
    /// attributes, because rsync 3.5.0 fails to look for them with `-n` and `--link-dest`.
    static final NodeScript SPACE =
            NodeScript.lasting(
                    COMMON
                            + """
                            place
                            [ -d "$shots" ] || mkdir -m 700 "$shots" || end refused
                            command -v rsync >/dev/null || end absent
                            """
                            + BASES
                            + """
                            watched rsync -naHS $over --numeric-ids --out-format=':%i %l' \\
                                "$@" -- "$top/" "$shots/none/"
                            [ "$status" = 0 ] || end rsync "$status"
                            df -Pk "$state" "$top" | sed 's/^/bytes /'
                            df -Pi "$state" 2>/dev/null | sed 's/^/inodes /'
                            end looked
                            """);

    /// `$1` is the name. What is deleted goes first, since the disk may be full of it.
    static final NodeScript RESTORE = NodeScript.lasting(COMMON + toLive("-aHSc"));

    /// `$1` is the name. What [#RESTORE] would do.
    static final NodeScript DIFFERENCES = NodeScript.lasting(COMMON + toLive("-naHSc"));

    private static String toLive(String options) {
        return """
        known
        able
        [ -d "$shots/$name/tree" ] || end none
        [ "$rules" = "$(cat "$shots/$name/rules")" ] || end ruled
        for kept in $(cat "$shots/$name/keep"); do
            case "$keep " in *" $kept "*) ;; *) end unable "$kept" ;; esac
        done
        keep=$(cat "$shots/$name/keep") || end ruled
        without "$shots/$name/tree"
        # What rsync keeps of a file that was cut off would lie where visitors see it.
        set -- -f 'R .lockstep-partial/' "$@"
        watched rsync %s $over $keep --numeric-ids --delete-before --out-format=':%%i %%n' \\
            "$@" -- "$shots/$name/tree/" "$top/"
        end rsync "$status"
        """
                .formatted(options);
    }
}
