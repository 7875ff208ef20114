package lockstep.rsync;

/// What the two pumps of a relay share.
record Talk(
        Peer source,
        Peer target,
        FileTable files,
        Requests requests,
        XattrSets xattrs,
        Opening.Settled settled,
        Script.Manner manner,
        RelayEvents events,
        Bound bound) {
    Talk(
            Peer source,
            Peer target,
            Opening.Settled settled,
            Script.Manner manner,
            RelayEvents events,
            Bound bound) {
        this(
                source,
                target,
                table(source, settled, manner),
                new Requests(target.budget),
                new XattrSets(source.budget),
                settled,
                manner,
                events,
                bound);
    }

    private static FileTable table(Peer source, Opening.Settled settled, Script.Manner manner) {
        FileTable table =
                new FileTable(
                        settled.incremental(),
                        manner.choice().map(Choice::paths),
                        manner.roots(),
                        source.budget);
        table.filteredBy(Filter.of(RuleSide.SENDER.of(manner.rules())));
        return manner.has(Trait.FACTS) ? table.keepingFacts(settled.digest()) : table;
    }

    /// Whether an item is followed by the places of extended attributes.
    boolean asksAttributes(Item item) {
        return !preview() && item.asksAttributes(settled.linksAskAttributes());
    }

    boolean preview() {
        return manner.has(Trait.PREVIEW);
    }
}
