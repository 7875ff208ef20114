package lockstep.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static lockstep.house.Conditions.calls;
import static lockstep.house.Conditions.callsBare;

import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;

/// The rules on compiled classes, each with a sample that breaks it.
@SuppressWarnings("ImmutableEnumChecker") // ArchUnit's rules are, and do not say so
enum ClassRule {
    LAYERS(
            Where.APP,
            classes().should(Layers.useOnlyLowerOnes()).because("low packages must not know high"),
            """
            package lockstep.tree;
            class Low { lockstep.ssh.High high; }
            """,
            """
            package lockstep.ssh;
            public class High {}
            """),
    EVERY_PACKAGE_HAS_A_RANK(
            Where.APP,
            classes().should(Layers.useOnlyLowerOnes()).because("the table names every package"),
            """
            package lockstep.misc;
            class Anything {}
            """),
    EVERY_PART_OF_A_PACKAGE_HAS_A_RANK(
            Where.APP,
            classes().should(Layers.useOnlyLowerOnes()).because("a part must not know its whole"),
            """
            package lockstep.rsync.token;
            class Part { lockstep.rsync.Whole whole; }
            """,
            """
            package lockstep.rsync;
            public class Whole {}
            """),
    NO_CYCLES(
            Where.APP,
            slices().matching("lockstep.(**)")
                    .should()
                    .beFreeOfCycles()
                    .because("packages in a ring are one package"),
            """
            package lockstep.ui.one;
            public class A { lockstep.ui.two.B b; }
            """,
            """
            package lockstep.ui.two;
            public class B { lockstep.ui.one.A a; }
            """),
    SSH_IS_CHOSEN_BY_MAIN(
            Where.APP,
            noClasses()
                    .that()
                    .resideOutsideOfPackages("lockstep.ssh..", "lockstep.main..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("lockstep.ssh..")
                    .because("all others see Host and Link, and so are tested without a network"),
            """
            package lockstep.cli;
            class Direct { lockstep.ssh.High high; }
            """,
            """
            package lockstep.ssh;
            public class High {}
            """),
    WIRE_IS_FOR_RSYNC(
            Where.APP,
            noClasses()
                    .that()
                    .resideOutsideOfPackages("lockstep.wire..", "lockstep.rsync..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("lockstep.wire..")
                    .because("encodings are a secret of the conversations"),
            """
            package lockstep.drift;
            class Peeking { lockstep.wire.Frame frame; }
            """,
            """
            package lockstep.wire;
            public class Frame {}
            """),
    NO_SLEEP(
            Where.EVERYWHERE,
            noClasses()
                    .should()
                    .accessTargetWhere(
                            calls(Thread.class, "sleep")
                                    .or(calls(TimeUnit.class, "sleep"))
                                    .or(calls(LockSupport.class, "parkNanos", "parkUntil", "park")))
                    .because("a sleep is too short or too long: wait on a condition"),
            """
            package lockstep.run;
            class Waits { void a() throws Exception { java.util.concurrent.TimeUnit.DAYS.sleep(1); } }
            """),
    EVERY_WAIT_HAS_A_LIMIT(
            Where.APP,
            noClasses()
                    .that()
                    .resideOutsideOfPackage("lockstep.demo..") // waits for its own processes
                    .and()
                    .doNotHaveFullyQualifiedName("lockstep.link.PumpedInput") // until it is closed
                    .and()
                    .doNotHaveFullyQualifiedName("lockstep.main.Desktop") // for a person
                    .and()
                    .doNotHaveFullyQualifiedName("lockstep.rsync.Relay$Conversation") // likewise
                    .should()
                    .accessTargetWhere(
                            callsBare(Object.class, "wait")
                                    .or(callsBare(Thread.class, "join"))
                                    .or(callsBare(CountDownLatch.class, "await"))
                                    .or(callsBare(Condition.class, "await"))
                                    .or(callsBare(Process.class, "waitFor"))
                                    .or(callsBare(Future.class, "get"))
                                    .or(callsBare(CompletableFuture.class, "join"))
                                    .or(callsBare(BlockingQueue.class, "take"))
                                    .or(callsBare(Semaphore.class, "acquire")))
                    .because("a peer that says nothing must not hang the program"),
            """
            package lockstep.run;
            class Hangs { void a(Process p) throws Exception { p.waitFor(); } }
            """),
    EXIT_ONLY_IN_MAIN(
            Where.APP,
            noClasses()
                    .that()
                    .resideOutsideOfPackage("lockstep.main..")
                    .should()
                    .accessTargetWhere(
                            calls(System.class, "exit").or(calls(Runtime.class, "exit", "halt")))
                    .because("only the program's outermost layer may end it"),
            """
            package lockstep.ui;
            class Ends { void a() { System.exit(1); } }
            """),
    CONSOLE_ONLY_IN_CLI(
            Where.APP,
            noClasses()
                    .that()
                    .resideOutsideOfPackages("lockstep.cli..", "lockstep.main..")
                    .should()
                    .accessField(System.class, "out")
                    .orShould()
                    .accessField(System.class, "err")
                    .because("whoever prints must be given where to"),
            """
            package lockstep.run;
            class Prints { void a() { System.err.println(); } }
            """),
    NO_BARE_STACK_TRACES(
            Where.EVERYWHERE,
            noClasses()
                    .should()
                    .accessTargetWhere(callsBare(Throwable.class, "printStackTrace"))
                    .because("a cause is handed on or logged once, where it is handled"),
            """
            package lockstep.run;
            class Traces { void a(Exception e) { e.printStackTrace(); } }
            """),
    ONE_LOGGING_LIBRARY(
            Where.APP,
            noClasses()
                    .that()
                    .resideOutsideOfPackage("lockstep.main..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("java.util.logging..")
                    .because("SLF4J is the one; main may quieten libraries that use the other"),
            """
            package lockstep.run;
            class Logs { java.util.logging.Logger log; }
            """),
    NO_REFLECTION(
            Where.APP,
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("java.lang.reflect..")
                    .orShould()
                    .accessTargetWhere(calls(Class.class, "forName", "getMethods", "getFields"))
                    .because("what the compiler can't see, it can't check"),
            """
            package lockstep.run;
            class Looks { void a() throws Exception { Class.forName("x"); } }
            """),
    NO_SERIALIZATION(
            Where.APP,
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .areAssignableTo(ObjectOutputStream.class)
                    .orShould()
                    .dependOnClassesThat()
                    .areAssignableTo(ObjectInputStream.class)
                    .because("objects from bytes are a door"),
            """
            package lockstep.run;
            class Reads { Object a(java.io.ObjectInputStream in) throws Exception { return in.readObject(); } }
            """),
    NOTHING_IS_SERIALIZABLE(
            Where.APP,
            noClasses()
                    .that()
                    .areNotAssignableTo(Throwable.class)
                    .and()
                    .areNotEnums()
                    .should()
                    .implement(Serializable.class)
                    .because("nothing of ours is written as an object"),
            """
            package lockstep.run;
            class Written implements java.io.Serializable {}
            """),
    NO_STATIC_STATE(
            Where.APP,
            noFields()
                    .should(Conditions.staticState())
                    .because("state without an owner is shared by every test and every window"),
            """
            package lockstep.run;
            class Counts { static int count; }
            """,
            """
            package lockstep.run;
            class CountsToo { static final java.util.concurrent.atomic.AtomicInteger count = null; }
            """),
    NAMES_SAY_SOMETHING(
            Where.EVERYWHERE,
            noClasses()
                    .should(
                            Conditions.haveAWordIn(
                                    Set.of(
                                            "Impl",
                                            "Manager",
                                            "Helper",
                                            "Util",
                                            "Utils",
                                            "Abstract",
                                            "Base",
                                            "Data",
                                            "Info")))
                    .because("those words fit every class"),
            """
            package lockstep.run;
            class PathUtils {}
            """),
    NO_TEST_IS_SWITCHED_OFF(
            Where.TESTS,
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("org.junit.jupiter.api.Disabled")
                    .because("a test that never runs is a comment"),
            """
            package lockstep.run;
            class OffTest { @org.junit.jupiter.api.Disabled void a() {} }
            """),
    EVERY_TEST_ASSERTS(
            Where.TESTS,
            methods()
                    .that()
                    .areMetaAnnotatedWith("org.junit.platform.commons.annotation.Testable")
                    .should(Conditions.assertSomething())
                    .because("a test that cannot fail proves nothing"),
            """
            package lockstep.run;
            class EmptyTest { @org.junit.jupiter.api.Test void a() { b(); } void b() {} }
            """);

    /// Which classes a rule is about.
    enum Where {
        APP,
        TESTS,
        EVERYWHERE
    }

    final Where where;
    final ArchRule rule;
    final List<String> samples;

    ClassRule(Where where, ArchRule rule, String... samples) {
        this.where = where;
        this.rule = rule.allowEmptyShould(true);
        this.samples = List.of(samples);
    }
}
