package lockstep.house;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;

/// The packages of the program from the bottom up: each may use only those before it. A package
/// inside another has a rank of its own.
final class Layers {
    private static final String OURS = "lockstep.";

    /// In the order of the table in app/README.md.
    static final List<String> ORDER =
            List.of(
                    "fault",
                    "tree",
                    "link",
                    "fleet",
                    "wire",
                    "rsync.token",
                    "rsync",
                    "options",
                    "ssh",
                    "pool",
                    "drift",
                    "plan",
                    "state",
                    "statedir",
                    "watch",
                    "snapshot",
                    "stage",
                    "lock",
                    "preflight",
                    "journal",
                    "run",
                    "report",
                    "desktop",
                    "picture",
                    "cli",
                    "present",
                    "ui",
                    "demo",
                    "main");

    private Layers() {}

    static ArchCondition<JavaClass> useOnlyLowerOnes() {
        return new ArchCondition<>("use only packages before their own in " + ORDER) {
            @Override
            public void check(JavaClass user, ConditionEvents events) {
                if (rank(user) < 0) {
                    events.add(
                            SimpleConditionEvent.violated(
                                    user, user.getName() + " is in a package without a rank"));
                }
                for (Dependency use : user.getDirectDependenciesFromSelf()) {
                    JavaClass used = use.getTargetClass().getBaseComponentType();
                    if (used.getName().startsWith(OURS) && rank(used) > rank(user)) {
                        events.add(SimpleConditionEvent.violated(user, use.getDescription()));
                    }
                }
            }
        };
    }

    private static int rank(JavaClass type) {
        String name = type.getPackageName();
        if (!name.startsWith(OURS)) {
            return -1;
        }
        return ORDER.indexOf(name.substring(OURS.length()));
    }
}
