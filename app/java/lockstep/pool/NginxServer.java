package lockstep.pool;

import java.util.List;
import java.util.Optional;

/// One `server ADDRESS …;` of an upstream, and where it stands in its file.
///
/// @param upstream the name of the block that it is in
/// @param words `server`, the address, and the parameters
/// @param end offset after the `;`
/// @param note the remark that we left behind it
record NginxServer(
        String upstream, List<NginxTokens.Token> words, int end, Optional<NginxNote> note) {
    /// How it is kept out of the load.
    enum Mode {
        IN,
        /// `drain`: only requests that are bound to it by `sticky` reach it.
        DRAIN,
        /// `down`: nothing reaches it.
        DOWN;

        /// The parameter of that name.
        String word() {
            return this == DRAIN ? "drain" : "down";
        }
    }

    String address() {
        return words.get(1).value();
    }

    Mode mode() {
        if (has(Mode.DOWN.word())) {
            return Mode.DOWN;
        }
        return has(Mode.DRAIN.word()) ? Mode.DRAIN : Mode.IN;
    }

    /// Whether it serves only when all others are gone.
    boolean isBackup() {
        return has("backup");
    }

    /// Whether the cluster file means this one: port 80 may be left out.
    boolean isAt(String address) {
        return plain(address()).equals(plain(address));
    }

    private static String plain(String address) {
        return address.endsWith(":80") ? address.substring(0, address.length() - 3) : address;
    }

    private boolean has(String parameter) {
        return words.stream().skip(2).anyMatch(word -> word.value().equals(parameter));
    }
}
