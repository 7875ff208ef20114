package lockstep.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the machine of an nginx prints, and what nginx says of itself.
class NginxLookTest {
    /// The machine started at 1000 s; the workers 50 s later.
    private static final String REPLY =
            """
            now 100.25 1100.25
            master 10
            process 10 1 1000 nginx: master process /usr/sbin/nginx
            process 11 10 5000 nginx: worker process
            process 12 10 5001 nginx: worker process
            process 13 10 2000 nginx: worker process is shutting down
            process 14 10 5000 nginx: cache manager process
            process 15 1 1500 nginx: worker process is shutting down
            process 16 99 1500 nginx: worker process
            file 1049.990000000 23
            target /etc/nginx/shop.conf
            """;

    private static final String BUILT =
            """
            nginx version: nginx/1.22.1
            built with OpenSSL 3.0
            configure arguments: --with-cc-opt='-g -O2' --prefix=/usr/share/nginx \
            --error-log-path=stderr --pid-path=/run/nginx.pid
            """;

    @Test
    void workersAreToldApart() throws Exception {
        NginxLook look = look(REPLY);
        assertThat(look.running().orElseThrow().pid()).isEqualTo("10");
        assertThat(look.accepting()).extracting(NginxLook.Running::pid).containsExactly("11", "12");
        assertThat(look.leaving()).extracting(NginxLook.Running::pid).containsExactly("13", "15");
        assertThat(look.generation()).isEqualTo("[11:5000, 12:5001]");
        assertThat(look.loaded()).isEqualTo(Instant.ofEpochSecond(1050));
        assertThat(new String(look.content().bytes(), StandardCharsets.UTF_8))
                .isEqualTo("upstream shop { \n\n }");
        assertThat(look.lock()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1049.99, true",
        "1050.000000000, true",
        "1050.015, true",
        "1050.1, false",
        "1051, false",
    })
    void aFileThatIsYoungerThanTheWorkersIsNotLive(String written, boolean live) throws Exception {
        assertThat(look(REPLY.replace("1049.990000000", written)).isLive()).isEqualTo(live);
    }

    @Test
    void aPidFileThatLeadsToNoMasterLeadsToNone() throws Exception {
        assertThat(look(REPLY.replace("master 10", "master 11")).running()).isEmpty();
        assertThat(look(REPLY.replace("master 10", "master ")).running()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "master 1\n\n",
                "now 1 2\nfile 3\n\n",
                "now 1 x\nfile 3 4\n\n",
                "now 1 2\nfile 3 -4\n\n",
                "now 1 2\nfile 3 1048577\n\n",
                "now 1 2\nfile 3 99999999999999999999\n\n",
                "now 1 2\nfile 3 4\nprocess 1 2\n\n",
                "now 1 2\nfile 3 4\nprocess 1 2 x nginx: master process\n\n",
                "now 1 2\nfile 3 4",
                "",
            })
    void aReplyThatIsOfAnotherFormIsRefused(String reply) {
        assertThat(
                        catchThrowableOfType(
                                NginxGarbled.class,
                                () -> NginxLook.parse(reply.getBytes(StandardCharsets.UTF_8))))
                .isNotNull();
    }

    @Test
    void whatIsConfiguredComesBeforeWhatIsBuiltIn() {
        NginxFacts facts =
                NginxFacts.of(
                        BUILT,
                        """
                        # configuration file /etc/nginx/nginx.conf:
                        http { error_log /no.log; include conf.d/*; }
                        pid run/my.pid; error_log /var/log/my.log warn;
                        worker_shutdown_timeout 10m;

                        # configuration file /etc/nginx/conf.d/lua:
                        error_log /neither.log;
                        server { content_by_lua_block { ngx.say("}") } }
                        """);
        assertThat(facts.version()).isEqualTo("1.22.1");
        assertThat(facts.pidFile()).isEqualTo("/usr/share/nginx/run/my.pid");
        assertThat(facts.errorLog()).isEqualTo("/var/log/my.log");
        assertThat(facts.shutdownTimeout()).isEqualTo(Optional.of("10m"));
        assertThat(facts.files()).containsExactly("/etc/nginx/nginx.conf", "/etc/nginx/conf.d/lua");
    }

    @Test
    void whatIsNotConfiguredIsAsBuiltIn() {
        NginxFacts facts = NginxFacts.of(BUILT, "# configuration file /etc/n.conf:\nevents {}\n");
        assertThat(facts.pidFile()).isEqualTo("/run/nginx.pid");
        assertThat(facts.errorLog()).isEmpty();
        assertThat(facts.shutdownTimeout()).isEmpty();
        assertThat(facts.patience()).contains("nothing ends them");
    }

    @ParameterizedTest
    @CsvSource({
        "nginx/1.29.6, true",
        "nginx/1.29.5, false",
        "nginx/1.30.0, true",
        "nginx/1.22.1, false",
        "nginx/2.0, true",
        "nginx/1.29, false",
        "openresty/1.27.1.2, false",
        "nginx/x, false",
    })
    void drainIsKnownSinceItsVersion(String version, boolean known) {
        assertThat(NginxFacts.of("nginx version: " + version + "\n", "").isSinceDrain())
                .isEqualTo(known);
    }

    private static NginxLook look(String head) throws NginxGarbled {
        return NginxLook.parse(
                (head + "\nupstream shop { \n\n }").getBytes(StandardCharsets.UTF_8));
    }
}
