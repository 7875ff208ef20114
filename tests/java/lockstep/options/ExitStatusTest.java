package lockstep.options;

import static org.assertj.core.api.Assertions.assertThat;

import lockstep.fault.Fault;
import org.junit.jupiter.api.Test;

class ExitStatusTest {
    /// rsync's own number for memory that it does not get; a breach of the protocol has another.
    @Test
    void aListThatIsTooLargeIsNoBreachOfTheProtocol() {
        int tooLarge = ExitStatus.of(new Fault.ListTooLarge("web1", "file list", 9, 64 << 20));
        int broken = ExitStatus.of(new Fault.ProtocolBroken("web1", "nonsense"));

        assertThat(tooLarge).isEqualTo(22);
        assertThat(broken).isEqualTo(12);
        assertThat(Closing.trouble(tooLarge))
                .contains("out of memory, or beyond a limit", "(code 22)");
    }

    @Test
    void saysWhatWouldHelp() {
        Fault memory = new Fault.ListTooLarge("web1", "file list", 1_234_567, 64 << 20);
        Fault none = new Fault.ListTooLarge("web1", "file list", 20_000_000, 0);

        assertThat(memory.message())
                .isEqualTo(
                        "web1: Its file list is larger than the memory that this program may use:"
                                + " 1234567 entries so far. Give it more with"
                                + " LOCKSTEP_JAVA_OPTIONS=-Xmx128m (now 64m), or leave parts of the"
                                + " tree out with filter rules.");
        assertThat(none.message())
                .isEqualTo(
                        "web1: Its file list is larger than this program can hold: 20000000 entries"
                                + " so far. Name several smaller trees, or leave parts of the tree"
                                + " out with filter rules.");
    }

    @Test
    void aLimitOfOursAndAChoiceThatCannotBeMadeAreNoBrokenStream() {
        assertThat(ExitStatus.of(new Fault.NothingInCommon("web2", "no checksum", "another")))
                .isEqualTo(4);
        assertThat(ExitStatus.of(new Fault.LimitReached("web2", "too much", "less"))).isEqualTo(22);
        assertThat(ExitStatus.of(new Fault.ProtocolBroken("web2", "noise"))).isEqualTo(12);
    }
}
