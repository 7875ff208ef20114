package lockstep.options;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The options that are understood: how each is spelled, which end is told of it and how, and a
/// line of help. What they imply and exclude is in [Parser] and [Settings].
///
/// Spelled: short letter, long names, `=` with what it takes, `!` where `--no-…` exists. Told:
/// `both`, `source` or `target`, and then a letter (as often as it may be repeated), a word, or a
/// word with `%` for the value; `-` where [Telling] knows more, or where it is for us alone.
enum Opt {
    ARCHIVE("-a --archive", "-", "the same as -rlptgoD"),
    RECURSIVE("-r --recursive !", "-", "go into directories"),
    INCREMENTAL(
            "--inc-recursive --i-r !", "-", "list directory by directory (usual where possible)"),
    DIRS("-d --dirs !", "-", "take directories along without what is in them"),
    RELATIVE("-R --relative !", "-", "keep the path of each source below the destination"),
    IMPLIED_DIRS(
            "--implied-dirs --i-d !", "-", "with -R send the directories above as well (usual)"),
    ONE_FILE_SYSTEM(
            "-x --one-file-system !",
            "both xx",
            "stay on one file system; twice: leave out mount points"),
    LINKS("-l --links !", "both l", "copy symbolic links as links"),
    COPY_LINKS("-L --copy-links", "source L", "copy what links lead to"),
    COPY_DIRLINKS("-k --copy-dirlinks", "source k", "copy the directories that links lead to"),
    KEEP_DIRLINKS(
            "-K --keep-dirlinks", "target K", "treat a link to a directory on the target as one"),
    COPY_UNSAFE_LINKS(
            "--copy-unsafe-links",
            "both --copy-unsafe-links",
            "copy what links lead to that leave the tree"),
    SAFE_LINKS("--safe-links", "both --safe-links", "leave out links that leave the tree"),
    HARD_LINKS("-H --hard-links !", "both HH", "keep hard links"),
    PERMS("-p --perms !", "both p", "keep modes"),
    EXECUTABILITY("-E --executability", "-", "keep whether a file can be run"),
    CHMOD("--chmod=CHANGES", "-", "change modes on the way: D755,F644 or u+x"),
    ACLS("-A --acls !", "both A", "keep access control lists; implies -p"),
    XATTRS("-X --xattrs !", "both XX", "keep extended attributes"),
    OWNER("-o --owner !", "both o", "keep users"),
    GROUP("-g --group !", "both g", "keep groups"),
    DEVICES("--devices !", "-", "keep device files"),
    SPECIALS("--specials !", "-", "keep sockets and named pipes"),
    DEVICES_AND_SPECIALS("-D !", "-", "the same as --devices --specials"),
    TIMES("-t --times !", "both t", "keep times of change"),
    ATIMES("-U --atimes !", "both UU", "keep times of access"),
    CRTIMES("-N --crtimes !", "both N", "keep times of creation"),
    OMIT_DIR_TIMES("-O --omit-dir-times !", "target O", "but not those of directories"),
    OMIT_LINK_TIMES("-J --omit-link-times !", "target J", "nor those of links"),
    OPEN_NOATIME(
            "--open-noatime !", "both --open-noatime", "read without changing times of access"),
    SUPER("--super !", "target --super", "let the target try what only root may"),
    NUMERIC_IDS("--numeric-ids !", "both --numeric-ids", "keep users and groups by number"),
    USERMAP("--usermap=MAP", "target --usermap=%", "name users anew: from:to,…"),
    GROUPMAP("--groupmap=MAP", "target --groupmap=%", "name groups anew: from:to,…"),
    CHOWN("--chown=USER:GROUP", "-", "give everything to this user and group"),
    UPDATE("-u --update !", "both u", "leave alone what is newer on the target"),
    CHECKSUM("-c --checksum !", "both c", "compare by content, not by size and time"),
    CHECKSUM_CHOICE(
            "--checksum-choice=NAME --cc", "-", "the digest: xxh128, xxh3, xxh64, md5 or auto"),
    IGNORE_TIMES("-I --ignore-times !", "both I", "send also what looks equal"),
    SIZE_ONLY("--size-only", "target --size-only", "compare by size alone"),
    MODIFY_WINDOW(
            "-@ --modify-window=SECONDS", "-", "how far times may differ; -1: nanoseconds count"),
    EXISTING(
            "--existing --ignore-non-existing",
            "target --existing",
            "create nothing on the target"),
    IGNORE_EXISTING(
            "--ignore-existing", "target --ignore-existing", "leave alone what is on the target"),
    MAX_SIZE("--max-size=SIZE", "target --max-size=%", "leave out larger files"),
    MIN_SIZE("--min-size=SIZE", "target --min-size=%", "leave out smaller files"),
    WHOLE_FILE("-W --whole-file !", "both W", "send files whole, without looking for differences"),
    BLOCK_SIZE("-B --block-size=SIZE", "both -B%", "the size of the blocks that are compared"),
    INPLACE("--inplace !", "-", "write into the files themselves"),
    APPEND("--append !", "both --append", "only add to files that are shorter"),
    APPEND_VERIFY("--append-verify", "-", "so too, and compare the whole by digest"),
    PARTIAL("--partial !", "-", "keep files that were cut off"),
    PARTIAL_DIR("--partial-dir=DIR", "-", "keep them in this directory"),
    PARTIAL_PROGRESS("-P", "-", "the same as --partial --progress"),
    DELAY_UPDATES(
            "--delay-updates !",
            "target --delay-updates",
            "put all files in their places at the end"),
    TEMP_DIR("-T --temp-dir=DIR", "target --temp-dir %", "write files here first"),
    SPARSE("-S --sparse !", "both S", "leave holes where a file is all zeros"),
    PREALLOCATE("--preallocate", "target --preallocate", "reserve a file's room before writing it"),
    FSYNC("--fsync", "target --fsync", "have every file on the disk before going on"),
    BACKUP("-b --backup !", "both b", "keep what is replaced or deleted"),
    BACKUP_DIR("--backup-dir=DIR", "-", "… in this directory of the target"),
    SUFFIX("--suffix=SUFFIX", "-", "… under a name with this ending (~)"),
    COMPARE_DEST(
            "--compare-dest=DIR",
            "target --compare-dest %",
            "leave out files that are equal there"),
    COPY_DEST("--copy-dest=DIR", "target --copy-dest %", "copy files that are equal from there"),
    LINK_DEST("--link-dest=DIR", "target --link-dest %", "link files that are equal from there"),
    MKPATH("--mkpath !", "target --mkpath", "make all directories of the destination's path"),
    DELETE("--delete", "-", "delete on the target what the source lacks"),
    DELETE_BEFORE("--delete-before", "target --delete-before", "… before anything is sent"),
    DELETE_DURING("--delete-during --del", "target --delete-during", "… meanwhile"),
    DELETE_DELAY("--delete-delay", "target --delete-delay", "… found meanwhile, done at the end"),
    DELETE_AFTER("--delete-after", "target --delete-after", "… at the end"),
    DELETE_EXCLUDED("--delete-excluded", "target --delete-excluded", "… and what rules exclude"),
    DELETE_MISSING_ARGS(
            "--delete-missing-args",
            "both --delete-missing-args",
            "delete sources that do not exist"),
    IGNORE_MISSING_ARGS("--ignore-missing-args", "-", "pass over sources that do not exist"),
    IGNORE_ERRORS("--ignore-errors !", "both --ignore-errors", "delete even after read errors"),
    FORCE("--force !", "target --force", "replace full directories by other things"),
    MAX_DELETE("--max-delete=NUM", "target --max-delete=%", "delete no more than so many"),
    REMOVE_SOURCE_FILES(
            "--remove-source-files",
            "both --remove-source-files",
            "delete files from the source once sent"),
    REMOVE_SENT_FILES("--remove-sent-files", "both --remove-sent-files", "an old name of it"),
    PRUNE_EMPTY_DIRS(
            "-m --prune-empty-dirs !", "target m", "leave out directories with nothing in them"),
    FILTER("-f --filter=RULE", "-", "add a rule"),
    FILTER_SHORTHAND("-F", "-", "obey .rsync-filter files; twice: and leave them out"),
    EXCLUDE("--exclude=PATTERN", "-", "leave out what matches"),
    EXCLUDE_FROM("--exclude-from=FILE", "-", "… the patterns in a file here"),
    INCLUDE("--include=PATTERN", "-", "do not leave out what matches"),
    INCLUDE_FROM("--include-from=FILE", "-", "… the patterns in a file here"),
    CVS_EXCLUDE("-C --cvs-exclude", "both C", "leave out what CVS does"),
    FILES_FROM("--files-from=FILE", "-", "take the names in a file here; -: standard input"),
    FROM0("-0 --from0 !", "-", "names and rules in files end in NUL"),
    COMPRESS("-z --compress !", "-", "compress on the way"),
    COMPRESS_CHOICE("--compress-choice=NAME --zc", "-", "how: zstd, lz4, zlibx, zlib or none"),
    COMPRESS_LEVEL("--compress-level=NUM --zl", "-", "how hard"),
    SKIP_COMPRESS(
            "--skip-compress=LIST", "source --skip-compress=%", "not files with these endings"),
    BWLIMIT("--bwlimit=RATE !", "both --bwlimit=%", "at most so many KiB a second"),
    TIMEOUT(
            "--timeout=SECONDS !",
            "both --timeout=%",
            "give up when nothing moves for so long (1800); 0: never"),
    PROTOCOL("--protocol=NUM", "-", "speak no newer protocol; from 30"),
    RSH("-e --rsh=COMMAND", "-", "ssh with -p -l -i -J -F -C -o, as Lockstep's own layer does it"),
    IPV4("-4 --ipv4", "-", "reach hosts by IPv4 alone"),
    IPV6("-6 --ipv6", "-", "reach hosts by IPv6 alone"),
    RSYNC_PATH("--rsync-path=PROGRAM", "-", "the program, or a line of shell, for remote ends"),
    SECLUDED("-s --secluded-args --protect-args", "-", "always done: no shell sees a path"),
    DRY_RUN("-n --dry-run", "both n", "change nothing, only tell"),
    VERBOSE("-v --verbose !", "-", "tell more; may be repeated"),
    QUIET("-q --quiet", "both q", "tell errors alone"),
    INFO("--info=FLAGS", "-", "choose what is told: progress2, stats2, name, del, …"),
    ITEMIZE("-i --itemize-changes !", "-", "tell how each entry differs"),
    OUT_FORMAT("--out-format=FORMAT", "-", "tell it in this form"),
    STATS("--stats", "-", "tell numbers at the end"),
    PROGRESS("--progress !", "-", "show how far it is"),
    HUMAN_READABLE("-h --human-readable !", "-", "numbers with units; alone: this help"),
    EIGHT_BIT("-8 --8-bit-output !", "-", "print bytes above 127 as they are"),
    HELP("--help", "-", "this text"),
    VERSION("-V --version", "-", "the version"),
    ;

