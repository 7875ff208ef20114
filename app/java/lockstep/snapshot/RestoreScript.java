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
    ///
    /// What is in `late` goes only where rsync itself has come to its good end and has said
    /// nothing. It says it through a pipe: on a full disk a file of it would be empty, too.
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
                # With those of earlier attempts, which nobody may have told.
                for late in "$shots/$present"/late*; do
                    [ -d "$late" ] || continue
                    told=$({
                        watched rsync -nrlDc --out-format='%n' -- "$late/" \\
                            "$shots/$present/tree/"
                        echo ":$status"
                    })
                    if [ "$told" = :0 ]; then
                        find "$late" -type d ! -perm -700 -exec chmod u+rwx {} \\;
                        watched rm -rf "$late"
                        continue
                    fi
                    printf '%s\\n' "$told" | sed -e '$d' -e 's/^/+/'
                    case $told in *:0) ;; *) echo +. ;; esac
                done
            }
            """;

    /// Ends with `tree` and where it is, unless a restore would be refused for the rules or the
    /// attributes that it was made with: under other rules it does not hold what its manifest says.
    static final NodeScript TREE =
            NodeScript.quick(MakeScript.RULED + AGAINST + "end tree \"$shots/$name/tree\"\n");

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
            # At once: who reads a part may have taken more than that.
            taken() {
                rm -f "$shots/paths" "$shots/body"
                body "$1" >"$shots/body" || end refused
                [ "$(($(wc -c <"$shots/body")))" = "$1" ] || end cut
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
                            taken "$1"
                            mv "$shots/body" "$shots/paths" || end refused
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

    /// Removes the paths below `$1` that come after it, the inner first, and says of each whether
    /// it is gone. It stands in the very directory of what it removes, and asks the system where
    /// that is: whoever swaps a directory above for a link meanwhile leads it nowhere.
    private static final String GO =
            """
            go='top=$1
                shift
                stands=
                for path; do
                    case $path in
                    */*) at=$top/${path%/*} ;;
                    *) at=$top ;;
                    esac
                    base=${path##*/}
                    if [ "$stands" != "$at" ]; then
                        stands=
                        cd -P -- "$at" 2>/dev/null && [ "$(env pwd -P; echo .)" = "$at
            ." ] && stands=$at
                    fi
                    if [ "$stands" ] && [ -d "./$base" ] && [ ! -L "./$base" ]; then
                        rmdir -- "./$base" 2>/dev/null
                    elif [ "$stands" ]; then
                        rm -f -- "./$base"
                    fi
                    if [ "$stands" ] && { [ -e "./$base" ] || [ -L "./$base" ]; }; then
                        echo :stays
                    else
                        echo :gone
                    fi
                done
                exit 0'
            """;

    /// `$2` and `$3` are the lengths of the body's parts: what goes, the inner first; and what is
    /// made as it was. Each path ends with a NUL. `$4` is `root` where the root's own attributes
    /// are made so, too. Says of each that goes whether it has gone, and then what rsync does.
    static final NodeScript PATHS =
            NodeScript.lasting(
                    ShelfScript.COMMON
                            + BODY
                            + """
                            taken $(($1 + $2))
                            rm -f "$shots/going"
                            head -c "$1" <"$shots/body" >"$shots/going" &&
                                tail -c "$2" <"$shots/body" >"$shots/paths" || end refused
                            rm -f "$shots/body"
                            scope=$3
                            shift 3
                            """
                            + PRESENT
                            + MakeScript.RULES
                            + AGAINST
                            + GO
                            + """
                            cd "$top" || end refused
                            backup
                            if [ "$late" ] && [ -s "$shots/going" ]; then
                                said=$({
                                    watched rsync -aHS $keep --numeric-ids --no-implied-dirs \\
                                        --from0 "--files-from=$shots/going" "$@" -- \\
                                        "$top/" "$late/" 2>&1
                                    echo ":$status"
                                })
                                # Something of it may have gone by itself meanwhile: nothing else
                                # may have kept any of it from being copied.
                                failed=$(printf '%s\\n' "$said" | grep ' failed: ')
                                other=$(printf '%s\\n' "$failed" | grep -v ' (2)$')
                                case $said in
                                *:0) ;;
                                *:23)
                                    [ "$failed" ] && [ -z "$other" ] || {
                                        printf '%s\\n' "$said" >&2
                                        end rsync 23
                                    } ;;
                                *)
                                    printf '%s\\n' "$said" >&2
                                    end rsync "${said##*:}" ;;
                                esac
                            fi
                            status=0
                            # What is watched has no standard input of its own.
                            [ ! -s "$shots/going" ] || watched sh -c 'names=$1
                                shift
                                exec xargs -0 "$@" <"$names"' sh "$shots/going" \\
                                sh -c "$go" sh "$top"
                            # Some of it may be gone.
                            [ "$status" = 0 ] || end rsync 23
                            [ ! -s "$shots/paths" ] || watched rsync -aHSc --force $over $keep \\
                                --numeric-ids --no-implied-dirs --from0 \\
                                ${late:+--backup "--backup-dir=$late"} \\
                                "--files-from=$shots/paths" --out-format=':%i %n' "$@" -- \\
                                "$shots/$name/tree/" "$top/"
                            [ $scope$status != root0 ] || watched rsync -aHS --no-recursive --dirs \\
                                $keep --numeric-ids --out-format=':%i %n' -f '- /*' -- \\
                                "$shots/$name/tree/" "$top/"
                            rm -f "$shots/going" "$shots/paths"
                            compared
                            end rsync "$ended"
                            """);
}
