package lockstep.options;

import java.util.ArrayList;
import java.util.List;
import lockstep.options.Opt.Side;

/// The options as words for one end: what rsync's own client would tell a server there, and what
/// it would have kept for itself where it is the other end itself.
final class Telling {
    private final Settings settings;
    private final Side side;
    private final StringBuilder letters = new StringBuilder();
    private final List<String> words = new ArrayList<>();

    private Telling(Settings settings, Side side) {
        this.settings = settings;
        this.side = side;
    }

    static List<String> to(Side side, Settings settings, Display display) throws OptionError {
        Telling telling = new Telling(settings, side);
        telling.table();
        telling.kinds();
        telling.files();
        telling.comparing();
        telling.writing();
        telling.keeping();
        List<String> all = new ArrayList<>();
        if (!telling.letters.isEmpty()) {
            all.add("-" + telling.letters);
        }
        all.addAll(telling.words);
        all.addAll(side == Side.SOURCE ? display.sourceWords() : display.targetWords());
        return all;
    }

    private void table() throws OptionError {
        for (Opt opt : Opt.values()) {
            if (!opt.isToldTo(side) || !settings.has(opt)) {
                continue;
            }
            if (opt.argument().isPresent()) {
                for (String value : settings.values(opt)) {
                    tell(opt, value);
                }
            } else if (opt.form().startsWith("--")) {
                words.add(opt.form());
            } else {
                letters.append(opt.form(), 0, Math.min(settings.count(opt), opt.form().length()));
            }
        }
    }

    private void tell(Opt opt, String value) throws OptionError {
        String form = opt.form();
        String told =
                switch (opt) {
                    case BLOCK_SIZE -> Long.toString(Numbers.block(opt, value));
                    case BWLIMIT -> Long.toString(Numbers.rate(opt, value));
                    case TIMEOUT -> Integer.toString(Numbers.whole(opt, value));
                    case MAX_DELETE -> {
                        int most = Numbers.whole(opt, value);
                        yield Integer.toString(most > 0 ? most : -1);
                    }
                    case MAX_SIZE, MIN_SIZE -> Long.toString(Numbers.bytes(opt, value));
                    default -> value;
                };
        boolean limit = opt == Opt.BWLIMIT || opt == Opt.TIMEOUT || opt == Opt.BLOCK_SIZE;
        if (limit && told.equals("0")) {
            return;
        }
        if (form.endsWith(" %")) {
            words.add(form.substring(0, form.length() - 2));
            words.add(told);
        } else {
            words.add(form.replace("%", told));
        }
    }

    private void kinds() {
        boolean devices = settings.has(Opt.DEVICES);
        boolean specials = settings.has(Opt.SPECIALS);
        if (devices) {
            letters.append('D');
        }
        if (devices && !specials) {
            words.add("--no-specials");
        } else if (specials && !devices) {
            words.add("--specials");
        }
    }

    private void files() {
        boolean recursive = settings.recursive();
        boolean bare = side == Side.TARGET && settings.deletes() && !recursive;
        if (recursive) {
            letters.append('r');
        } else if (settings.has(Opt.DIRS) || bare) {
            letters.append('d');
        }
        if (bare) {
            words.add("--no-r");
        }
        if (settings.relative()) {
            letters.append('R');
            if (settings.isOff(Opt.IMPLIED_DIRS)) {
                words.add("--no-implied-dirs");
            }
        }
        if (side == Side.SOURCE && settings.fromFiles()) {
            words.add("--files-from=-");
            words.add("--from0");
            if (!settings.relative()) {
                words.add("--no-relative");
            }
        }
        if (side == Side.SOURCE
                && settings.has(Opt.IGNORE_MISSING_ARGS)
                && !settings.has(Opt.DELETE_MISSING_ARGS)) {
            words.add("--ignore-missing-args");
        }
        boolean plain = settings.deletionTimes().findAny().isEmpty();
        if (side == Side.TARGET
                && plain
                && settings.has(Opt.DELETE)
                && !settings.has(Opt.DELETE_EXCLUDED)) {
            words.add("--delete");
        }
    }

    private void comparing() throws OptionError {
        if (side == Side.TARGET && settings.value(Opt.MODIFY_WINDOW).isPresent()) {
            int window = Numbers.whole(Opt.MODIFY_WINDOW, settings.value(Opt.MODIFY_WINDOW).get());
            words.add(window < 0 ? "-@" + window : "--modify-window=" + window);
        }
    }

    private void writing() throws OptionError {
        if (settings.compresses()) {
            letters.append('z');
            for (String level : settings.values(Opt.COMPRESS_LEVEL)) {
                words.add("--compress-level=" + Numbers.whole(Opt.COMPRESS_LEVEL, level));
            }
        }
        if (settings.has(Opt.APPEND_VERIFY)) {
            words.addAll(List.of("--append", "--append"));
        }
        if (settings.has(Opt.INPLACE) && !settings.appends()) {
            words.add("--inplace");
        }
        if (side == Side.TARGET && settings.has(Opt.EXECUTABILITY) && !settings.has(Opt.PERMS)) {
            letters.append('E');
        }
        if (side == Side.SOURCE && settings.chmod().isPresent()) {
            words.add("--chmod=" + settings.chmod().get());
        }
    }

    /// What is kept of files that are replaced, deleted or cut off.
    private void keeping() {
        settings.backupDir().ifPresent(d -> words.addAll(List.of("--backup-dir", d)));
        if (!settings.suffix().equals(settings.backupDir().isPresent() ? "" : "~")) {
            words.add("--suffix=" + settings.suffix());
        }
        boolean inPlace = settings.has(Opt.INPLACE) || settings.appends();
        if (side == Side.SOURCE || inPlace) {
            return;
        }
        if (settings.namedPartialDir().isPresent()) {
            words.addAll(List.of("--partial-dir", settings.namedPartialDir().get()));
        } else if (!settings.has(Opt.DELAY_UPDATES)
                && (settings.has(Opt.PARTIAL) || settings.has(Opt.PARTIAL_DIR))) {
            words.add("--partial");
        }
    }
}
