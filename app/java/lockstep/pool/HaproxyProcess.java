package lockstep.pool;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import lockstep.fault.Visible;

/// One HAProxy process, as its `show info` tells it.
///
/// @param version made visible
/// @param start its start in seconds since 1970; versions before 2.4 do not tell it
/// @param uptime whole seconds since then
record HaproxyProcess(String version, long pid, OptionalLong start, OptionalLong uptime) {
    private static final int MAX_DIGITS = 18;

    /// @throws HaproxyGarbled when it tells no version or process id, or a number that is none
    static HaproxyProcess parse(String info) throws HaproxyGarbled {
        Map<String, String> facts = new HashMap<>();
        for (String line : info.lines().toList()) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                facts.putIfAbsent(line.substring(0, colon), line.substring(colon + 2));
            }
        }
        String version = facts.get("Version");
        OptionalLong pid = number(facts, "Pid");
        if (pid.isEmpty() || version == null) {
            throw new HaproxyGarbled("the process does not tell its Pid and Version");
        }
        return new HaproxyProcess(
                Visible.text(version, 100),
                pid.getAsLong(),
                number(facts, "Start_time_sec"),
                number(facts, "Uptime_sec"));
    }

    private static OptionalLong number(Map<String, String> facts, String name)
            throws HaproxyGarbled {
        Optional<String> digits = Optional.ofNullable(facts.get(name));
        if (digits.isPresent() && !digits.get().matches("[0-9]{1," + MAX_DIGITS + "}")) {
            throw new HaproxyGarbled(name + " is \"" + digits.get() + "\", which is no number");
        }
        return digits.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(digits.get()));
    }
}
