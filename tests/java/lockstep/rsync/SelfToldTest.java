package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelfToldTest {
    @Test
    void rsyncTellsItsVersion() {
        assertThat(SelfTold.of("rsync  version 2.6.9  protocol version 29\nCopyright (C) 1996-"))
                .contains(new SelfTold("rsync 2.6.9", 29));
        assertThat(SelfTold.of("rsync  version v3.4.0pre1  protocol version 32\n"))
                .contains(new SelfTold("rsync v3.4.0pre1", 32));
    }

    @Test
    void openrsyncIsKnownByItsName() {
        assertThat(SelfTold.of("openrsync: protocol version 27\n"))
                .contains(new SelfTold("openrsync", 27));
        assertThat(SelfTold.of("openrsync: protocol version 29\nrsync version 2.6.9 compatible\n"))
                .contains(new SelfTold("openrsync", 29));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rsync",
                "protocol version 29",
                "rsync  version \033[2J  protocol version 29",
                "rsync  version 2.6.9  protocol version 99999999999999999999",
                "openrsync: protocol version -1"
            })
    void anythingElseTellsNothing(String text) {
        assertThat(SelfTold.of(text)).isEmpty();
    }
}
