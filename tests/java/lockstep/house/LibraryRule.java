package lockstep.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;

/// Which of our packages may use which library; each with a type of it that serves as the sample.
@SuppressWarnings("ImmutableEnumChecker") // ArchUnit's rules are, and do not say so
enum LibraryRule {
    SSHJ("net.schmizz.sshj.SSHClient", "ssh"),
    SSHJ_KEYS("com.hierynomus.sshj.key.KeyAlgorithm", "ssh"),
    BOUNCY_CASTLE("org.bouncycastle.jce.provider.BouncyCastleProvider", "ssh"),
    MINA("org.apache.sshd.server.SshServer", "demo"),
    TOML("org.tomlj.Toml", "fleet"),
    JACKSON("com.fasterxml.jackson.core.JsonParser", "pool"),
    AWS(
            "software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client",
            "pool"),
    PICOCLI("picocli.CommandLine", "cli", "main"),
    LOGBACK("ch.qos.logback.classic.Logger", "main"),
    DATABASES("java.sql.Connection", "journal"),
    SQLITE("org.sqlite.JDBC", "journal"),
    JAVAFX_PROPERTIES("javafx.beans.property.Property", "present", "ui", "main"),
    JAVAFX_COLLECTIONS("javafx.collections.ObservableList", "present", "ui", "main"),
    JAVAFX_APPLICATION("javafx.application.Application", "ui", "main"),
    JAVAFX_STAGE("javafx.stage.Stage", "ui", "main"),
    JAVAFX_SCENE("javafx.scene.Node", "ui"),
    JAVAFX_GEOMETRY("javafx.geometry.Insets", "ui"),
    JAVAFX_ANIMATION("javafx.animation.AnimationTimer", "ui"),
    JAVAFX_CONCURRENT("javafx.concurrent.Task", "ui"),
    JAVAFX_CSS("javafx.css.PseudoClass", "ui"),
    JAVAFX_SWING("javafx.embed.swing.SwingFXUtils", "ui"),
    AWT("java.awt.Color", "ui", "picture"),
    IMAGE_IO("javax.imageio.ImageReader", "ui", "picture"),
    CONTROLSFX("org.controlsfx.control.StatusBar", "ui"),
    ATLANTAFX("atlantafx.base.theme.PrimerLight", "ui"),
    IKONLI("org.kordamp.ikonli.javafx.FontIcon", "ui"),
    JFREECHART("org.jfree.chart.JFreeChart", "ui");

    final String type;
    final ArchRule rule;

    /// @param type one of the library's; its package and all below it are meant
    LibraryRule(String type, String... users) {
        this.type = type;
        String library = type.substring(0, type.lastIndexOf('.'));
        this.rule =
                noClasses()
                        .that()
                        .resideOutsideOfPackages(
                                Stream.of(users)
                                        .map(user -> "lockstep." + user + "..")
                                        .toArray(String[]::new))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(root(library) + "..")
                        .allowEmptyShould(true)
                        .because("a library is the secret of " + String.join(" and ", users));
    }

    /// Libraries are named by their first two components, the JDK's and JavaFX's parts whole.
    private static String root(String library) {
        if (library.startsWith("java")) {
            return library;
        }
        String[] parts = library.split("\\.", -1);
        return parts.length < 2 ? library : parts[0] + "." + parts[1];
    }

    /// A source in a package that may use hardly anything.
    String sample() {
        return "package lockstep.fault;\nclass Uses { " + type + " it; }\n";
    }
}
