package lockstep.plan;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;

/// The lines of a saved plan, one at a time, with the digest of those read so far. Takes every
/// byte for hostile: a line has a limit, is UTF-8, and ends.
final class PlanLines {
    /// A path of [lockstep.tree.TreePath#MAX_LENGTH] bytes, each shown as `\xHH`, and its words.
    private static final int MAX_LINE = 32 << 10;

    private static final int SHOWN = 80;

    private final InputStream in;
    private final String file;
    private final MessageDigest digest = sha256();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int number;

    /// @param in buffered; stays the caller's to close
    /// @param file what messages call it
    PlanLines(InputStream in, String file) {
        this.in = in;
        this.file = file;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// The next line, without its end.
    ///
    /// @throws FaultException `FileInvalid` where there is none, or none that is text
    String next() throws FaultException, IOException {
        String text = raw();
        digest.update(line.toByteArray());
        return text;
    }

    /// Refuses a line that is not the one that this program writes for what it says.
    void same(String line, String ours) throws FaultException {
        if (!line.equals(ours)) {
            throw wrong(shown(ours) + " was expected, not " + shown(line));
        }
    }

    /// Checks the last line against all before it, and that it is the last.
    ///
    /// @return the digest, in hexadecimal
    String end(String word) throws FaultException, IOException {
        String ours = HexFormat.of().formatHex(digest.digest());
        if (!raw().equals(word + ours)) {
            throw wrong(
                    "its digest is not that of the lines above: the file was changed after it was"
                            + " saved, or is damaged. Save the plan again");
        }
        if (in.read() >= 0) {
            number++;
            throw wrong("more follows after the end of the plan");
        }
        return ours;
    }

    FaultException wrong(String reason) {
        return new FaultException(invalid(file, number, reason));
    }

    static Fault invalid(String file, int line, String reason) {
        return new Fault.FileInvalid(file, line, 0, reason + ".");
    }

    private String raw() throws FaultException, IOException {
        number++;
        line.reset();
        int b = in.read();
        while (b >= 0 && b != '\n') {
            if (line.size() >= MAX_LINE) {
                throw wrong("a line of more than " + MAX_LINE + " bytes");
            }
            line.write(b);
            b = in.read();
        }
        if (b < 0) {
            throw wrong("the file ends in the middle of the plan");
        }
        try {
            byte[] bytes = line.toByteArray();
            line.write('\n');
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new FaultException(invalid(file, number, "the line is not UTF-8"), e);
        }
    }

    /// What a message says of a text of the file.
    static String shown(String text) {
        return "\"" + Visible.text(text, SHOWN) + "\"";
    }
}
