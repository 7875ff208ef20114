package lockstep.ssh;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Passwords that a server took, kept in memory until the program ends: a connection that dropped
/// in the middle of a run, or a further one for many programs at once, must not wait for a person.
final class Passwords {
    private final Map<String, char[]> byAccount = new ConcurrentHashMap<>();

    /// A copy, to be wiped by who asked; `null` when none is known.
    char @Nullable [] of(String account) {
        char[] known = byAccount.get(account);
        return known == null ? null : known.clone();
    }

    void keep(String account, char[] password) {
        byAccount.put(account, password.clone());
    }

    void forget(String account) {
        char[] known = byAccount.remove(account);
        if (known != null) {
            Arrays.fill(known, '\0');
        }
    }
}
