/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.embedded;

import dev.spurline.Blueprint;
import dev.spurline.ClusterProvider.ProvidedCluster;
import dev.spurline.SandboxException;
import dev.spurline.embedded.internal.apiserver.ApiServer;
import dev.spurline.embedded.internal.cluster.Description;
import dev.spurline.embedded.internal.cluster.Manifests;
import dev.spurline.embedded.internal.cluster.Rollout;
import dev.spurline.embedded.internal.controllers.Controllers;
import dev.spurline.embedded.internal.mesh.MeshProxies;
import dev.spurline.embedded.internal.node.Node;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kubernetes cluster with a service mesh inside this JVM: an API server on loopback, controllers, one node that runs
 * pods as local processes or servers of this JVM, and a proxy beside each pod.
 *
 * <p>Several may live in one JVM. Closing one ends every thread, process and port of it.
 *
 * @since 0.1
 */
public final class EmbeddedCluster implements ProvidedCluster {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedCluster.class);
    private static final Duration ROLLOUT = Duration.ofSeconds(60);

    private final Description description;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ApiServer server;
    private final MeshProxies mesh;

    private EmbeddedCluster(Description description) {
        this.description = description;
        try {
            this.server = part(ApiServer.start());
            KubernetesClient client = part(client(server));
            part(Controllers.start(client));
            this.mesh = part(MeshProxies.start(client, description.mesh()));
            part(Node.start(client, description.catalogue(), mesh));
            new Rollout(client, ROLLOUT)
                    .await(new Manifests(client, description.namespace()).apply(description.manifests()));
        } catch (RuntimeException e) {
            closeAfter(e);
            throw e;
        }
    }

    /**
     * Starts a cluster and returns when every Deployment of the blueprint is available.
     *
     * @param blueprint what the cluster shall be
     * @return the running cluster
     * @throws SandboxException if a manifest cannot be applied, or a Deployment is not available within 60 seconds
     */
    public static EmbeddedCluster start(Blueprint blueprint) {
        long start = System.nanoTime();
        EmbeddedCluster cluster = new EmbeddedCluster(Description.of(blueprint));
        LOG.info("Embedded cluster is up after {} ms", (System.nanoTime() - start) / 1_000_000);
        return cluster;
    }

    private <T extends AutoCloseable> T part(T started) {
        parts.push(started);
        return started;
    }

    private static KubernetesClient client(ApiServer server) {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(server.kubeconfig()))
                .build();
    }

    /** Returns a kubeconfig of the cluster's administrator, as YAML. */
    @Override
    public String kubeconfig() {
        return server.kubeconfig();
    }

    @Override
    public String namespace() {
        return description.namespace();
    }

    /**
     * Returns where a Service of {@link #namespace()} can be entered from outside, as at an ingress gateway.
     *
     * @param service the name of the Service
     * @return a base URI
     * @throws SandboxException if there is no such Service
     */
    public URI uri(String service) {
        return mesh.ingress(namespace(), service)
                .orElseThrow(
                        () -> new SandboxException("There is no Service [%s] in namespace [%s] of the embedded cluster"
                                .formatted(service, namespace())));
    }

    @Override
    public Optional<URI> entry(String namespace, String service) {
        return description.opens(namespace, service) ? mesh.ingress(namespace, service) : Optional.empty();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            SandboxException failure = new SandboxException("The embedded cluster could not be closed completely");
            closeAfter(failure);
            if (failure.getSuppressed().length > 0) {
                throw failure;
            }
        }
    }

    /** Closes in the reverse order of starting, whatever one of them throws. */
    private void closeAfter(RuntimeException failure) {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
        }
    }
}
