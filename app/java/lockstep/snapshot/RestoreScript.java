package lockstep.snapshot;

import lockstep.statedir.NodeScript;

/// What runs on a node to hold its tree against a snapshot, or to make it equal again. `$1` is the
/// name; the arguments from `$2` on are options for rsync, its filter rules, behind the lengths of
/// the body's parts where there is one.
final class RestoreScript {
    private RestoreScript() {}

    private static final String AGAINST =
            """
            known
            able
            [ -d "$shots/$name/tree" ] || end none
            [ "$rules" = "$(cat "$shots/$name/rules")" ] || end ruled
            for kept in $(cat "$shots/$name/keep"); do
                case "$keep " in *" $kept "*) ;; *) end unable "$kept" ;; esac
            done
            keep=$(cat "$shots/$name/keep") || end ruled
            """;

    /// The next argument is the snapshot of the present, or `-` where there is none. What is
    /// replaced or removed is moved into its `late`, and stays there where the snapshot does not
    /// have it so: it was written after that was made. Says the paths of that after a `+`.
    private static final String PRESENT =
            """
            present=$1
            shift
            late=
            backup() {
                [ "$present" != - ] || return 0
                [ -d "$shots/$present/tree" ] || end unkept
                late=$shots/$present/late
                while [ -e "$late" ]; do late=$late+; done
                mkdir -m 700 "$late" || end refused
            }
            compared() {
                ended=$status
                [ "$late" ] || return 0
                watched rsync -nrlDc --out-format='%n' -- "$late/" "$shots/$present/tree/" \\
                    >"$late.list"
                [ "$status" = 0 ] || echo . >"$late.list"
                if [ -s "$late.list" ]; then
                    sed 's/^/+/' "$late.list"
                else
                    find "$late" -type d ! -perm -700 -exec chmod u+rwx {} \\;
                    watched rm -rf "$late"
                fi
                rm -f "$late.list"
            }
            """;

    /// What is deleted goes first, since the disk may be full of it; where the present is kept, it
    /// goes when all is done.
    static final NodeScript RESTORE =
            NodeScript.lasting(
                    ShelfScript.COMMON
                            + PRESENT
                            + MakeScript.RULES
                            + AGAINST
                            + """
                            without "$shots/$name/tree"
                            set -- -f 'R .lockstep-partial/' "$@"
                            backup
                            watched rsync -aHSc $over $keep --numeric-ids --delete-before \\
                                ${late:+--backup "--backup-dir=$late"} \\
                                --out-format=':%i %n' "$@" -- "$shots/$name/tree/" "$top/"
                            compared
                            end rsync "$ended"
                            """);

    /// What [#RESTORE] would do.
    static final NodeScript BY_CONTENT = whole("-naHSc");

    /// The same, of files of another size or time.
    static final NodeScript BY_ATTRIBUTES = whole("-naHS");

    private static NodeScript whole(String options) {
        return NodeScript.lasting(
                MakeScript.RULED
                        + AGAINST
                        + """
                        without "$shots/$name/tree"
                        # What rsync keeps of a file that was cut off would lie where visitors see
                        # it.
                        set -- -f 'R .lockstep-partial/' "$@"
                        watched rsync %s $over $keep --numeric-ids --delete-before \\
                            --out-format=':%%i %%n' "$@" -- "$shots/$name/tree/" "$top/"
                        end rsync "$status"
                        """
                                .formatted(options));
    }

    /// The body comes first, before a program that is watched takes it.
    private static final String BODY =
            """
            known
            [ -d "$shots/$name/tree" ] || end none
            taken() {
                rm -f "$shots/$1"
                body "$2" >"$shots/$1" || end refused
                [ "$(($(wc -c <"$shots/$1")))" = "$2" ] || end cut
            }
            """;

