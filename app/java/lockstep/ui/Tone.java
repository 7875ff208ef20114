package lockstep.ui;

import java.util.Locale;
import javafx.css.PseudoClass;
import lockstep.present.RunEnd;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// How a result looks: a sign, and a pseudo-class that colours it.
enum Tone {
    GOOD,
    PLAIN,
    WARNING,
    FAILED;

    static Tone of(RunEnd.Result result) {
        return switch (result) {
            case IDENTICAL, AS_BEFORE -> GOOD;
            case AS_CHOSEN, UNVERIFIED -> WARNING;
            case UNTOUCHED -> PLAIN;
            case NOT_THROUGH, NOT_IDENTICAL -> FAILED;
        };
    }

    PseudoClass pseudoClass() {
        return PseudoClass.getPseudoClass(name().toLowerCase(Locale.ROOT));
    }

    Ikon icon() {
        return switch (this) {
            case GOOD -> Feather.CHECK_CIRCLE;
            case PLAIN -> Feather.MINUS_CIRCLE;
            case WARNING, FAILED -> Feather.ALERT_TRIANGLE;
        };
    }
}
