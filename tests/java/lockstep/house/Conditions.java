package lockstep.house;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// What the rules on compiled classes are made of.
final class Conditions {
    private Conditions() {}

    /// A call of, or a reference to, a method of `owner` or of what extends it.
    static DescribedPredicate<JavaAccess<?>> calls(Class<?> owner, String... methods) {
        Set<String> names = Set.of(methods);
        return access(
                owner.getSimpleName() + names,
                a ->
                        names.contains(a.getTarget().getName())
                                && a.getTargetOwner().isAssignableTo(owner));
    }

    /// As [#calls], only where the method takes no argument: a wait without a limit.
    static DescribedPredicate<JavaAccess<?>> callsBare(Class<?> owner, String method) {
        return access(
                owner.getSimpleName() + "." + method + "()",
                a ->
                        a.getTarget().getFullName().endsWith("." + method + "()")
                                && a.getTargetOwner().isAssignableTo(owner));
    }

    private static DescribedPredicate<JavaAccess<?>> access(
            String description, Predicate<JavaAccess<?>> test) {
        return DescribedPredicate.describe(description, test);
    }

    /// A field that belongs to no object and can still change, itself or by its type.
    static ArchCondition<JavaField> staticState() {
        return new ArchCondition<>("be static state") {
            @Override
            public void check(JavaField field, ConditionEvents events) {
                boolean changes =
                        !field.getModifiers().contains(JavaModifier.FINAL)
                                || field.getRawType()
                                        .getPackageName()
                                        .equals("java.util.concurrent.atomic");
                boolean state = field.getModifiers().contains(JavaModifier.STATIC) && changes;
                events.add(
                        new SimpleConditionEvent(
                                field, state, field.getFullName() + " is static and can change"));
            }
        };
    }

    /// Whether one of the words of the type's name, split at its capitals, is in the set.
    static ArchCondition<JavaClass> haveAWordIn(Set<String> words) {
        return new ArchCondition<>("have one of " + words + " in the name") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean found =
                        List.of(type.getSimpleName().split("(?=[A-Z])")).stream()
                                .anyMatch(words::contains);
                events.add(new SimpleConditionEvent(type, found, type.getName() + " says nothing"));
            }
        };
    }

    /// Whether a test method, or code of ours that it calls, asserts something.
    static ArchCondition<JavaMethod> assertSomething() {
        return new ArchCondition<>("assert something") {
            @Override
            public void check(JavaMethod test, ConditionEvents events) {
                events.add(
                        new SimpleConditionEvent(
                                test,
                                reachesAssertion(test),
                                test.getFullName() + " asserts nothing"));
            }
        };
    }

    private static boolean reachesAssertion(JavaMethod test) {
        Set<JavaCodeUnit> seen = new HashSet<>();
        Deque<JavaCodeUnit> open = new ArrayDeque<>(List.of(test));
        while (!open.isEmpty()) {
            JavaCodeUnit next = open.remove();
            if (!seen.add(next)) {
                continue;
            }
            for (JavaAccess<?> access : next.getAccessesFromSelf()) {
                if (asserts(access)) {
                    return true;
                }
                if (access.getTargetOwner().getPackageName().startsWith("lockstep.")) {
                    access.getTarget()
                            .resolveMember()
                            .filter(JavaCodeUnit.class::isInstance)
                            .map(JavaCodeUnit.class::cast)
                            .ifPresent(open::add);
                }
            }
        }
        return false;
    }

    private static boolean asserts(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getTarget().getName();
        return owner.startsWith("org.assertj.")
                || owner.startsWith("org.junit.jupiter.api.Assertions")
                || owner.equals("com.tngtech.archunit.lang.ArchRule") && name.equals("check");
    }
}
