package lockstep.rsync.token;

import java.io.IOException;
import lockstep.wire.Broken;
import lockstep.wire.WireIn;

/// A token is an int32: n > 0 says that n literal bytes follow, -(n + 1) that the target has
/// block n, 0 ends.
final class PlainTokens implements Tokens {
    private static final int MAX_LITERAL = 1 << 20;

    @Override
    public void pass(WireIn in, TokenSink sink) throws IOException {
        for (int token = in.int32(); token != 0; token = in.int32()) {
            if (token > MAX_LITERAL) {
                throw new Broken("a literal run of " + token + " bytes");
            }
            if (token > 0) {
                sink.literal(token);
                in.through(token);
            } else {
                sink.matched(-(token + 1), 1);
                in.forward();
            }
        }
    }
}
