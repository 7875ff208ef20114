package lockstep.pool;

import java.util.Map;

/// What Amazon's client finds while a test runs: credentials that are worth nothing, no files, and
/// no service of an instance to ask.
final class ElbCredentials {
    static final String SECRET = "not-a-secret-key-at-all";
    static final String TOKEN = "not-a-session-token-at-all";

    private static final Map<String, String> SEALED =
            Map.of(
                    "aws.disableEc2Metadata", "true",
                    "aws.configFile", "/nowhere/config",
                    "aws.sharedCredentialsFile", "/nowhere/credentials");
    private static final Map<String, String> KEYS =
            Map.of(
                    "aws.accessKeyId", "AKIDEXAMPLE",
                    "aws.secretAccessKey", SECRET,
                    "aws.sessionToken", TOKEN);

    private ElbCredentials() {}

    static void set() {
        seal();
        KEYS.forEach(System::setProperty);
    }

    /// No credentials anywhere.
    static void seal() {
        KEYS.keySet().forEach(System::clearProperty);
        SEALED.forEach(System::setProperty);
    }

    static void clear() {
        KEYS.keySet().forEach(System::clearProperty);
        SEALED.keySet().forEach(System::clearProperty);
    }
}
