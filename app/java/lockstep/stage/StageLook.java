package lockstep.stage;

/// What the scripts of [StageScript] find out about two trees before they change anything. Every
/// program whose output counts is asked whether it failed: an empty list would pass for a tree
/// that nobody wrote in, and from which the rules leave out nothing.
final class StageLook {
    private StageLook() {}

    /// `first=` the first of what only `$1` holds of what was written since the mark: a file that
    /// is another in `$2`, or a directory that is not there. `$3` is a list that it must be in, of
    /// names as they are. `$4` is one of inodes that count only where their content is newer: who
    /// removes another link to them writes nothing. A file that vanishes meanwhile makes `find`
    /// fail, so it has three attempts.
    ///
    /// A `status` other than 0 says that this is not known.
    static final String WRITTEN =
            """
            since() { cd "$1" && exec find . -cnewer "$stage/mark"; }
            numbers() {
                (cd "$1" && find . ! -type d -links +1 -printf '%i\\n' 2>/dev/null) >"$stage/names"
                sort -u -T "$stage" -o "$2" "$stage/names"
            }
            # Writes to `shared` the numbers of what both trees have; where find cannot, none.
            shared() {
                numbers "$top" "$stage/here"
                numbers "$tree" "$stage/there"
                comm -12 "$stage/here" "$stage/there" >"$stage/shared"
            }
            written() {
                first=
                for attempt in 1 2 3; do
                    status=1
                    watched since "$1" >"$stage/since"
                    [ "$status" != 0 ] || break
                done
                [ "$status" = 0 ] || return 0
                status=1
                sed 's/^[.]\\///' "$stage/since" >"$stage/names" &&
                    sort -T "$stage" -o "$stage/lines" "$stage/names" || return 0
                [ -z "$3" ] || { comm -12 "$stage/lines" "$3" >"$stage/names" &&
                    mv "$stage/names" "$stage/lines"; } || return 0
                status=0
                while IFS= read -r line; do
                    if [ -d "$1/$line" ] && [ ! -L "$1/$line" ]; then
                        [ ! -d "$2/$line" ] || continue
                    else
                        number=$(inode "$1/$line")
                        [ -z "$number" ] || [ "$number" != "$(inode "$2/$line")" ] || continue
                        [ -z "$number" ] || [ -z "$4" ] || ! grep -qsx "$number" "$4" ||
                            [ "$(find "$1/$line" -prune -newer "$stage/mark")" ] || continue
                    fi
                    first=$1/$line
                    break
                done <"$stage/lines"
            }
            """;

    /// `hidden` writes to `leftout` what the rules leave out of the tree `$1`: the first of each
    /// branch. rsync does not say that it could not write its list, but its last line is missing.
    ///
    /// `leftout` does so for the live tree. All of it must be movable into the new tree, and soon:
    /// each is two programs. Root moves nothing below a directory that somebody else may write in:
    /// he could make a link of it, to anywhere.
    static final String LEFT_OUT =
            """
            list() {
                list=$1
                from=$2
                shift 2
                status=1
                watched rsync -nrlD --stats --out-format=':%n' "$@" -- "$from/" "$stage/none/" \\
                    >"$stage/lines"
                case $list$status in *[!0-9]0 | all23 | all24) ;; *) end rsync "$status" ;; esac
                case $(tail -n 1 "$stage/lines") in 'total size is '*) ;; *) end hindered ;; esac
                sed -n 's/^://p' "$stage/lines" >"$stage/names" &&
                    sort -T "$stage" -o "$stage/$list" "$stage/names" || end hindered
            }
            hidden() {
                from=$1
                shift
                list all "$from"
                list shown "$from" "$@"
                comm -23 "$stage/all" "$stage/shown" >"$stage/lines" &&
                    awk 'branch != "" && index($0, branch) == 1 { next }
                        $0 != "./" { branch = /\\/$/ ? $0 : ""; sub("/$", ""); print }
                        ' "$stage/lines" >"$stage/names" &&
                    sed 's/\\\\/\\\\\\\\/g; s/\\\\\\\\#\\([0-7][0-7][0-7]\\)/\\\\0\\1/g' \\
                        "$stage/names" >"$stage/leftout" || end hindered
            }
            # Names as they are, in `visible`, of what `hidden` has found the rules to show.
            seen() {
                awk '{
                    name = ""
                    while (match($0, /\\\\#[0-3][0-7][0-7]/)) {
                        byte = substr($0, RSTART + 2, 1) * 64 + substr($0, RSTART + 3, 1) * 8
                        byte += substr($0, RSTART + 4, 1)
                        name = name substr($0, 1, RSTART - 1) sprintf("%c", byte)
                        $0 = substr($0, RSTART + 5)
                    }
                    sub("/$", "")
                    print name $0
                }' "$stage/shown" >"$stage/names" &&
                    sort -T "$stage" -o "$stage/visible" "$stage/names" || end hindered
            }
            leftout() {
                hidden "$top" "$@"
                near "$top"
                [ "$(wc -l <"$stage/leftout")" -le 500 ] || end many "$(head -n 1 "$stage/leftout")"
                while IFS= read -r line; do
                    plain "$line"
                    path=
                    rest=$above
                    [ "$me" != 0 ] || [ -z "$above" ] || { ours "$top" && ours "$tree"; } ||
                        end exposed "$line"
                    while [ "$rest" ]; do
                        path=$path/${rest%%/*}
                        rest=${rest#*/}
                        [ -d "$tree$path" ] && [ ! -L "$tree$path" ] || end homeless "$line"
                        near "$top$path"
                        [ "$me" != 0 ] || { ours "$top$path" && ours "$tree$path"; } ||
                            end exposed "$line"
                    done
                    ! there "$tree/$name" || end homeless "$line"
                    [ -w "$top/$above." ] && [ -w "$tree/$above." ] || end heavy "$line"
                    [ -L "$top/$name" ] || [ ! -d "$top/$name" ] || [ -w "$top/$name" ] ||
                        end heavy "$line"
                    [ -L "$top/$name" ] || [ ! -d "$top/$name" ] || near "$top/$name"
                done <"$stage/leftout"
            }
            """;
}
