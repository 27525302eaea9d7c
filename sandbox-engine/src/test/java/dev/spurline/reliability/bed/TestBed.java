// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.bed;

import static org.awaitility.Awaitility.await;

import dev.spurline.ClusterSettings;
import dev.spurline.Settings;
import dev.spurline.cluster.ClusterException;
import dev.spurline.embedded.EmbeddedCluster;
import dev.spurline.embedded.PlainAccess;
import dev.spurline.embedded.internal.blueprint.ClusterClient;
import dev.spurline.engine.CallingPod;
import dev.spurline.reliability.proxy.ApiProxy;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A cluster with lanes. */
public final class TestBed implements AutoCloseable {

    /** The name of the context in all kubeconfigs that come from here. */
    public static final String CONTEXT = "bed";

    /** How long after a lease something may be left; on a machine with other work somebody says more. */
    public static final Duration GRACE = Duration.ofSeconds(Integer.getInteger("reliability.grace", 5));

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final EmbeddedCluster cluster;
    private final Path directory;
    private final Config config;
    private final KubernetesClient client;
    private final NamespaceInventory inventory;
    private final List<TestLane> lanes;

    private final boolean attached;
    private final ApiProxy open;

    private TestBed(EmbeddedCluster cluster, boolean attached, Path directory, List<TestLane> lanes) {
        this.cluster = cluster;
        this.attached = attached;
        this.directory = directory;
        this.lanes = lanes;
        this.config = Config.fromKubeconfig(PlainAccess.administrator(cluster));
        // The harness is not what is to fail where others keep the processors busy.
        config.setConnectionTimeout((int) PATIENCE.toMillis());
        config.setRequestTimeout((int) PATIENCE.toMillis());
        this.client = ClusterClient.builder().withConfig(config).build();
        this.inventory = new NamespaceInventory(client);
        this.open = ApiProxy.before(config);
    }

    /**
     * Starts an embedded cluster.
     *
     * @param directory for kubeconfigs
     * @param lanes the lanes
     */
    public static TestBed start(Path directory, List<TestLane> lanes) {
        return ready(new TestBed(EmbeddedCluster.start(new LaneBlueprint(lanes)), false, directory, lanes));
    }

    /**
     * Makes the lanes in another cluster, which has an API server and controllers of its own, and the kinds of the Gateway
     * API. Node and mesh are embedded ones.
     *
     * @param directory for kubeconfigs
     * @param kubeconfig how to reach the cluster
     * @param lanes the lanes
     */
    public static TestBed attach(Path directory, String kubeconfig, List<TestLane> lanes) {
        return ready(new TestBed(EmbeddedCluster.attach(kubeconfig, new LaneBlueprint(lanes)), true, directory, lanes));
    }

    private static TestBed ready(TestBed bed) {
        try {
            bed.awaitGateways();
            return bed;
        } catch (RuntimeException e) {
            bed.close();
            throw e;
        }
    }

    /** Returns the lanes. */
    public List<TestLane> lanes() {
        return lanes;
    }

    /** Returns how to reach the cluster. */
    public Config config() {
        return config;
    }

    /** Returns a client of the cluster's administrator. */
    public KubernetesClient client() {
        return client;
    }

    /** Returns what there is in the cluster. */
    public NamespaceInventory inventory() {
        return inventory;
    }

    /** Returns where requests go in that a pod of a namespace sends to its {@code front}. */
    public URI entry(String namespace) {
        return cluster.uri(namespace + "/" + CallingPod.name("front"));
    }

    /** Returns where requests come in at the gateway of a namespace, in a lane that has gateways. */
    public URI gateway(TestLane lane, String namespace) {
        return await().atMost(PATIENCE)
                .ignoreException(ClusterException.class)
                .until(() -> cluster.gateway(namespace + "/edge", lane.gatewayPort(namespace)), uri -> true);
    }

    /** Returns all places where requests come into a lane. */
    public List<URI> entries(TestLane lane) {
        List<URI> entries = new ArrayList<>();
        for (String namespace : lane.namespaces()) {
            entries.add(entry(namespace));
            if (lane.routes().gateways()) {
                entries.add(gateway(lane, namespace));
            }
        }
        return entries;
    }

    /** Returns what requests with the key are answered where they come into a lane: nothing where nobody routes by it. */
    public Map<URI, String> answers(TestLane lane, SandboxShape shape) {
        Map<URI, String> answers = new LinkedHashMap<>();
        if (lane.routes() != LaneRoutes.DIRECT) {
            for (String namespace : lane.namespaces()) {
                answers.put(entry(namespace), shape.front(lane, namespace));
                if (lane.routes().gateways()) {
                    answers.put(gateway(lane, namespace), shape.back(lane, namespace));
                }
            }
        }
        return answers;
    }

    /** The mesh learns of gateways and their routes when it has time. */
    private void awaitGateways() {
        lanes.stream()
                .filter(lane -> lane.routes().gateways())
                .flatMap(lane -> lane.namespaces().stream().map(namespace -> gateway(lane, namespace)))
                .forEach(gateway -> await().atMost(PATIENCE)
                        .until(() -> BedCallers.get(gateway, Map.of()).equals("back baseline")));
    }

    /** Returns the settings of an engine that nobody disturbs. */
    public ClusterSettings settings(TestLane lane, Duration lease) {
        return settings(properties(lane, lease));
    }

    /** Returns the settings of an engine that nobody disturbs. */
    public Map<String, String> properties(TestLane lane, Duration lease) {
        return properties(lane, lease, open());
    }

    /** Returns the kubeconfig of those whom nobody disturbs. */
    public Path open() {
        return kubeconfig("open", open.kubeconfig(CONTEXT));
    }

    /** Returns the settings of an engine that are made of properties. */
    public static ClusterSettings settings(Map<String, String> properties) {
        return ClusterSettings.from(
                name -> Optional.ofNullable(properties.get(name)).map(text -> new Settings.Value(text, "the test")));
    }

    /** Returns the settings of an engine, which a child JVM can take as system properties. */
    public static Map<String, String> properties(TestLane lane, Duration lease, Path kubeconfig) {
        Map<String, String> properties = new TreeMap<>(lane.routes().settings());
        properties.put("spurline.cluster", "kubeconfig");
        properties.put("spurline.context", CONTEXT);
        properties.put("spurline.kubeconfig", kubeconfig.toString());
        properties.put("spurline.namespace", lane.home());
        properties.put("spurline.lease", lease.toSeconds() + "s");
        return properties;
    }

    /** Writes a kubeconfig file; who reads the one that is there meanwhile reads it whole. */
    public synchronized Path kubeconfig(String name, String content) {
        try {
            Path whole = Files.writeString(directory.resolve(name + ".kubeconfig.new"), content);
            return Files.move(whole, directory.resolve(name + ".kubeconfig"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (attached) {
            lanes.stream()
                    .flatMap(lane -> lane.namespaces().stream())
                    .forEach(
                            namespace -> client.namespaces().withName(namespace).delete());
        }
        open.close();
        client.close();
        cluster.close();
    }
}
