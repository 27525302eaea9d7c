// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import dev.spurline.cluster.ClusterSpec;
import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.EmbeddedCluster;
import dev.spurline.embedded.internal.apiserver.ApiServer;
import dev.spurline.embedded.internal.blueprint.ClusterClient;
import dev.spurline.embedded.internal.controllers.ClusterControllers;
import dev.spurline.embedded.internal.mesh.MeshProxies;
import dev.spurline.embedded.internal.node.EmbeddedNode;
import dev.spurline.embedded.internal.node.machine.ImageCatalogue;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The cluster under test: the embedded one, or that of {@code -Dspurline.conformance.kubeconfig=FILE}; with {@code
 * -Dspurline.conformance.attach=true} our node is attached to the latter.
 */
final class TargetCluster implements AutoCloseable {

    private final Deque<Runnable> parts = new ArrayDeque<>();
    private final Config config;
    private @Nullable ApiServer server;
    private final boolean embedded;
    private final boolean attached;

    private TargetCluster() {
        String file = System.getProperty("spurline.conformance.kubeconfig", "");
        embedded = file.isEmpty();
        attached = !embedded && Boolean.getBoolean("spurline.conformance.attach");
        config = embedded ? startEmbedded() : Config.fromKubeconfig(read(Path.of(file)));
        if (attached) {
            own(EmbeddedCluster.attach(read(Path.of(file)), TargetCluster::describe), EmbeddedCluster::close);
        }
    }

    static TargetCluster start() {
        return new TargetCluster();
    }

    private static void describe(ClusterSpec cluster) {
        cluster.mesh(Mesh.NONE).images().inProcess("conformance/app:*", new ConformanceProgram());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Config startEmbedded() {
        ApiServer started = own(ApiServer.start(), ApiServer::close);
        server = started;
        Config toServer = Config.fromKubeconfig(started.plain(started.kubeconfig()));
        KubernetesClient client = own(ClusterClient.builder(toServer).build(), KubernetesClient::close);
        own(ClusterControllers.start(client), ClusterControllers::close);
        ImageCatalogue images = new ImageCatalogue();
        images.inProcess("conformance/app:*", new ConformanceProgram());
        MeshProxies network = own(MeshProxies.start(client, Mesh.NONE), MeshProxies::close);
        own(EmbeddedNode.start(client, images, network), EmbeddedNode::close);
        return toServer;
    }

    private <T> T own(T part, Consumer<T> close) {
        parts.push(() -> close.accept(part));
        return part;
    }

    Config config() {
        return config;
    }

    /** Returns the embedded cluster's API server, if it is that. */
    Optional<ApiServer> embedded() {
        return Optional.ofNullable(server);
    }

    /** Whether pods of the image {@code conformance/app} can run here. */
    boolean runsPods() {
        return embedded || attached;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            parts.pop().run();
        }
        String where = embedded ? "embedded cluster" : config.getMasterUrl() + (attached ? " with our node" : "");
        List<String> unverified = Tally.UNVERIFIED.stream().toList();
        System.out.printf(
                "Conformance of %s%nUnverified: %d%n%sNot run: %d%n%s%n",
                where,
                unverified.size(),
                unverified.stream().map(each -> "  " + each + "\n").collect(Collectors.joining()),
                Tally.NOT_RUN.get(),
                Tally.line());
    }
}
