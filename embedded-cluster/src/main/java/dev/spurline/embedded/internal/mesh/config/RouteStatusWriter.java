// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.mesh.routing.MeshRoute;
import dev.spurline.embedded.internal.mesh.routing.RouteKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plays the mesh's controller: keeps the status of routes as Istio's or Linkerd's does. */
public final class RouteStatusWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RouteStatusWriter.class);

    private final KubernetesClient client;
    private final MeshWatch watch;
    /** Used by the worker alone. */
    private final ReadObjects<ReadRoute> known =
            new ReadObjects<>(object -> new ReadRoute(object, RouteKind.read(object)));

    private final ExecutorService worker =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "spurline-mesh-status"));
    private final AtomicBoolean due = new AtomicBoolean();

    private RouteStatusWriter(KubernetesClient client, MeshWatch watch) {
        this.client = client;
        this.watch = watch;
    }

    /** Starts writing after each change. */
    public static RouteStatusWriter start(KubernetesClient client, MeshWatch watch) {
        RouteStatusWriter writer = new RouteStatusWriter(client, watch);
        watch.observe(writer::schedule);
        writer.schedule();
        return writer;
    }

    private void schedule() {
        if (due.compareAndSet(false, true)) {
            try {
                worker.execute(this::writeAll);
            } catch (RejectedExecutionException closed) {
                LOG.debug("No route status is written any more", closed);
            }
        }
    }

    private void writeAll() {
        due.set(false);
        RouteStatus status = new RouteStatus(watch.newest(), Clock.systemUTC().instant());
        List<GenericKubernetesResource> objects = watch.routeObjects().stream()
                .filter(object -> watch.newest().discovers(object.getMetadata().getNamespace()))
                .toList();
        List<ReadRoute> read = known.read(objects);
        List<MeshRoute> routes = read.stream().map(ReadRoute::route).toList();
        for (int index = 0; index < objects.size(); index++) {
            JsonNode object = read.get(index).object();
            ArrayNode parents = status.parents(object, routes.get(index), routes);
            JsonNode current = object.path("status").path("parents");
            boolean same = current.isMissingNode() ? parents.isEmpty() : current.equals(parents);
            if (!same) {
                write(objects.get(index), parents);
            }
        }
    }

    /** A route as it stands in the API, and as the mesh reads it. */
    private record ReadRoute(JsonNode object, MeshRoute route) {}

    private void write(GenericKubernetesResource object, ArrayNode parents) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("status").set("parents", parents);
        try {
            client.resource(object)
                    .subresource("status")
                    .patch(PatchContext.of(PatchType.JSON_MERGE), patch.toString());
        } catch (KubernetesClientException refused) {
            LOG.debug(
                    "Status of {} [{}] not written",
                    object.getKind(),
                    object.getMetadata().getName(),
                    refused);
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
        try {
            if (!worker.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("The writer of route statuses did not end within 5 s");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
