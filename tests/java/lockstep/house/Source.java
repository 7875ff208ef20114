package lockstep.house;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;

/// A Java source with its syntax tree, which javac itself made.
///
/// @param positions where its trees begin and end in the text
record Source(SourceText file, CompilationUnitTree tree, SourcePositions positions) {

    /// Parses them all; types are not resolved.
    ///
    /// @throws IllegalArgumentException when one is not Java
    static List<Source> parse(List<SourceText> files) {
        List<Source> parsed = new ArrayList<>();
        if (files.isEmpty()) {
            return parsed;
        }
        JavacTask task =
                (JavacTask)
                        ToolProvider.getSystemJavaCompiler()
                                .getTask(
                                        null,
                                        null,
                                        problem -> {
                                            throw new IllegalArgumentException(
                                                    problem.getMessage(Locale.ROOT));
                                        },
                                        List.of("-proc:none"),
                                        null,
                                        files);
        Map<URI, SourceText> byName =
                files.stream().collect(Collectors.toMap(SourceText::toUri, Function.identity()));
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        try {
            for (CompilationUnitTree unit : task.parse()) {
                parsed.add(new Source(byName.get(unit.getSourceFile().toUri()), unit, positions));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return parsed;
    }

    /// The line, counted from 1, on which a tree begins.
    int firstLine(Tree part) {
        return line(positions.getStartPosition(tree, part));
    }

    /// The line on which a tree ends.
    int lastLine(Tree part) {
        return line(positions.getEndPosition(tree, part));
    }

    private int line(long position) {
        return (int) tree.getLineMap().getLineNumber(position);
    }

    /// The nearest line above a tree that is not blank; empty where there is none.
    String lineAbove(Tree part) {
        List<String> above = file.text().lines().limit(firstLine(part) - 1L).toList();
        return above.reversed().stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("");
    }

    /// `path:line: what`, as an editor can follow.
    String at(Tree part, String what) {
        return file.path() + ":" + firstLine(part) + ": " + what;
    }
}
