package lockstep.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import lockstep.fault.FaultException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;

/// Target groups by the names that the cluster file gives them: a group's own name or its ARN. A
/// group is found and its attributes are read once; who is in it is asked at every look, with one
/// call for the whole group.
///
/// Safe for use by many threads.
final class ElbGroups implements AutoCloseable {
    private final ElbClient client;
    private final Map<String, ElbGroup> found = new ConcurrentHashMap<>();

    /// By ARN, id and port: a target comes back with the zone that it was registered with.
    private final Map<String, String> zones = new ConcurrentHashMap<>();

    ElbGroups(ElbClient client) {
        this.client = client;
    }

    /// A group as it is now; empty when there is none of that name. One that was deleted is looked
    /// for again.
    ///
    /// @throws FaultException as [ElbClient#ask]
    Optional<ElbGroup.Seen> look(String backend) throws FaultException {
        ElbGroup known = found.get(backend);
        if (known != null) {
            try {
                return Optional.of(seen(known));
            } catch (FaultException e) {
                if (!isMissing(e)) {
                    throw e;
                }
                found.remove(backend);
            }
        }
        try {
            ElbGroup group = find(backend);
            ElbGroup.Seen seen = seen(group);
            found.put(backend, group);
            return Optional.of(seen);
        } catch (FaultException e) {
            if (isMissing(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Forgets what was found, so that the next look reads the attributes too.
    void refresh() {
        found.clear();
    }

    private static boolean isMissing(FaultException e) {
        return e.getCause() instanceof TargetGroupNotFoundException;
    }

    private ElbGroup find(String backend) throws FaultException {
        DescribeTargetGroupsRequest.Builder builder = DescribeTargetGroupsRequest.builder();
        DescribeTargetGroupsRequest question =
                (backend.startsWith("arn:")
                                ? builder.targetGroupArns(backend)
                                : builder.names(backend))
                        .build();
        List<TargetGroup> groups =
                client.ask(Exchange.Kind.LOOK, question, c -> c.describeTargetGroups(question))
                        .targetGroups();
        if (groups.size() != 1) {
            throw client.refused(question, groups.size() + " target groups are called " + backend);
        }
        return ElbGroup.of(groups.getFirst(), attributes(groups.getFirst().targetGroupArn()));
    }

    private ElbAttributes attributes(String arn) throws FaultException {
        DescribeTargetGroupAttributesRequest question =
                DescribeTargetGroupAttributesRequest.builder().targetGroupArn(arn).build();
        return ElbAttributes.of(
                client
                        .ask(
                                Exchange.Kind.LOOK,
                                question,
                                c -> c.describeTargetGroupAttributes(question))
                        .attributes()
                        .stream()
                        .filter(a -> a.key() != null && a.value() != null)
                        .collect(
                                Collectors.toMap(
                                        TargetGroupAttribute::key,
                                        TargetGroupAttribute::value,
                                        (_, last) -> last)));
    }

    private ElbGroup.Seen seen(ElbGroup group) throws FaultException {
        DescribeTargetHealthRequest question =
                DescribeTargetHealthRequest.builder().targetGroupArn(group.arn()).build();
        List<ElbTarget> targets =
                client
                        .ask(Exchange.Kind.LOOK, question, c -> c.describeTargetHealth(question))
                        .targetHealthDescriptions()
                        .stream()
                        .filter(told -> told.target() != null && told.target().id() != null)
                        .map(ElbTarget::of)
                        .filter(ElbTarget::registered)
                        .toList();
        targets.forEach(t -> t.zone().ifPresent(z -> zones.put(key(group, t.id(), t.port()), z)));
        return new ElbGroup.Seen(group, targets);
    }

    private static String key(ElbGroup group, String id, int port) {
        return group.arn() + " " + id + " " + port;
    }

    /// Orders targets out of a group.
    void deregister(ElbGroup group, List<ElbName> names) throws FaultException {
        DeregisterTargetsRequest order =
                DeregisterTargetsRequest.builder()
                        .targetGroupArn(group.arn())
                        .targets(targets(group, names, Map.of()))
                        .build();
        client.ask(Exchange.Kind.ORDER, order, c -> c.deregisterTargets(order));
    }

    /// Orders targets into a group, as they were registered before.
    void register(ElbGroup group, List<ElbName> names) throws FaultException {
        RegisterTargetsRequest order =
                RegisterTargetsRequest.builder()
                        .targetGroupArn(group.arn())
                        .targets(targets(group, names, zones))
                        .build();
        client.ask(Exchange.Kind.ORDER, order, c -> c.registerTargets(order));
    }

    private static List<TargetDescription> targets(
            ElbGroup group, List<ElbName> names, Map<String, String> zones) {
        List<TargetDescription> targets = new ArrayList<>();
        for (ElbName name : names) {
            TargetDescription.Builder target = TargetDescription.builder().id(name.id());
            name.port().ifPresent(target::port);
            String zone = zones.get(key(group, name.id(), name.portIn(group)));
            if (zone != null) {
                target.availabilityZone(zone);
            }
            targets.add(target.build());
        }
        return targets;
    }

    @Override
    public void close() {
        client.close();
    }
}
