// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How long it takes from a Deployment's creation until its pod is bound to a node. */
class BindingLatencyTests extends ControllersTestCase {

    private static final Logger log = LoggerFactory.getLogger(BindingLatencyTests.class);
    private static final int WARM_UP = 20;
    private static final int MEASURED = 5;

    @Test
    void a_pod_is_bound_soon_after_its_deployment_was_created() throws Exception {
        node("node1", Map.of("cpu", "8", "memory", "8Gi", "pods", "1000"));

        for (int i = 0; i < WARM_UP; i++) {
            measure("warm-" + i);
        }
        List<Long> micros = new ArrayList<>();
        for (int i = 0; i < MEASURED; i++) {
            micros.add(measure("measured-" + i));
        }

        long median = micros.stream().sorted().skip(MEASURED / 2).findFirst().orElseThrow();
        log.info("Deployment created → pod bound: median {} µs of {}", median, micros);
        assertThat(median).as("median of %s µs", micros).isLessThan(500_000);
    }

    private long measure(String name) throws Exception {
        CompletableFuture<Long> bound = new CompletableFuture<>();
        Watch watch =
                client.pods().inNamespace(namespace).withLabel("app", name).watch(new BoundPod(bound));
        long begin = System.nanoTime();
        client.resource(deployment(name, 1)).create();
        long end = bound.get(1, TimeUnit.MINUTES);
        watch.close();
        return TimeUnit.NANOSECONDS.toMicros(end - begin);
    }

    private record BoundPod(CompletableFuture<Long> bound) implements Watcher<Pod> {

        @Override
        public void eventReceived(Action action, Pod pod) {
            if (pod.getSpec().getNodeName() != null) {
                bound.complete(System.nanoTime());
            }
        }

        @Override
        public void onClose(WatcherException cause) {
            bound.completeExceptionally(cause);
        }
    }
}
