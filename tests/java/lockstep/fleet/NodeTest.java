package lockstep.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeTest {
    @ParameterizedTest
    @CsvSource({
        "local, 127.0.0.1, 127.0.0.1",
        "web1, web1, web1",
        "deploy@web1.example.org:2222, web1.example.org, web1.example.org",
        "op@[2001:db8::1]:22, 2001:db8::1, [2001:db8::1]",
        "[::1], ::1, [::1]"
    })
    void theHostIsTakenOutOfTheAddress(String address, String host, String inUrl) {
        Node node = new Node("n", address, "/srv", false);
        assertThat(Grammar.address(address)).isEmpty();
        assertThat(node.host()).isEqualTo(host);
        assertThat(node.hostInUrl()).isEqualTo(inUrl);
    }
}
