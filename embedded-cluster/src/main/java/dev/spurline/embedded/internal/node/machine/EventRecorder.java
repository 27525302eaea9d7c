// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.machine;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes Events as a kubelet does: in order, equal ones as one whose count grows. */
public final class EventRecorder {

    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
    private static final int REMEMBERED = 4096;

    private final KubernetesClient client;
    private final ExecutorService thread;
    private final String node;
    private final Map<Key, Seen> seen = new LinkedHashMap<>();

    /** Uses a thread that does one thing after the other. */
    public EventRecorder(KubernetesClient client, ExecutorService thread, String node) {
        this.client = client;
        this.thread = thread;
        this.node = node;
    }

    public void normal(ObjectReference object, String reason, String message) {
        record(new Key(object, "Normal", reason, message), Instant.now());
    }

    public void warning(ObjectReference object, String reason, String message) {
        record(new Key(object, "Warning", reason, message), Instant.now());
    }

    private void record(Key key, Instant time) {
        try {
            thread.execute(() -> write(key, time));
        } catch (RejectedExecutionException e) {
            LOG.trace("No event [{}]: the node is closed", key.reason());
        }
    }

    private void write(Key key, Instant time) {
        try {
            Seen before = seen.get(key);
            if (before == null || !countUp(key, before, time)) {
                create(key, time);
            }
        } catch (KubernetesClientException e) {
            LOG.debug(
                    "Event [{}] of {} was not written: {}",
                    key.reason(),
                    key.object().getName(),
                    e.getMessage());
        }
    }

    private void create(Key key, Instant time) {
        String name = key.object().getName() + "."
                + Long.toHexString(time.getEpochSecond() * 1_000_000_000L + time.getNano());
        client.v1()
                .events()
                .inNamespace(key.object().getNamespace())
                .resource(event(key, name, time))
                .create();
        seen.put(key, new Seen(name, 1));
        if (seen.size() > REMEMBERED) {
            seen.remove(seen.keySet().iterator().next());
        }
    }

    /** Returns whether the earlier event was still there. */
    private boolean countUp(Key key, Seen before, Instant time) {
        String patch = "{\"count\":%d,\"lastTimestamp\":\"%s\"}".formatted(before.count() + 1, Times.seconds(time));
        try {
            client.v1()
                    .events()
                    .inNamespace(key.object().getNamespace())
                    .withName(before.name())
                    .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
            seen.put(key, new Seen(before.name(), before.count() + 1));
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() != 404) {
                throw e;
            }
            return false;
        }
    }

    private Event event(Key key, String name, Instant time) {
        return new EventBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(key.object().getNamespace())
                .endMetadata()
                .withInvolvedObject(key.object())
                .withType(key.type())
                .withReason(key.reason())
                .withMessage(key.message())
                .withNewSource("kubelet", node)
                .withFirstTimestamp(Times.seconds(time))
                .withLastTimestamp(Times.seconds(time))
                .withCount(1)
                .withReportingComponent("kubelet")
                .withReportingInstance(node)
                .build();
    }

    private record Key(ObjectReference object, String type, String reason, String message) {}

    private record Seen(String name, int count) {}
}
