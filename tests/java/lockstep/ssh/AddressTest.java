package lockstep.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTest {
    @ParameterizedTest
    @CsvSource({
        "web1,,web1,0",
        "deploy@web1,deploy,web1,0",
        "deploy@web1:2222,deploy,web1,2222",
        "web1.example.org:22,,web1.example.org,22",
        "10.0.0.1,,10.0.0.1,0",
        "2001:db8::1,,2001:db8::1,0",
        "[2001:db8::1]:2222,,2001:db8::1,2222",
        "root@[fe80::1%eth0],root,fe80::1%eth0,0",
        "a@b@host,a@b,host,0",
        "web_1,,web_1,0",
    })
    void everyFormIsRead(String text, String user, String host, int port) throws Exception {
        assertThat(Address.parse("web1", text)).isEqualTo(new Address(user, host, port));
    }

    @Test
    void aRefusalShowsHarmlesslyWhatWasWritten() {
        assertThatThrownBy(() -> Address.parse("web1", "a\u001b[2Jb"))
                .isInstanceOfSatisfying(
                        FaultException.class,
                        e -> {
                            assertThat(e.fault()).isInstanceOf(Fault.UnsafeArgument.class);
                            assertThat(e.getMessage()).doesNotContain("\u001b").contains("web1");
                        });
    }
}
