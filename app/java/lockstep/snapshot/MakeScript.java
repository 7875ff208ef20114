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
                [ "$(printf '%b.' "$line")" = "$top." ] || printf '%s\\n' "$line"
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

    /// `choose` sets `$method` to the best one that is likely to work here. A snapshot of a
    /// subvolume lacks those that are nested in it, and only root can remove one. Whether files can
    /// share blocks is tried on the first that has any.
    private static final String CHOOSE =
            """
            cloning='cp -d --preserve=all --reflink=always --parents -t'
            probed() {
                probe=$state/probe
                [ ! -d "$probe" ] || find "$probe" -type d -exec chmod u+rwx {} +
                rm -rf "$probe"
                [ "$1" ] || return 0
                mkdir -m 700 "$probe" "$probe/to" || end refused
                (cd "$top" && find . -xdev -type f -size +0 \\( \\
                    -exec $cloning "$probe/to" -- {} \\; \\
                    -exec touch "$probe/cloned" \\; -o -true \\) -quit) 2>/dev/null
                [ -f "$probe/cloned" ]
            }
            choose() {
                method=links
                if [ "$me" = 0 ] && [ -z "$points" ] && subvolume "$top" &&
                    command -v btrfs >/dev/null &&
                    nested=$(find "$top" -xdev -type d -inum 256) && [ "$nested" = "$top" ]; then
                    method=btrfs
                elif probed here; then
                    method=reflink
                fi
                probed ''
            }
            """;

    /// What unchanged files are linked with: the newest whole snapshot, and halves, in which no
    /// attribute of a directory is final but every file is. A file is linked only when all is
    /// equal, so what is linked is never changed. rsync takes twenty such directories.
    private static final String BASES =
            """
            newest=
            for whole in "$shots"/$shape-*; do
                made "$whole"
                [ -d "$whole/tree" ] && [ $made = links ] && newest=$whole
            done
            [ "$newest" ] && set -- "$@" "--link-dest=$newest/tree"
            for half in "$shots"/half-*; do
                made "$half"
                [ -d "$half/tree" ] && [ $made = links ] &&
                    set -- "$@" "--link-dest=$half/tree"
            done
            """;

    /// Makes `$work/tree` of blocks that are shared with the live tree: its directories, so that
    /// what is in them can be written, and clones of its files, as far as those can be made. Then
    /// rsync mends all that is not as it is in the live tree, whatever a program has changed
    /// meanwhile. It reads every file for that where root works among directories that others may
    /// change: one of them could be a link to anywhere for a moment.
    private static final String CLONE =
            """
            clone() {
                watched rsync -a $over --numeric-ids --chmod=Du+rwx -f '-! */' "$@" -- \\
                    "$top/" "$work/tree/"
                [ "$status" = 0 ] || end rsync "$status"
                watched rsync -naHS $over --numeric-ids --out-format=':%i %n' "$@" -- \\
                    "$top/" "$work/tree/" >"$work/lines"
                [ "$status" = 0 ] || end rsync "$status"
                sed -n 's/^:>f.\\{9\\} //p' "$work/lines" |
                    sed 's/\\\\/\\\\\\\\/g; s/\\\\\\\\#\\([0-7][0-7][0-7]\\)/\\\\0\\1/g' |
                    while IFS= read -r line; do
                        printf '%b\\0' "$line"
                    done >"$work/names"
                watched sh -c 'cd "$1" && exec 2>/dev/null && names=$2 && shift 2 &&
                    exec xargs -0 "$@" -- <"$names"' sh "$top" "$work/names" $cloning "$work/tree"
                rm -f "$work/lines" "$work/names"
                careful=
                [ "$me" != 0 ] || [ -z "$(find "$top" -xdev -type d \\( ! -user 0 -o -perm -020 -o \\
                    -perm -002 \\) -print 2>/dev/null | head -n 1)" ] || careful=-c
                watched rsync -aHS $careful $over $keep --numeric-ids --delete "$@" -- \\
                    "$top/" "$work/tree/"
                [ "$status" = 0 ] || end rsync "$status"
            }
            """;

    /// `$1` is the name. Half a snapshot is never gone on with in its place: what is linked with
    /// another snapshot must not be changed, and rsync changes attributes in place. Its files are
    /// what is linked with instead. Ends with `begun`, the method, the half and where it lies.
    static final NodeScript BEGIN =
            NodeScript.lasting(
                    RULED
                            + CHOOSE
                            + CLONE
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
                            choose
                            work=$shots/half-$name
                            until mkdir -m 700 "$work" 2>/dev/null; do
                                [ -d "$work" ] || mkdir -m 700 "$work" || end refused
                                work=$work+
                            done
                            if [ $method = btrfs ]; then
                                echo "$method" >"$work/method" || end refused
                                btrfs subvolume snapshot -r "$top" "$work/tree" >/dev/null 2>&1 || {
                                    method=links
                                    ! probed here || method=reflink
                                    probed ''
                                }
                            fi
                            echo "$method" >"$work/method" || end refused
                            printf '%s\\n' "$rules" >"$work/rules" || end refused
                            [ $method != reflink ] || clone "$@"
                            if [ $method = links ]; then
                            """
                            + BASES
                            + """
                            watched rsync -aHSc $over $keep --numeric-ids "$@" -- \\
                                "$top/" "$work/tree/"
                            [ "$status" = 0 ] || end rsync "$status"
                            fi
                            without "$work/tree"
                            printf '%s' "$keep" >"$work/keep" || end refused
                            end begun "$method" "${work##*/}" "$work"
                            """);

    /// `$1` is ignored. The method by which a snapshot would be made, and what it would copy or
    /// clone, by size and time, as rsync's items with their lengths; then what `df` says of the
    /// state directory and of the root. Without ACLs and attributes, because rsync 3.5.0 fails to
    /// look for them with `-n` and `--link-dest`.
    static final NodeScript SPACE =
            NodeScript.lasting(
                    RULED
                            + CHOOSE
                            + """
                            place
                            [ -d "$shots" ] || mkdir -m 700 "$shots" || end refused
                            command -v rsync >/dev/null || end absent
                            choose
                            echo "method $method"
                            if [ $method = links ]; then
                            """
                            + BASES
                            + """
                            fi
                            status=0
                            [ $method = btrfs ] || watched rsync -naHS $over --numeric-ids \\
                                --out-format=':%i %l' "$@" -- "$top/" "$shots/none/"
                            [ "$status" = 0 ] || end rsync "$status"
                            df -Pk "$state" "$top" | sed 's/^/bytes /'
                            df -Pi "$state" 2>/dev/null | sed 's/^/inodes /'
                            end looked
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
                            if [ "$2" != 0 ]; then
                                # At once: who reads a part may have taken more than that.
                                body $(($2 + $3)) >"$work/body" || end refused
                                [ "$(($(wc -c <"$work/body")))" = $(($2 + $3)) ] || end cut
                                head -c "$2" <"$work/body" >"$work/manifest.gz" &&
                                    tail -c "$3" <"$work/body" >"$work/about" || end refused
                                rm -f "$work/body"
                            fi
                            for half in "$shots"/half-*; do
                                [ ! -d "$half" ] || [ "$half" = "$work" ] || drop "$half"
                            done
                            clear
                            sync -f "$work" 2>/dev/null || sync
                            [ ! -e "$shots/$name" ] && mv "$work" "$shots/$name" || end refused
                            end made
                            """);
}
