package lockstep.options;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import lockstep.rsync.Digest;
import lockstep.rsync.token.Compression;

/// What rsync refuses before it connects: options that contradict each other, and values that
/// mean nothing.
final class Consistency {
    private static final Pattern MODES =
            Pattern.compile("[DF]?(?:[0-7]{1,4}|[ugoa]*[-+=](?:[rwxXst]*|[ugo]))");

    private final Settings settings;

    private Consistency(Settings settings) {
        this.settings = settings;
    }

    static void check(Settings settings) throws OptionError {
        Consistency consistency = new Consistency(settings);
        consistency.deletion();
        consistency.writing();
        consistency.bases();
        consistency.names();
    }

    private void deletion() throws OptionError {
        if (settings.deletionTimes().count() > 1) {
            throw OptionError.syntax("You may not combine multiple --delete-WHEN options.");
        }
        if (settings.deletes() && !settings.recursive() && !settings.dirs()) {
            throw OptionError.syntax(
                    "--delete does not work without --recursive (-r) or --dirs (-d).");
        }
    }

    private void writing() throws OptionError {
        boolean keeps = settings.value(Opt.PARTIAL_DIR).isPresent();
        for (Opt way : List.of(Opt.APPEND, Opt.APPEND_VERIFY, Opt.INPLACE)) {
            if (settings.has(way) && keeps) {
                throw conflict(way, Opt.PARTIAL_DIR);
            }
            if (settings.has(way) && settings.has(Opt.DELAY_UPDATES)) {
                throw conflict(way, Opt.DELAY_UPDATES);
            }
        }
        if (settings.appends() && settings.has(Opt.WHOLE_FILE)) {
            throw conflict(Opt.APPEND, Opt.WHOLE_FILE);
        }
        if (settings.suffix().indexOf('/') >= 0) {
            throw OptionError.syntax("--suffix cannot contain slashes: " + settings.suffix());
        }
        if (settings.has(Opt.BACKUP)
                && settings.suffix().isEmpty()
                && settings.backupDir().isEmpty()) {
            throw OptionError.syntax("--suffix cannot be empty without a --backup-dir.");
        }
    }

    private void bases() throws OptionError {
        List<Opt> chosen =
                List.of(Opt.COMPARE_DEST, Opt.COPY_DEST, Opt.LINK_DEST).stream()
                        .filter(settings::has)
                        .toList();
        if (chosen.size() > 1) {
            throw conflict(chosen.get(1), chosen.get(0));
        }
    }

    private void names() throws OptionError {
        if (settings.chmod().isPresent()) {
            for (String part : settings.chmod().get().split(",", -1)) {
                if (!MODES.matcher(part).matches()) {
                    throw OptionError.syntax("Invalid argument passed to --chmod (" + part + ")");
                }
            }
        }
        String digest = settings.value(Opt.CHECKSUM_CHOICE).orElse("auto");
        if (!digest.equals("auto") && digest(digest).isEmpty()) {
            throw OptionError.unsupported(
                    "--checksum-choice=" + digest, "the relay has no such digest");
        }
        String how = settings.value(Opt.COMPRESS_CHOICE).orElse("auto");
        if (!how.equals("auto") && Compression.named(how).isEmpty()) {
            throw OptionError.unsupported("--compress-choice=" + how, "the relay does not know it");
        }
    }

    /// The digest of that name, or of rsync's other name for it.
    static Optional<Digest> digest(String name) {
        return Digest.named(name.equals("xxhash") ? "xxh64" : name);
    }

    private static OptionError conflict(Opt one, Opt other) {
        return OptionError.syntax(one.title() + " cannot be used with " + other.title());
    }
}
