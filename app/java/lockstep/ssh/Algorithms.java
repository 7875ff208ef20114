package lockstep.ssh;

import com.hierynomus.sshj.key.KeyAlgorithms;
import com.hierynomus.sshj.transport.cipher.BlockCiphers;
import com.hierynomus.sshj.transport.cipher.ChachaPolyCiphers;
import com.hierynomus.sshj.transport.cipher.GcmCiphers;
import com.hierynomus.sshj.transport.kex.DHGroups;
import com.hierynomus.sshj.transport.kex.ExtInfoClientFactory;
import com.hierynomus.sshj.transport.mac.Macs;
import java.security.Security;
import java.util.List;
import net.schmizz.keepalive.KeepAliveProvider;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.ConfigImpl;
import net.schmizz.sshj.common.LoggerFactory;
import net.schmizz.sshj.common.SecurityUtils;
import net.schmizz.sshj.transport.compression.NoneCompression;
import net.schmizz.sshj.transport.kex.Curve25519SHA256;
import net.schmizz.sshj.transport.kex.DHGexSHA256;
import net.schmizz.sshj.transport.kex.ECDHNistP;
import net.schmizz.sshj.transport.random.JCERandom;
import net.schmizz.sshj.transport.random.SingletonRandomFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/// What is offered to a server, and where the mathematics comes from.
final class Algorithms {
    /// Received and not yet read, a channel. Needed by arithmetic on long lines: at 100 ms, 16 MiB
    /// let 160 MiB/s through and the library's own 2 MiB only 20.
    static final int WINDOW = 16 << 20;

    /// The library's buffer holds one byte less than its limit, and breaks the connection at it.
    private static final int BUFFER_LIMIT = WINDOW + (1 << 20);

    private Algorithms() {}

    /// Keeps the library from putting Bouncy Castle first, which makes AES six times slower
    /// (measured: 59 against 324 MiB/s), and puts it last, where it adds what the JDK lacks.
    /// Repeating it changes nothing. Must come before any other use of the library.
    static void prepare() {
        SecurityUtils.setRegisterBouncyCastle(false);
        if (Security.getProvider(BouncyCastleProvider.PROVIDER_NAME) == null) {
            Security.addProvider(new BouncyCastleProvider());
        }
    }

    /// What measured fastest comes first; nothing that OpenSSH itself no longer offers is in it.
    ///
    /// @param compressed whether to ask for compression; the server may refuse it
    static Config config(boolean compressed) {
        ConfigImpl config = new ConfigImpl();
        config.setLoggerFactory(LoggerFactory.DEFAULT);
        config.setVersion("Lockstep");
        config.setRandomFactory(new SingletonRandomFactory(new JCERandom.Factory()));
        config.setKeyExchangeFactories(
                List.of(
                        new Curve25519SHA256.Factory(),
                        new Curve25519SHA256.FactoryLibSsh(),
                        new ECDHNistP.Factory256(),
                        new ECDHNistP.Factory384(),
                        new ECDHNistP.Factory521(),
                        new DHGexSHA256.Factory(),
                        DHGroups.Group16SHA512(),
                        DHGroups.Group18SHA512(),
                        DHGroups.Group14SHA256(),
                        new ExtInfoClientFactory()));
        config.setKeyAlgorithms(
                List.of(
                        KeyAlgorithms.EdDSA25519(),
                        KeyAlgorithms.ECDSASHANistp256(),
                        KeyAlgorithms.ECDSASHANistp384(),
                        KeyAlgorithms.ECDSASHANistp521(),
                        KeyAlgorithms.RSASHA512(),
                        KeyAlgorithms.RSASHA256()));
        config.setCipherFactories(
                List.of(
                        GcmCiphers.AES128GCM(),
                        GcmCiphers.AES256GCM(),
                        BlockCiphers.AES128CTR(),
                        BlockCiphers.AES192CTR(),
                        BlockCiphers.AES256CTR(),
                        ChachaPolyCiphers.CHACHA_POLY_OPENSSH()));
        config.setMACFactories(
                List.of(
                        Macs.HMACSHA2256Etm(),
                        Macs.HMACSHA2512Etm(),
                        Macs.HMACSHA2256(),
                        Macs.HMACSHA2512()));
        config.setCompressionFactories(
                compressed
                        ? List.of(new Zlib.Factory(), new NoneCompression.Factory())
                        : List.of(new NoneCompression.Factory()));
        config.setKeepAliveProvider(KeepAliveProvider.KEEP_ALIVE);
        config.setMaxCircularBufferSize(BUFFER_LIMIT);
        return config;
    }

    /// The names under which a key of `type` may sign, best first. SHA-1 is not among them.
    static List<String> signatures(String type) {
        return switch (type) {
            case "ssh-rsa" -> List.of("rsa-sha2-512", "rsa-sha2-256");
            case "ssh-rsa-cert-v01@openssh.com" ->
                    List.of(
                            "rsa-sha2-512-cert-v01@openssh.com",
                            "rsa-sha2-256-cert-v01@openssh.com");
            default -> List.of(type);
        };
    }
}