    private static final Map<String, Opt> NAMES = names();

    private final String spelled;
    private final String told;
    private final String help;

    Opt(String spelled, String told, String help) {
        this.spelled = spelled;
        this.told = told;
        this.help = help;
    }

    private static Map<String, Opt> names() {
        Map<String, Opt> names = new HashMap<>();
        for (Opt opt : values()) {
            opt.spellings().forEach(name -> names.put(name, opt));
        }
        return Map.copyOf(names);
    }

    /// The option of `-x` or `--name`.
    static Optional<Opt> named(String name) {
        return Optional.ofNullable(NAMES.get(name));
    }

    /// The ways to write it: `-x`, `--name`.
    List<String> spellings() {
        return Arrays.stream(spelled.split(" "))
                .filter(word -> word.startsWith("-"))
                .map(word -> word.split("=", 2)[0])
                .toList();
    }

    /// The first long name, or the letter where there is none.
    String title() {
        List<String> all = spellings();
        return all.stream()
                .filter(name -> name.startsWith("--"))
                .findFirst()
                .orElse(all.getFirst());
    }

    /// What it takes; empty for a switch.
    Optional<String> argument() {
        int at = spelled.indexOf('=');
        return at < 0 ? Optional.empty() : Optional.of(spelled.substring(at + 1).split(" ")[0]);
    }

    /// Whether `--no-…` turns it off.
    boolean canBeOff() {
        return spelled.endsWith("!");
    }

    boolean isToldTo(Side side) {
        return told.startsWith("both ") || told.startsWith(side.word + " ");
    }

    /// Letter, word, or word with `%`.
    String form() {
        return told.substring(told.indexOf(' ') + 1);
    }

    String help() {
        return help;
    }

    /// Which end is told.
    enum Side {
        SOURCE("source"),
        TARGET("target");

        private final String word;

        Side(String word) {
            this.word = word;
        }
    }
}
