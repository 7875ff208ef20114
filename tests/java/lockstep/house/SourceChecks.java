package lockstep.house;

import com.sun.source.tree.ArrayTypeTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.TypeKind;

/// What the rules on sources look for. Each check gives its violations, each with its place.
final class SourceChecks {
    private static final int FILE_LINES = 400;
    private static final int METHOD_LINES = 60;
    private static final int PARAMETERS = 5;
    private static final int PARAMETERS_WHERE_PRIVATE = 6;
    private static final Pattern BANNER = Pattern.compile("(?m)^\\s*(//|/?\\*).*[-=*#_~]{5,}.*$");
    private static final Pattern BROKEN = Pattern.compile("(?m)^ *///.*\\n *//[^/\\n].*$");
    private static final Set<String> COLLECTIONS =
            Set.of(
                    "ArrayList",
                    "LinkedList",
                    "ArrayDeque",
                    "HashMap",
                    "LinkedHashMap",
                    "TreeMap",
                    "HashSet",
                    "LinkedHashSet",
                    "TreeSet",
                    "ConcurrentHashMap",
                    "WeakHashMap",
                    "IdentityHashMap",
                    "StringBuilder");

    /// A method that still breaks the rule; the list may only shrink.
    private static final Set<String> KNOWN_BOOLEANS = Set.of("message");

    private SourceChecks() {}

    static List<String> fileLength(Source source) {
        long lines = source.file().text().lines().count();
        return lines <= FILE_LINES
                ? List.of()
                : List.of(source.file().path() + ": " + lines + " lines, at most " + FILE_LINES);
    }

    static List<String> methodLength(Source source) {
        List<String> violations = new ArrayList<>();
        eachMethod(
                source,
                (_, method) -> {
                    int lines = source.lastLine(method) - source.firstLine(method) + 1;
                    if (lines > METHOD_LINES) {
                        violations.add(
                                source.at(
                                        method,
                                        method.getName()
                                                + " has "
                                                + lines
                                                + " lines, at most "
                                                + METHOD_LINES));
                    }
                });
        return violations;
    }

    /// Constructors of records may have as many parameters as the record has components, and what
    /// overrides cannot choose.
    static List<String> parameters(Source source) {
        List<String> violations = new ArrayList<>();
        eachMethod(
                source,
                (type, method) -> {
                    int allowed =
                            has(method, Modifier.PRIVATE) ? PARAMETERS_WHERE_PRIVATE : PARAMETERS;
                    boolean exempt = overrides(method) || constructsRecord(type, method);
                    int count = count(method.getParameters());
                    if (!exempt && count > allowed) {
                        violations.add(
                                source.at(
                                        method,
                                        method.getName()
                                                + " has "
                                                + count
                                                + " parameters, at most "
                                                + allowed));
                    }
                });
        return violations;
    }

    /// An array with the one or two `int`s that follow it is a range, and counts once, as in
    /// `java.util.Arrays`.
    private static int count(List<? extends VariableTree> parameters) {
        int count = 0;
        int ints = 2;
        for (VariableTree parameter : parameters) {
            Tree type = parameter.getType();
            boolean bound = ints < 2 && isPrimitive(type, TypeKind.INT);
            if (bound) {
                ints++;
            } else {
                count++;
                ints = type instanceof ArrayTypeTree ? 0 : 2;
            }
        }
        return count;
    }

    /// A boolean that is the only parameter is a value to set and reads well; beside others it
    /// is a riddle at the call.
    static List<String> booleanParameters(Source source) {
        List<String> violations = new ArrayList<>();
        eachMethod(
                source,
                (type, method) -> {
                    boolean alone = method.getParameters().size() == 1;
                    boolean exempt =
                            alone
                                    || overrides(method)
                                    || constructsRecord(type, method)
                                    || KNOWN_BOOLEANS.contains(method.getName().toString());
                    boolean riddle =
                            method.getParameters().stream()
                                    .anyMatch(p -> isPrimitive(p.getType(), TypeKind.BOOLEAN));
                    if (!exempt && riddle && isPublic(type, method)) {
                        violations.add(
                                source.at(method, method.getName() + " takes a boolean: name it"));
                    }
                });
        return violations;
    }

