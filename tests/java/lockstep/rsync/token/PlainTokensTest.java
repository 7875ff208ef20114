package lockstep.rsync.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import lockstep.tree.Budget;
import lockstep.wire.Broken;
import lockstep.wire.Bytes;
import lockstep.wire.WireIn;
import lockstep.wire.WireOut;
import org.junit.jupiter.api.Test;

class PlainTokensTest {
    private static final int LONGEST = 1 << 20;

    private final ByteArrayOutputStream passed = new ByteArrayOutputStream();

    private void read(Bytes file, Told told) throws IOException {
        WireIn in = file.in();
        WireOut out = new WireOut(passed);
        in.passTo(out, 100, new Budget(1 << 20));
        try (Tokens tokens = Compression.NONE.tokens()) {
            tokens.pass(in, told);
            told.end();
            in.forward();
        } finally {
            out.flush();
        }
    }

    @Test
    void literalsBlocksAndTheEnd() throws Exception {
        Bytes file = new Bytes().i32(5).text("hello").i32(-1).i32(-70_000).i32(1).text("x").i32(0);
        Told told = new Told();

        read(file, told);

        assertThat(told.lines()).containsExactly("*5", "=0x1", "=69999x1", "*1", ".");
        assertThat(passed.toByteArray()).isEqualTo(file.bytes());
    }

    @Test
    void theLastBlockThatCanBeWritten() throws Exception {
        Told told = new Told();

        read(new Bytes().i32(Integer.MIN_VALUE).i32(0), told);

        assertThat(told.lines()).containsExactly("=2147483647x1", ".");
    }

    /// A run is passed on as it comes, and needs no room here.
    @Test
    void theLongestRun() throws Exception {
        Told told = new Told();

        read(new Bytes().i32(LONGEST).raw(new byte[LONGEST]).i32(0), told);

        assertThat(told.lines()).containsExactly("*" + LONGEST, ".");
        assertThat(passed.size()).isEqualTo(4 + LONGEST + 4);
        assertThatExceptionOfType(Broken.class)
                .isThrownBy(() -> read(new Bytes().i32(LONGEST + 1), told))
                .withMessageContaining("a literal run of 1048577 bytes");
    }

    @Test
    void whatIsRefusedGoesNoFurther() {
        Bytes judged = new Bytes().i32(2).text("ab").i32(-7);

        assertThatExceptionOfType(Broken.class)
                .isThrownBy(
                        () -> read(new Bytes().raw(judged.bytes()).i32(-8).i32(0), new Told(7)));
        assertThat(passed.toByteArray()).isEqualTo(judged.bytes());
    }
}
