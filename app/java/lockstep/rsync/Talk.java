package lockstep.rsync;

/// What the two pumps of a relay share.
record Talk(
        Peer source,
        Peer target,
        FileTable files,
        Requests requests,
        Opening.Settled settled,
        Request request,
        RelayEvents events) {
    Talk(Peer source, Peer target, Opening.Settled settled, Request request, RelayEvents events) {
        this(
                source,
                target,
                new FileTable(settled.incremental(), request.selection()),
                new Requests(),
                settled,
                request,
                events);
    }

    boolean preview() {
        return request.effect() == Request.Effect.PREVIEW;
    }
}