    /// `$2` is the length of the body: paths that end with a NUL, with the directories that lead to
    /// them. Says which of them the snapshot has after an `s`, and which the tree has after an `l`,
    /// in rsync's form: only what the rules show. rsync complains of each that is not there; any
    /// other complaint is a failure.
    static final NodeScript LOOK =
            NodeScript.lasting(
                    ShelfScript.COMMON
                            + BODY
                            + """
                            taken paths "$1"
                            shift
                            """
                            + MakeScript.RULES
                            + AGAINST
                            + """
                            while IFS= read -r line; do
                                [ "$line" ] || continue
                                point=$(printf '%b.' "$line")
                                point=${point%.}
                                hit=$(xargs -0 sh -c 'point=$1
                                    shift
                                    for path; do
                                        case $path in "$point" | "$point"/*) echo hit ;; esac
                                    done' sh "${point#"$top/"}" <"$shots/paths")
                                [ -z "$hit" ] || end mounted "$line"
                            done <<MOUNTS
                            $points
                            MOUNTS
                            look() {
                                mark=$1
                                from=$2
                                shift 2
                                watched rsync -nlDd --from0 "--files-from=$shots/paths" \\
                                    --no-implied-dirs --out-format=":$mark%n" "$@" -- \\
                                    "$from/" "$shots/none/" 2>"$shots/errors"
                                case $status in 0) return 0 ;; 23) ;; *) end rsync "$status" ;; esac
                                if grep ' failed: ' "$shots/errors" |
                                    grep -v ' (2)$' | grep -v ' (20)$' >&2; then
                                    end rsync 23
                                fi
                            }
                            look s "$shots/$name/tree" "$@"
                            look l "$top" "$@"
                            rm -f "$shots/paths" "$shots/errors"
                            end looked
                            """);

    /// Of the arguments below the directory where it runs, `go files` prints those to remove with a
    /// NUL each, `go dirs` the directories of them, and `go all` says of each whether it is still
    /// there. None of them lies behind a symbolic link.
    private static final String GO =
            """
            go='what=$1
                shift
                for path; do
                    above=$path
                    real=yes
                    while case $above in */*) ;; *) false ;; esac; do
                        above=${above%/*}
                        [ -d "./$above" ] && [ ! -L "./$above" ] || real=
                    done
                    kind=none
                    if [ "$real" ] && [ -d "./$path" ] && [ ! -L "./$path" ]; then
                        kind=dirs
                    elif [ "$real" ] && { [ -e "./$path" ] || [ -L "./$path" ]; }; then
                        kind=files
                    fi
                    case $what$kind in
                    allnone) echo :gone ;;
                    all*) echo :stays ;;
                    filesfiles | dirsdirs) printf "./%s\\0" "$path" ;;
                    esac
                done'
            """;

    /// `$2` and `$3` are the lengths of the body's parts: what goes, the inner first; and what is
    /// made as it was. Each path ends with a NUL. `$4` is `root` where the root's own attributes
    /// are made so, too. Says of each that goes whether it has gone, and then what rsync does.
    static final NodeScript PATHS =
            NodeScript.lasting(
                    ShelfScript.COMMON
                            + BODY
                            + """
                            taken going "$1"
                            taken paths "$2"
                            scope=$3
                            shift 3
                            """
                            + PRESENT
                            + MakeScript.RULES
                            + AGAINST
                            + GO
                            + """
                            # What is watched has no standard input of its own.
                            fed() {
                                watched sh -c 'names=$1
                                    shift
                                    exec xargs -0 "$@" <"$names"' sh "$shots/names" "$@"
                            }
                            cd "$top" || end refused
                            backup
                            if [ "$late" ] && [ -s "$shots/going" ]; then
                                watched rsync -aHS $keep --numeric-ids --no-implied-dirs --from0 \\
                                    "--files-from=$shots/going" "$@" -- "$top/" "$late/"
                                [ "$status" = 0 ] || end rsync "$status"
                            fi
                            if [ -s "$shots/going" ]; then
                                xargs -0 sh -c "$go" sh files <"$shots/going" >"$shots/names"
                                fed rm -f --
                                xargs -0 sh -c "$go" sh dirs <"$shots/going" >"$shots/names"
                                fed rmdir -- 2>/dev/null
                                xargs -0 sh -c "$go" sh all <"$shots/going"
                            fi
                            status=0
                            [ ! -s "$shots/paths" ] || watched rsync -aHSc --force $keep \\
                                --numeric-ids --no-implied-dirs --from0 \\
                                ${late:+--backup "--backup-dir=$late"} \\
                                "--files-from=$shots/paths" --out-format=':%i %n' "$@" -- \\
                                "$shots/$name/tree/" "$top/"
                            [ $scope$status != root0 ] || watched rsync -aHS --no-recursive --dirs \\
                                $keep --numeric-ids --out-format=':%i %n' -f '- /*' -- \\
                                "$shots/$name/tree/" "$top/"
                            rm -f "$shots/going" "$shots/paths" "$shots/names"
                            compared
                            end rsync "$ended"
                            """);
}
