package lockstep.rsync.token;

import java.util.Base64;

/// What a real zstd packed.
final class Zstd {
    /// 5,173 bytes of a web server's log, as zstd 1.5.4 packs them.
    static final String LOG =
            """
            KLUv/WA1E90QAJaVLxSwmw5gI/dZifmhKUkpk0yBsmRVAjIAJgAmALUYnfypscj5RmxuiEyHNCSg
            arLH4/x3da56CqDAICCCAfERWEB4UBBoYEhwEAg4GCAIm3p0NWrRSKZonnWqDE98Is2iqaspjtUP
            VSxjOZ+aITf2qplamkTd0Bwdi66/LyrJ6L10zms44V0sZi9C5SnkI2N6ST8amxgyOduXA790Zbw0
            kZwmoYxcmctPziq2rm6Rv3haV5mURWgxlHofQ42ZEQaAyqihZK+n/Q6wQpEhKnoRIAQrBCMECSEh
            mvIBLJBFNg1ul4CJ0p1FAp8BdRs1KGWcw6q+v6g0Wi2jZteMpNTVZ2yYjd5vqg2p4QjfHKWzz8YQ
            6Zap1W7z58hIz3nHQj6Db8YILR1V9mT6eJemeh0W21yHIUzz7/i6a6KyLIOVqNWscm8Kz6LngUA0
            7mBKeD8cYHQSCsFj7fyr2xqoU9uTCQQniQL4e2J1PILefe6zL3saRNXkWoROhsHwt08M1pbtWXcN
            tfD84dWiLslzSCVmnWGn03TgHeiUgLlE7dkicVKDAzztVrboC9FT5ifNaKvUT8Edxsw96nbH81Rf
            r2yctG67sbvNY13evjbEjyDFC27nWbfGDhBSwUEJtNqYLcEW707B0QooczmpThe2kJzTOobjv1bz
            mKo3IhQK2sjf5oXNoxvQuilUMjbFdhKpLFuxW7yx9Wtv2zJV
            """;

    private Zstd() {}

    /// The same as bytes: one frame, with codes of its own.
    static byte[] log() {
        return Base64.getMimeDecoder().decode(LOG);
    }
}
