package lockstep.rsync.token;

import lockstep.wire.Broken;

/// Zstandard frames (RFC 8878), read part by part: magic number and descriptor, the rest of the
/// frame's header, and blocks, each behind three bytes with its form and size. A sender writes one
/// frame for all files, and flushes it to the end of a block at each [#pause].
final class ZstdLength implements PackedLength {
    private static final int MAGIC = 0xfd2fb528;
    private static final int DESCRIPTOR = 5;
    private static final int BLOCK_HEADER = 3;
    private static final int CHECKSUM = 4;
    private static final int REPEATED_BYTE = 1;
    private static final int COMPRESSED = 2;

    /// What comes next.
    private enum Part {
        DESCRIPTOR,
        HEADER,
        BLOCK_HEADER,
        BLOCK,
        CHECKSUM
    }

    private final byte[] held = new byte[ZstdBlock.MAX_SIZE + ZstdBlock.SLACK];
    private final ZstdBlock blocks = new ZstdBlock(held);
    private Part part = Part.DESCRIPTOR;
    private int needed = DESCRIPTOR;
    private int have;
    private boolean checked;
    private int form;
    private int size;
    private boolean last;

    @Override
    public void begin() {}

    @Override
    public long of(byte[] packed, int length) throws Broken {
        long all = 0;
        int at = 0;
        while (true) {
            int n = Math.min(needed - have, length - at);
            System.arraycopy(packed, at, held, have, n);
            have += n;
            at += n;
            if (have < needed) {
                return all;
            }
            have = 0;
            all += take();
        }
    }

    /// Takes the part that is complete, and sets what comes next. Gives what length it adds.
    private long take() throws Broken {
        switch (part) {
            case DESCRIPTOR -> descriptor();
            case HEADER -> expect(Part.BLOCK_HEADER, BLOCK_HEADER);
            case BLOCK_HEADER -> {
                return blockHeader();
            }
            case BLOCK -> {
                long length = form == COMPRESSED ? blocks.length(needed) : size;
                afterBlock();
                return length;
            }
            case CHECKSUM -> expect(Part.DESCRIPTOR, DESCRIPTOR);
        }
        return 0;
    }

    private void expect(Part next, int bytes) {
        part = next;
        needed = bytes;
    }

    private void descriptor() throws Broken {
        int magic = held[0] & 0xff | (held[1] & 0xff) << 8 | (held[2] & 0xff) << 16 | held[3] << 24;
        int bits = held[4] & 0xff;
        if (magic != MAGIC || (bits & 0xb) != 0) {
            throw new Broken("something that is no Zstandard frame, or has a dictionary");
        }
        boolean oneSegment = (bits & 0x20) != 0;
        checked = (bits & 4) != 0;
        int sizeBytes = bits >> 6 == 0 ? 0 : 1 << (bits >> 6);
        blocks.beginFrame();
        expect(Part.HEADER, oneSegment ? Math.max(1, sizeBytes) : 1 + sizeBytes);
    }

    private long blockHeader() throws Broken {
        int bits = held[0] & 0xff | (held[1] & 0xff) << 8 | (held[2] & 0xff) << 16;
        last = (bits & 1) != 0;
        form = bits >> 1 & 3;
        size = bits >> 3;
        if (form > COMPRESSED || size > ZstdBlock.MAX_SIZE || form == COMPRESSED && size == 0) {
            throw new Broken("a Zstandard block of the form " + form + " and the size " + size);
        }
        expect(Part.BLOCK, form == REPEATED_BYTE ? 1 : size);
        return 0;
    }

    private void afterBlock() {
        if (!last) {
            expect(Part.BLOCK_HEADER, BLOCK_HEADER);
        } else if (checked) {
            expect(Part.CHECKSUM, CHECKSUM);
        } else {
            expect(Part.DESCRIPTOR, DESCRIPTOR);
        }
    }

    @Override
    public long pause() throws Broken {
        boolean between = part == Part.BLOCK_HEADER || part == Part.DESCRIPTOR;
        if (!between || have > 0) {
            throw new Broken("Zstandard bytes that were not flushed");
        }
        return 0;
    }
}
