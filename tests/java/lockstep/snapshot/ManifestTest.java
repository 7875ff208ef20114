package lockstep.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import lockstep.drift.Baseline;
import lockstep.drift.DriftTree;
import lockstep.drift.Verdict;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.tree.Kind;
import lockstep.tree.Listing;
import lockstep.tree.RandomTree;
import lockstep.tree.TreeSketch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
    private static TreeSketch shop() {
        return TreeSketch.byContent()
                .user(33, "www data")
                .group(33, "www-data")
                .directory("assets")
                .owner(33, 33)
                .time(1_700_000_000)
                .nanos(5)
                .file("assets/app.js", "console.log()")
                .mode(0640)
                .owner(33, 33)
                .file("empty", "")
                .link("assets/current", "app one.js")
                .device("disk", 8, 1)
                .time(-3);
    }

    @Test
    void whatIsReadIsWhatWasWritten() throws Exception {
        Listing listing = shop().build();

        ByteArrayOutputStream file = new ByteArrayOutputStream();
        String id = Manifest.write(listing, file);
        Manifest read = Manifest.read(file.toByteArray(), "web1");

        assertThat(read.id()).isEqualTo(id).hasSize(64);
        assertSame(read.listing(), listing);
        assertThat(written(read.listing())).isEqualTo(file.toByteArray());
    }

    @Test
    void anyNameComesThrough() throws Exception {
        for (int seed = 0; seed < 20; seed++) {
            TreeSketch sketch = TreeSketch.byContent();
            for (Map.Entry<String, Kind> entry :
                    RandomTree.paths(new Random(seed), 200).entrySet()) {
                if (entry.getValue() == Kind.DIRECTORY) {
                    sketch.directory(entry.getKey());
                } else {
                    sketch.file(entry.getKey(), entry.getKey());
                }
            }
            Listing listing = sketch.build();

            assertSame(Manifest.read(written(listing), "web1").listing(), listing);
        }
    }

    private static void assertSame(Listing read, Listing written) {
        assertThat(read.size()).isEqualTo(written.size());
        for (int row = 0; row < written.size(); row++) {
            assertThat(read.entry(row)).isEqualTo(written.entry(row));
            assertThat(read.device(row)).isEqualTo(written.device(row));
            assertThat(read.target(row)).isEqualTo(written.target(row));
        }
        DriftTree drift =
                DriftTree.merge(
                        List.of("then", "now"), List.of(read, written), new Baseline.Reference(0));
        assertThat(drift.verdict().kind()).isEqualTo(Verdict.Kind.IDENTICAL);
        assertThat(drift.byContent()).isTrue();
    }

    @Test
    void itIsTextThatAPersonCanRead() throws Exception {
        String text = text(written(shop().build()));

        assertThat(text)
                .startsWith("lockstep manifest 1\ndigest ")
                .contains("\nuser 33 www data\n")
                .containsPattern("\n100640 33 33 \\d+\\.\\d+ 13 [0-9a-f]{16} assets/app.js\n")
                .contains(" app\\040one.js assets/current\n")
                .contains(" 8:1 disk\n")
                .containsPattern("\nsha256 [0-9a-f]{64}\n$");
    }

    @Test
    void whatIsNotKnownIsNotWritten() throws Exception {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> written(TreeSketch.byMetadata().file("a", "a").build()));
        assertThatIllegalArgumentException().isThrownBy(() -> written(shop().incomplete().build()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> written(shop().file("dark", "x").unread().build()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> written(shop().unreadable("assets").build()));
    }

    @Test
    void aChangedByteAnywhereIsNoticed() throws Exception {
        byte[] whole = written(shop().build());
        String text = text(whole);
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            byte[] changed = text.getBytes(StandardCharsets.ISO_8859_1);
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            assertInvalid(packed(new String(changed, StandardCharsets.ISO_8859_1)));
        }
        for (int length = 0; length < whole.length; length++) {
            assertInvalid(Arrays.copyOf(whole, length));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "lockstep manifest 2\n",
                "lockstep manifest 1\ndigest md5 0\n",
                "lockstep manifest 1\ndigest md5 999\n",
                "lockstep manifest 1\ndigest md5 1\n100644 0 0 1.0 1 00 ../etc/passwd\n",
                "lockstep manifest 1\ndigest md5 1\n100644 0 0 1.0 1 00 /etc/passwd\n",
                "lockstep manifest 1\ndigest md5 1\n100644 0 0 1.0 1 00 a/b\n",
                "lockstep manifest 1\ndigest md5 1\n100644 0 0 1.0 99999999999999999999 00 a\n",
                "lockstep manifest 1\ndigest md5 1\n100644 5000000000 0 1.0 1 00 a\n",
                "lockstep manifest 1\ndigest md5 1\n100644 0 0 1.0 1 00 a\\04\n",
                "lockstep manifest 1\ndigest md5 1\n100644 0 0 1.0 1 00 \\141\n",
                "lockstep manifest 1\ndigest md5 1\n170644 0 0 1.0 a\n",
            })
    void whatIsNoneIsRefusedAlsoWithTheRightDigest(String text) throws Exception {
        String id =
                HexFormat.of()
                        .formatHex(
                                Sha256.begun().digest(text.getBytes(StandardCharsets.ISO_8859_1)));
        assertInvalid(packed(text + "sha256 " + id + "\n"));
    }

    private static void assertInvalid(byte[] file) {
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(() -> Manifest.read(file, "web1"))
                .matches(e -> e.fault() instanceof Fault.FileInvalid);
    }

    @Test
    void aStateIsTheTreesAndNotTheMoments() throws Exception {
        String before = Manifest.state(shop().build());

        assertThat(Manifest.state(shop().user(34, "ann").build())).isEqualTo(before);
        assertThat(Manifest.state(shop().directory("late").build())).isNotEqualTo(before);
        assertThat(Manifest.state(shop().file("more", "").build())).isNotEqualTo(before);
        TreeSketch touched = TreeSketch.byContent().directory("a").time(1).file("a/b", "b").time(5);
        TreeSketch later = TreeSketch.byContent().directory("a").time(2).file("a/b", "b").time(5);
        TreeSketch other = TreeSketch.byContent().directory("a").time(2).file("a/b", "b").time(6);
        String state = Manifest.state(touched.build());
        assertThat(Manifest.state(later.build())).isEqualTo(state);
        assertThat(Manifest.state(other.build())).isNotEqualTo(state);
    }

    private static byte[] written(Listing listing) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        Manifest.write(listing, file);
        return file.toByteArray();
    }

    private static String text(byte[] file) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(file)) {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        return file.toByteArray();
    }
}
