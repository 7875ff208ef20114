package lockstep.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import lockstep.drift.Baseline;
import lockstep.drift.DriftTree;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Cluster;
import lockstep.link.Cancel;
import lockstep.rsync.Digest;
import lockstep.rsync.Endpoint;
import lockstep.rsync.Request;
import lockstep.rsync.Rsync;
import lockstep.run.Operations.Comparison;
import lockstep.run.Operations.Criterion;
import lockstep.run.Operations.ScanEvents;
import lockstep.tree.Budget;
import lockstep.tree.Listing;
import org.jspecify.annotations.Nullable;

/// Lists nodes side by side and merges the lists. By content, all nodes use one digest that every
/// one of them knows, or the digests could not be compared.
final class Scan {
    private static final long TELL_EVERY_NANOS = 50_000_000;

    private final Cluster cluster;
    private final Map<String, Endpoint> endpoints;
    private final ScanEvents events;
    private final Cancel cancel;
    private final Map<String, Fault> failures = new ConcurrentHashMap<>();
    private final Map<String, Rsync.Ability> abilities = new ConcurrentHashMap<>();
    private final Map<String, Listing> listings = new ConcurrentHashMap<>();

    Scan(Cluster cluster, Map<String, Endpoint> endpoints, ScanEvents events, Cancel cancel) {
        this.cluster = cluster;
        this.endpoints = endpoints;
        this.events = events;
        this.cancel = cancel;
    }

    Comparison compare(Criterion criterion) throws FaultException {
        Instant began = Instant.now();
        list(criterion, List.copyOf(endpoints.keySet()));
        List<String> names = List.copyOf(endpoints.keySet());
        DriftTree drift = merge(names, cluster.reference());
        Instant ended = Instant.now();
        return new Comparison(
                criterion, ended, Duration.between(began, ended), drift, ordered(names));
    }

    /// The given nodes alone, held against one of them. A node that fails is thrown as its fault.
    DriftTree of(Criterion criterion, List<String> names, String reference) throws FaultException {
        list(criterion, names);
        for (String name : names) {
            Fault fault = failures.get(name);
            if (fault != null) {
                throw new FaultException(fault);
            }
        }
        return merge(names, reference);
    }

    private void list(Criterion criterion, List<String> names) throws FaultException {
        Optional<Digest> digest = Optional.empty();
        Request request = Request.of(cluster.rules()).within(Budget.share(names.size()));
        if (criterion == Criterion.CONTENT) {
            Abreast.run(names, this::ask);
            cancel.check(cluster.name());
            digest = Rsync.commonDigest(List.copyOf(abilities.values()));
            request = request.with(Request.Content.BY_DIGEST);
        }
        Request asked = request;
        Optional<Digest> chosen = digest;
        Abreast.run(names, name -> list(name, asked, chosen));
        cancel.check(cluster.name());
    }

    private void ask(String name) {
        attempt(name, () -> abilities.put(name, Rsync.ability(endpoint(name), cancel)));
    }

    private void list(String name, Request request, Optional<Digest> digest) {
        if (failures.containsKey(name)) {
            return;
        }
        attempt(
                name,
                () ->
                        listings.put(
                                name,
                                Rsync.list(
                                        endpoint(name), request, digest, new Told(name), cancel)));
        events.finished(name);
    }

    private Endpoint endpoint(String name) {
        Endpoint endpoint = endpoints.get(name);
        if (endpoint == null) {
            throw new IllegalArgumentException("no node " + name);
        }
        return endpoint;
    }

    private void attempt(String name, Attempt what) {
        try {
            what.run();
        } catch (FaultException e) {
            failures.put(name, e.fault());
        }
    }

    @FunctionalInterface
    private interface Attempt {
        void run() throws FaultException;
    }

    private DriftTree merge(List<String> names, String reference) {
        List<@Nullable Listing> columns = new ArrayList<>();
        names.forEach(name -> columns.add(listings.get(name)));
        return DriftTree.merge(
                names, columns, new Baseline.Reference(Math.max(0, names.indexOf(reference))));
    }

    private Map<String, Fault> ordered(List<String> names) {
        Map<String, Fault> out = new LinkedHashMap<>();
        for (String name : names) {
            Fault fault = failures.get(name);
            if (fault != null) {
                out.put(name, fault);
            }
        }
        return out;
    }

    /// Passes progress on, at most twenty times a second, and the last always.
    private final class Told implements Rsync.Progress {
        private final String name;
        private long last;

        Told(String name) {
            this.name = name;
        }

        @Override
        public void listed(long entries, long bytes) {
            long now = System.nanoTime();
            if (now - last >= TELL_EVERY_NANOS || last == 0) {
                last = now;
                events.progress(name, entries, bytes);
            }
        }
    }
}
