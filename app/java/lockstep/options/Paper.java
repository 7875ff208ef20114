package lockstep.options;

import java.io.OutputStream;
import java.nio.charset.Charset;
import java.time.Clock;

/// Where a [Transcript] is written. Lines go out as bytes, because names are bytes; each in one
/// write and one flush.
///
/// @param charset of the terminal: bytes above 127 are shown where it is UTF-8 and they are too
/// @param clock tells the time of day for `%t`, the time zone of times, and how fast it goes
public record Paper(OutputStream out, OutputStream err, Charset charset, Clock clock) {}
