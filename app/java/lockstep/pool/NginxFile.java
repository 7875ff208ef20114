package lockstep.pool;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/// A file of an nginx configuration, for its upstreams' servers. It is changed by single words;
/// every other byte stays, whatever it is.
final class NginxFile {
    private final byte[] text;
    private final List<NginxServer> servers = new ArrayList<>();

    private NginxFile(byte[] text) {
        this.text = text;
    }

    /// @throws NginxGarbled when it is not a whole configuration, such as a block that is not
    ///     closed
    static NginxFile parse(byte[] text) throws NginxGarbled {
        NginxFile file = new NginxFile(text.clone());
        file.collect(NginxTokens.of(text));
        return file;
    }

    byte[] bytes() {
        return text.clone();
    }

    /// All that stand in blocks `upstream`, in the order of the file.
    List<NginxServer> servers() {
        return List.copyOf(servers);
    }

    /// Every line of one server of one upstream; one address may be there several times.
    List<NginxServer> lines(String upstream, String address) {
        return servers.stream()
                .filter(s -> s.upstream().equals(upstream) && s.isAt(address))
                .toList();
    }

    /// One server's own text, from its first word to the `;`.
    String text(NginxServer server) {
        int from = server.words().getFirst().from();
        return new String(text, from, server.end() - from, StandardCharsets.UTF_8);
    }

    /// The file with the given servers out of the load, and why. What is `down` already stays as it
    /// is; what is drained can still be told to be down.
    NginxFile out(List<NginxServer> leaving, NginxServer.Mode mode, String remark)
            throws NginxGarbled {
        List<Edit> edits = new ArrayList<>();
        for (NginxServer server : leaving) {
            if (server.mode().compareTo(mode) < 0) {
                unmark(server, edits);
                edits.add(new Edit(server.words().getLast().to(), 0, " " + mode.word()));
                int behind = server.end() + length(server);
                edits.add(new Edit(behind, 0, NginxNote.written(remark, text, behind)));
            }
        }
        return edited(edits);
    }

    /// The file with the given servers in the load again, whoever took them out.
    NginxFile in(List<NginxServer> returning) throws NginxGarbled {
        List<Edit> edits = new ArrayList<>();
        returning.forEach(server -> unmark(server, edits));
        return edited(edits);
    }

    private record Edit(int at, int remove, String insert) {}

    /// Takes away what keeps it out, each with the blank before it, and our remark.
    private void unmark(NginxServer server, List<Edit> edits) {
        for (NginxTokens.Token word : server.words().subList(2, server.words().size())) {
            boolean keeps =
                    word.value().equals(NginxServer.Mode.DOWN.word())
                            || word.value().equals(NginxServer.Mode.DRAIN.word());
            if (keeps) {
                byte before = text[word.from() - 1];
                int from = word.from() - (before == ' ' || before == '\t' ? 1 : 0);
                edits.add(new Edit(from, word.to() - from, ""));
            }
        }
        if (server.note().isPresent()) {
            edits.add(new Edit(server.end(), length(server), ""));
        }
    }

    private static int length(NginxServer server) {
        return server.note().map(note -> note.to() - server.end()).orElse(0);
    }

    /// Edits do not overlap; of those at one place the first given comes first.
    private NginxFile edited(List<Edit> edits) throws NginxGarbled {
        ByteArrayOutputStream changed = new ByteArrayOutputStream(text.length + 400);
        int at = 0;
        for (Edit edit : edits.stream().sorted(Comparator.comparingInt(Edit::at)).toList()) {
            changed.write(text, at, edit.at() - at);
            changed.writeBytes(edit.insert().getBytes(StandardCharsets.UTF_8));
            at = edit.at() + edit.remove();
        }
        changed.write(text, at, text.length - at);
        return parse(changed.toByteArray());
    }

    private void collect(List<NginxTokens.Token> tokens) throws NginxGarbled {
        Deque<List<NginxTokens.Token>> blocks = new ArrayDeque<>();
        List<NginxTokens.Token> words = new ArrayList<>();
        for (NginxTokens.Token token : tokens) {
            switch (token.kind()) {
                case WORD -> words.add(token);
                case END -> {
                    require(!words.isEmpty(), token, "unexpected \";\"");
                    directive(blocks, words, token);
                    words = new ArrayList<>();
                }
                case OPEN -> {
                    require(!words.isEmpty(), token, "unexpected \"{\"");
                    blocks.push(words);
                    words = new ArrayList<>();
                }
                case CLOSE -> {
                    require(words.isEmpty() && !blocks.isEmpty(), token, "unexpected \"}\"");
                    blocks.pop();
                }
            }
        }
        if (!words.isEmpty() || !blocks.isEmpty()) {
            throw new NginxGarbled(
                    NginxTokens.line(text, text.length), "it ends within a block or directive");
        }
    }

    private void directive(
            Deque<List<NginxTokens.Token>> blocks,
            List<NginxTokens.Token> words,
            NginxTokens.Token end) {
        List<NginxTokens.Token> block = blocks.peek();
        if (block != null
                && block.size() == 2
                && block.getFirst().value().equals("upstream")
                && words.size() > 1
                && words.getFirst().value().equals("server")) {
            servers.add(
                    new NginxServer(
                            block.getLast().value(),
                            List.copyOf(words),
                            end.to(),
                            NginxNote.at(text, end.to())));
        }
    }

    private void require(boolean right, NginxTokens.Token at, String otherwise)
            throws NginxGarbled {
        if (!right) {
            throw new NginxGarbled(NginxTokens.line(text, at.from()), otherwise);
        }
    }
}
