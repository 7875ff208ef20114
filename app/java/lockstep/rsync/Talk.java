package lockstep.rsync;

/// What the two pumps of a relay share.
record Talk(
        Peer source,
        Peer target,
        FileTable files,
        Requests requests,
        Opening.Settled settled,
        Script.Manner manner,
        RelayEvents events) {
    Talk(
            Peer source,
            Peer target,
            Opening.Settled settled,
            Script.Manner manner,
            RelayEvents events) {
        this(
                source,
                target,
                new FileTable(
                        settled.incremental(), manner.choice().map(Choice::paths), manner.roots()),
                new Requests(),
                settled,
                manner,
                events);
    }

    boolean preview() {
        return manner.has(Trait.PREVIEW);
    }
}
