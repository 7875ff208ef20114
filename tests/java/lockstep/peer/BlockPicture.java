package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lockstep.rsync.RelayEvents;
import lockstep.tree.TreePath;

/// What a relay tells of every file's content: spans that lie one behind the other, those of one
/// kind joined. Fails where they overlap or leave a gap.
class BlockPicture implements RelayEvents {
    private final Map<String, String> files = new TreeMap<>();
    private final List<String> trouble = new ArrayList<>();
    private final StringBuilder spans = new StringBuilder();
    private long size;
    private long at;
    private long from;
    private char kind;

    /// Each file's spans: `=` for matched, `*` for literal, each with where it ends.
    Map<String, String> files() {
        assertThat(trouble).isEmpty();
        return files;
    }

    @Override
    public void fileBegun(TreePath path, long listed, int blockLength) {
        spans.setLength(0);
        size = listed;
        at = 0;
        from = 0;
        kind = ' ';
    }

    @Override
    public void matched(long offset, long length) {
        span('=', offset, length);
    }

    @Override
    public void literal(long offset, long length) {
        span('*', offset, length);
    }

    private void span(char of, long offset, long length) {
        if (offset != at || length <= 0) {
            trouble.add(of + " " + length + " at " + offset + " instead of " + at);
        }
        if (of != kind) {
            close();
            kind = of;
        }
        at = offset + length;
    }

    private void close() {
        if (at > from) {
            spans.append(kind).append(at).append(' ');
            from = at;
        }
    }

    @Override
    public void fileDone(TreePath path) {
        close();
        if (at < size) {
            trouble.add(path.visible() + " has " + at + " of " + size);
        }
        files.put(path.visible(), spans.toString().strip());
    }
}