    /// Every public type says in `///` what it promises.
    static List<String> contracts(Source source) {
        List<String> violations = new ArrayList<>();
        new TreePathScanner<Void, Void>() {
            @Override
            public Void visitClass(ClassTree type, Void nothing) {
                if (isOpen(getCurrentPath()) && !source.lineAbove(type).startsWith("///")) {
                    violations.add(source.at(type, type.getSimpleName() + " has no contract"));
                }
                return super.visitClass(type, null);
            }
        }.scan(source.tree(), null);
        return violations;
    }

    /// The formatter wraps a line that is too long into one that is no part of the contract.
    static List<String> brokenContracts(Source source) {
        return BROKEN.matcher(source.file().text())
                .results()
                .map(found -> source.file().path() + ": " + found.group().strip())
                .toList();
    }

    /// Locks of files belong to the process, so what it holds is known once for all of it.
    static List<String> staticCollections(Source source) {
        if (source.file().path().equals("app/java/lockstep/journal/Presence.java")) {
            return List.of();
        }
        List<String> violations = new ArrayList<>();
        new TreePathScanner<Void, Void>() {
            @Override
            public Void visitVariable(VariableTree field, Void nothing) {
                if (field.getModifiers().getFlags().contains(Modifier.STATIC)
                        && field.getInitializer() instanceof NewClassTree made
                        && COLLECTIONS.contains(simpleName(made.getIdentifier()))) {
                    violations.add(source.at(field, field.getName() + " is static and can change"));
                }
                return super.visitVariable(field, null);
            }
        }.scan(source.tree(), null);
        return violations;
    }

    static List<String> banners(Source source) {
        return BANNER.matcher(source.file().text())
                .results()
                .map(found -> source.file().path() + ": " + found.group().strip())
                .filter(line -> !line.contains("|"))
                .toList();
    }

    private static void eachMethod(Source source, BiConsumer<TreePath, MethodTree> check) {
        new TreePathScanner<Void, Void>() {
            @Override
            public Void visitMethod(MethodTree method, Void nothing) {
                check.accept(getCurrentPath().getParentPath(), method);
                return super.visitMethod(method, null);
            }
        }.scan(source.tree(), null);
    }

    /// Whether other packages see a method of the type at `type`.
    private static boolean isPublic(TreePath type, MethodTree method) {
        boolean open =
                has(method, Modifier.PUBLIC)
                        || isInterface(type.getLeaf()) && !has(method, Modifier.PRIVATE);
        return open && isOpen(type);
    }

    /// Whether other packages see the type at `path`: it and all around it are public.
    private static boolean isOpen(TreePath path) {
        boolean open = true;
        for (TreePath at = path; open && at.getLeaf() instanceof ClassTree type; ) {
            at = at.getParentPath();
            open =
                    type.getModifiers().getFlags().contains(Modifier.PUBLIC)
                            || isInterface(at.getLeaf());
        }
        return open;
    }

    private static boolean isInterface(Tree type) {
        return type.getKind() == Tree.Kind.INTERFACE;
    }

    private static boolean has(MethodTree method, Modifier modifier) {
        return method.getModifiers().getFlags().contains(modifier);
    }

    private static boolean overrides(MethodTree method) {
        return method.getModifiers().getAnnotations().stream()
                .anyMatch(a -> simpleName(a.getAnnotationType()).equals("Override"));
    }

    private static boolean constructsRecord(TreePath type, MethodTree method) {
        return type.getLeaf().getKind() == Tree.Kind.RECORD && method.getReturnType() == null;
    }

    private static boolean isPrimitive(Tree type, TypeKind kind) {
        return type instanceof PrimitiveTypeTree p && p.getPrimitiveTypeKind() == kind;
    }

    private static String simpleName(Tree type) {
        return switch (type) {
            case ParameterizedTypeTree generic -> simpleName(generic.getType());
            case MemberSelectTree qualified -> qualified.getIdentifier().toString();
            case IdentifierTree name -> name.getName().toString();
            default -> "";
        };
    }
}
