package lockstep.snapshot;

import lockstep.statedir.NodeScript;

/// What runs on a node for a snapshot that is to be: how much room it takes, its tree, and how it
/// becomes whole. The arguments from `$2` on are options for rsync, its filter rules.
final class MakeScript {
    private MakeScript() {}

    /// What is mounted below the root is in no snapshot. One that would have to hold it is neither
    /// made nor restored. Nor is one that lacks a subvolume, which `-x` passes by as well: it is
    /// another device, and no mount point.
    ///
    /// ACLs and attributes where this rsync was built with them; a copy of no file tells.
    static final String RULES =
            """
            rules=$(printf '%s\\n' "$@")
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
                    rsync -n "$more" --files-from=/dev/null "$shots" "$shots" \\
                        >/dev/null 2>&1 && keep="$keep $more"
                done
            }
            """;

    static final String RULED = ShelfScript.COMMON + RULES;

    /// What unchanged files are linked with: the newest whole snapshot, and halves, in which no
    /// attribute of a directory is final but every file is. A file is linked only when all is
    /// equal, so what is linked is never changed. rsync takes twenty such directories.
    private static final String BASES =
            """
            newest=
            for whole in "$shots"/$shape-*; do
                method "$whole"
                [ -d "$whole/tree" ] && [ $method = links ] && newest=$whole
            done
            [ "$newest" ] && set -- "$@" "--link-dest=$newest/tree"
            for half in "$shots"/half-*; do
                method "$half"
                [ -d "$half/tree" ] && [ $method = links ] &&
                    set -- "$@" "--link-dest=$half/tree"
            done
            method=links
            """;

    /// `$1` is the name. Half a snapshot is never gone on with in its place: what is linked with
    /// another snapshot must not be changed, and rsync changes attributes in place. Its files are
    /// what is linked with instead. Ends with `begun`, the method, the half and where it lies.
    static final NodeScript BEGIN =
            NodeScript.lasting(
                    RULED
                            + """
                            place
                            [ -d "$shots" ] || mkdir -m 700 "$shots" || end refused
                            able
                            clear
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
                            echo "$method" >"$work/method" || end refused
                            watched rsync -aHSc $over $keep --numeric-ids "$@" -- \\
                                "$top/" "$work/tree/"
                            [ "$status" = 0 ] || end rsync "$status"
                            without "$work/tree"
                            printf '%s\\n' "$rules" >"$work/rules" &&
                                printf '%s' "$keep" >"$work/keep" || end refused
                            end begun "$method" "${work##*/}" "$work"
                            """);

    /// `$1` is the name, `$2` the half, `$3` and `$4` the lengths of the manifest and of what is
    /// told about it, which are the body. Without either, neither is kept. What is not all there
    /// leaves the half as it is.
    static final NodeScript FINISH =
            NodeScript.lasting(
                    ShelfScript.COMMON
                            + """
                            known
                            work=$shots/$1
                            case $1 in half-"$name" | half-"$name"+*) ;; *) end none ;; esac
                            [ -f "$work/keep" ] && [ -d "$work/tree" ] || end none
                            taken() {
                                body "$2" >"$work/$1" || end refused
                                [ "$(($(wc -c <"$work/$1")))" = "$2" ] || end cut
                            }
                            if [ "$2" != 0 ]; then
                                taken manifest.gz "$2"
                                taken about "$3"
                            fi
                            sync -f "$work" 2>/dev/null || sync
                            [ ! -e "$shots/$name" ] && mv "$work" "$shots/$name" || end refused
                            for half in "$shots"/half-*; do
                                [ -d "$half" ] && drop "$half"
                            done
                            clear
                            end made
                            """);

    /// `$1` is ignored. What a snapshot would copy, by size and time, as rsync's items with their
    /// lengths; then what `df` says of the state directory and of the root. Without ACLs and
    /// attributes, because rsync 3.5.0 fails to look for them with `-n` and `--link-dest`.
    static final NodeScript SPACE =
            NodeScript.lasting(
                    RULED
                            + """
                            place
                            [ -d "$shots" ] || mkdir -m 700 "$shots" || end refused
                            command -v rsync >/dev/null || end absent
                            """
                            + BASES
                            + """
                            echo "method $method"
                            watched rsync -naHS $over --numeric-ids --out-format=':%i %l' \\
                                "$@" -- "$top/" "$shots/none/"
                            [ "$status" = 0 ] || end rsync "$status"
                            df -Pk "$state" "$top" | sed 's/^/bytes /'
                            df -Pi "$state" 2>/dev/null | sed 's/^/inodes /'
                            end looked
                            """);
}
