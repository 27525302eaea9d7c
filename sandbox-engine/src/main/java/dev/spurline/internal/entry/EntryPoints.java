// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.entry;

import dev.spurline.SandboxException;
import dev.spurline.Settings;
import dev.spurline.internal.connect.ClusterConnection;
import dev.spurline.internal.plan.EntryWish;
import dev.spurline.internal.plan.ForkService;
import dev.spurline.internal.plan.PlannedFork;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.routing.RoutingChoice;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.tunnel.PodPort;
import dev.spurline.internal.tunnel.PodTunnel;
import dev.spurline.internal.work.ErrorMessage;
import dev.spurline.internal.work.RetryPolicy;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ways into one sandbox. */
public final class EntryPoints implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EntryPoints.class);

    private final ClusterConnection connection;
    private final Settings settings;
    private final SandboxPlan plan;
    private final KnownServices services;
    private final Function<PlannedFork, Optional<Pod>> forkPods;
    private final GatewayEntry gateways;
    private final Map<String, PodTunnel> tunnels = new HashMap<>();
    private final Map<String, GatewayEntry.Opened> entrances = new HashMap<>();
    private final Map<String, PlannedFork> direct = new ConcurrentHashMap<>();
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final Map<String, EntryWish> configured = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> ways = new ConcurrentHashMap<>();
    private final Map<String, String> indirect = new ConcurrentHashMap<>();
    private final Set<String> entered = ConcurrentHashMap.newKeySet();
    private final Map<String, UsedEntry> used = new ConcurrentSkipListMap<>();
    private boolean closed;

    /**
     * Prepares the ways; a tunnel opens when it is first asked for.
     *
     * @param connection the cluster
     * @param settings where entries are configured
     * @param plan the sandbox
     * @param services the Services of the sandbox's namespaces
     * @param forkPods finds the ready pod of a fork
     * @param gateways opens the ways through gateways
     */
    public EntryPoints(
            ClusterConnection connection,
            Settings settings,
            SandboxPlan plan,
            KnownServices services,
            Function<PlannedFork, Optional<Pod>> forkPods,
            GatewayEntry gateways) {
        this.connection = connection;
        this.settings = settings;
        this.plan = plan;
        this.services = services;
        this.forkPods = forkPods;
        this.gateways = gateways;
    }

    /**
     * A Service that was asked for and leads to a fork by the routes of the mesh alone.
     *
     * @param address where it is entered; empty if by a port-forward
     */
    public record UsedEntry(String namespace, String service, int port, Optional<URI> address) {}

    /** Returns the Services that were asked for and are not forked, and those with an address of their own. */
    public Collection<UsedEntry> used() {
        return used.values();
    }

    private void use(ServiceTarget target, Optional<URI> address) {
        used.put(
                subject(target) + ":" + target.port().getPort(),
                new UsedEntry(target.namespace(), target.name(), target.port().getPort(), address));
    }

    /** Returns where requests with the key go in. */
    public URI routed(String name) {
        ServiceTarget target = services.find(name);
        URI uri = routed(target);
        ways.computeIfAbsent(String.valueOf(uri.getAuthority()), first -> ConcurrentHashMap.newKeySet())
                .add(title(target));
        return uri;
    }

    /** Takes notice that a request was sent. */
    public void sent(URI uri) {
        entered.add(String.valueOf(uri.getAuthority()));
    }

    /** Returns the Services that requests have gone into; where several have one address it is not known which of them. */
    public EnteredServices entered() {
        Map<String, String> addresses = new HashMap<>();
        entered.forEach(authority -> {
            Set<String> meant = ways.getOrDefault(authority, Set.of());
            if (meant.size() == 1) {
                addresses.put(meant.iterator().next(), authority);
            }
        });
        return entered(addresses);
    }

    /**
     * Returns the Service that a request goes into.
     *
     * @param name the name by which it was asked for
     * @param entry where the request goes in
     */
    public EnteredServices enteredBy(String name, URI entry) {
        return entered(Map.of(title(services.find(name)), String.valueOf(entry.getAuthority())));
    }

    /** An ingress or a gateway of others may take headers off. */
    private EnteredServices entered(Map<String, String> addresses) {
        Map<String, String> behind = new HashMap<>(addresses);
        behind.values().retainAll(indirect.keySet());
        behind.replaceAll((service, authority) -> indirect.getOrDefault(authority, authority));
        Set<String> straight = new HashSet<>(addresses.keySet());
        straight.removeAll(behind.keySet());
        return new EnteredServices(straight, behind);
    }

    private URI routed(ServiceTarget target) {
        if (plan.choice() == RoutingChoice.DIRECT && fork(target).isPresent()) {
            return straight(target, fork(target).get());
        }
        Optional<URI> entry = entry(target);
        if (entry.isPresent()) {
            Optional.ofNullable(configured.get(subject(target)))
                    .ifPresent(wish -> indirect.put(String.valueOf(entry.get().getAuthority()), place(wish)));
            tell(plan.gatewayWarnings().get(subject(target)));
            Optional.ofNullable(configured.get(subject(target)))
                    .flatMap(EntryWish::address)
                    .ifPresent(uri -> use(target, Optional.of(uri)));
            return entry.get();
        }
        if (fork(target).isEmpty()) {
            use(target, Optional.empty());
        }
        if (connection.inCluster()) {
            return URI.create("http://%s.%s:%d"
                    .formatted(target.name(), target.namespace(), target.port().getPort()));
        }
        return fork(target).map(fork -> forkTunnel(target, fork)).orElseGet(() -> baselineTunnel(target));
    }

    /** The port of a tunnel to a gateway says nothing to people. */
    private static String place(EntryWish wish) {
        return wish.address()
                .map(URI::toString)
                .filter(address -> !wish.gateway())
                .orElse(wish.setting());
    }

    private static String title(ServiceTarget target) {
        return target.namespace() + "/" + target.name();
    }

    /** Where nothing is routed, whatever stands before the Service sends to the baseline. */
    private URI straight(ServiceTarget target, PlannedFork fork) {
        if (!connection.inCluster()) {
            return forkTunnel(target, fork);
        }
        URI uri = URI.create("http://%s.%s:%d"
                .formatted(
                        fork.services().stream()
                                .filter(service -> service.baseline().equals(target.name()))
                                .map(ForkService::fork)
                                .findFirst()
                                .orElseThrow(),
                        target.namespace(),
                        target.port().getPort()));
        direct.put(uri.getAuthority(), fork);
        return uri;
    }

    /** An entry stands for the Service as a whole; whoever names a port wants that port. */
    private Optional<URI> entry(ServiceTarget target) {
        if (target.named()) {
            return Optional.empty();
        }
        Optional<EntryWish> wish = EntryWish.of(settings, subject(target));
        wish.ifPresent(way -> configured.put(subject(target), way));
        return wish.map(way ->
                        way.gateway() ? gateway(target, way) : way.address().orElseThrow())
                .or(() -> connection.entry(target.namespace(), target.name()));
    }

    private URI gateway(ServiceTarget target, EntryWish wish) {
        return entrance(subject(target))
                .orElseGet(() -> keep(subject(target), gateways.open(target, wish)))
                .uri();
    }

    private Optional<GatewayEntry.Opened> entrance(String subject) {
        synchronized (tunnels) {
            refuseIfClosed();
            return Optional.ofNullable(entrances.get(subject));
        }
    }

    /** Opening one takes requests to the API server, for which nobody else is to wait: of two, the second is closed again. */
    private GatewayEntry.Opened keep(String subject, GatewayEntry.Opened opened) {
        Optional<GatewayEntry.Opened> first = firstOf(subject, opened);
        if (first.filter(opened::equals).isPresent()) {
            LOG.info("{}", opened.entrance().sentence());
        } else {
            opened.close();
        }
        return first.orElseThrow(this::refusal);
    }

    private Optional<GatewayEntry.Opened> firstOf(String subject, GatewayEntry.Opened opened) {
        synchronized (tunnels) {
            return closed ? Optional.empty() : Optional.of(entrances.computeIfAbsent(subject, none -> opened));
        }
    }

    private void tell(@Nullable String warning) {
        if (warning != null && told.add(warning)) {
            LOG.warn("{}", warning);
        }
    }

    /** Returns where a path is below an entry, which may have a path of its own. */
    public static URI at(URI entry, String path) {
        return URI.create(entry.toString().replaceFirst("/$", "") + path);
    }

    /** Returns a way to the baseline's pods only. */
    public URI baseline(String name) {
        return baselineTunnel(services.find(name));
    }

    /** Returns the fork in which a URI's tunnel ends. */
    public Optional<PlannedFork> forkBehind(URI uri) {
        return Optional.ofNullable(uri.getAuthority()).map(direct::get);
    }

    /** Returns what was told of gateways that tests took for a way to a fork. */
    public List<String> gateways(PlannedFork fork) {
        return fork.services().stream()
                .map(service -> plan.gatewayWarnings().getOrDefault(subject(fork.namespace(), service.baseline()), ""))
                .filter(told::contains)
                .toList();
    }

    /**
     * Returns what the configured ways in that tests took may have done to the key, where a fork served nothing.
     *
     * @param reached the forks that requests have reached
     */
    public List<String> losses(Collection<PlannedFork> reached) {
        return configured.entrySet().stream()
                .map(entry -> EntryHeaderLoss.sentence(
                        entry.getValue(), plan.headers().keySet(), served(entry.getKey(), reached)))
                .distinct()
                .sorted()
                .toList();
    }

    private List<String> served(String subject, Collection<PlannedFork> reached) {
        return reached.stream()
                .filter(fork -> fork.services().stream()
                        .anyMatch(service ->
                                subject(fork.namespace(), service.baseline()).equals(subject)))
                .map(fork -> fork.workload().toString())
                .toList();
    }

    private String subject(ServiceTarget target) {
        return subject(target.namespace(), target.name());
    }

    /** Returns what settings call a Service: no name of a Service has a dot. */
    private String subject(String namespace, String name) {
        return namespace.equals(plan.namespace()) ? name : namespace + "." + name;
    }

    private Optional<PlannedFork> fork(ServiceTarget target) {
        return plan.servingForks().stream()
                .filter(fork -> fork.namespace().equals(target.namespace()))
                .filter(fork ->
                        fork.services().stream().map(ForkService::baseline).anyMatch(target.name()::equals))
                .findFirst();
    }

    private URI forkTunnel(ServiceTarget target, PlannedFork fork) {
        URI uri = tunnel(
                "fork " + subject(target) + ":" + target.port().getPort(),
                target,
                () -> forkPods.apply(fork)
                        .orElseThrow(() -> new SandboxException(
                                "Fork [%s] in namespace [%s] has no ready pod any more: its diagnosis() says why"
                                        .formatted(fork.workload(), fork.namespace()))));
        direct.put(uri.getAuthority(), fork);
        return uri;
    }

    private URI baselineTunnel(ServiceTarget target) {
        readyPod(target);
        return tunnel("baseline " + subject(target) + ":" + target.port().getPort(), target, () -> readyPod(target));
    }

    private URI tunnel(String name, ServiceTarget target, Supplier<Pod> pod) {
        synchronized (tunnels) {
            refuseIfClosed();
            return tunnels.computeIfAbsent(name, first -> {
                        tell(plan.entryWarnings().get(subject(target)));
                        return PodTunnel.open(connection.client(), () -> port(pod.get(), target.port()));
                    })
                    .uri();
        }
    }

    /** Nobody would close a tunnel that is opened later. */
    private void refuseIfClosed() {
        if (closed) {
            throw refusal();
        }
    }

    private SandboxException refusal() {
        return new SandboxException("Sandbox [%s] is closed".formatted(plan.key()));
    }

    private Pod readyPod(ServiceTarget target) {
        Map<String, String> selector = target.service().getSpec().getSelector();
        if (selector == null || selector.isEmpty()) {
            throw new SandboxException(
                    "Service [%s] in namespace [%s] has no selector, so no pod of it can be reached: set spurline.entry.%s"
                            .formatted(target.name(), target.namespace(), subject(target)));
        }
        return pods(target, selector).stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(Readiness::isPodReady)
                .findFirst()
                .orElseThrow(() -> new SandboxException(
                        "Service [%s] in namespace [%s] has no ready pod of the baseline behind it: scale up or repair its workload"
                                .formatted(target.name(), target.namespace())));
    }

    private List<Pod> pods(ServiceTarget target, Map<String, String> selector) {
        try {
            return RetryPolicy.whole(
                    "LIST pods",
                    () -> connection
                            .client()
                            .pods()
                            .inNamespace(target.namespace())
                            .withLabels(selector)
                            .withoutLabel(SpurlineLabels.SANDBOX)
                            .list()
                            .getItems());
        } catch (KubernetesClientException e) {
            throw new SandboxException(
                    "Pods of Service [%s] in namespace [%s] cannot be listed: %s"
                            .formatted(target.name(), target.namespace(), ErrorMessage.of(e)),
                    e);
        }
    }

    private static PodPort port(Pod pod, ServicePort port) {
        return new PodPort(pod.getMetadata().getNamespace(), pod.getMetadata().getName(), TargetPort.of(pod, port));
    }

    @Override
    public void close() {
        synchronized (tunnels) {
            closed = true;
            tunnels.values().forEach(PodTunnel::close);
            tunnels.clear();
            entrances.values().forEach(GatewayEntry.Opened::close);
            entrances.clear();
        }
    }
}
