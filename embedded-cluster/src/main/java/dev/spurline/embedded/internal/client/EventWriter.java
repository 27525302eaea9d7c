// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.client;

import dev.spurline.embedded.internal.threads.SerialTasks;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventSource;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes Events in the order in which they were given, beside other work; the same event again raises the count of the
 * first, as client-go's {@code tools/record/events_cache.go} has it.
 */
final class EventWriter {

    private static final Logger LOG = LoggerFactory.getLogger(EventWriter.class);

    private final KubernetesClient client;
    private final SerialTasks tasks;
    private final Map<EventIdentity, WrittenEvent> written;

    /**
     * Makes a writer.
     *
     * @param client writes
     * @param threads has the threads on which it writes
     * @param remembered so many Events are remembered; which came last the longest ago is forgotten first
     */
    EventWriter(KubernetesClient client, Executor threads, int remembered) {
        this.client = client;
        this.tasks = new SerialTasks(threads);
        this.written = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<EventIdentity, WrittenEvent> eldest) {
                return size() > remembered;
            }
        };
    }

    /** Has an event written soon; after the end of the threads it is dropped. */
    void write(Event event) {
        try {
            tasks.execute(() -> attempt(event));
        } catch (RejectedExecutionException closed) {
            LOG.trace("No event [{}]: its cluster is closed", event.getReason());
        }
    }

    private void attempt(Event event) {
        try {
            put(event);
        } catch (KubernetesClientException refused) {
            LOG.debug(
                    "Event [{}] of {} was not written: {}",
                    event.getReason(),
                    event.getInvolvedObject().getName(),
                    refused.getMessage());
        }
    }

    private void put(Event event) {
        // The newer form has no count: it is written each time.
        if (event.getCount() == null) {
            client.resource(event).create();
            return;
        }
        EventIdentity identity = EventIdentity.of(event);
        WrittenEvent before = written.get(identity);
        if (before == null || !countUp(before, event)) {
            client.resource(event).create();
            before = new WrittenEvent(event.getMetadata().getName(), 0);
        }
        written.put(identity, new WrittenEvent(before.name(), before.count() + 1));
    }

    /** Returns whether the earlier event was still there. */
    private boolean countUp(WrittenEvent before, Event event) {
        String patch =
                "{\"count\":%d,\"lastTimestamp\":\"%s\"}".formatted(before.count() + 1, event.getLastTimestamp());
        try {
            client.v1()
                    .events()
                    .inNamespace(event.getMetadata().getNamespace())
                    .withName(before.name())
                    .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
            return true;
        } catch (KubernetesClientException refused) {
            if (!ApiRefusals.notFound(refused)) {
                throw refused;
            }
            return false;
        }
    }

    private record WrittenEvent(String name, int count) {}

    /** What makes two events the same: getEventKey in {@code events_cache.go}. */
    private record EventIdentity(
            EventSource source, ObjectReference about, String type, String reason, String message) {

        static EventIdentity of(Event event) {
            ObjectReference about = new ObjectReference(
                    event.getInvolvedObject().getApiVersion(),
                    event.getInvolvedObject().getFieldPath(),
                    event.getInvolvedObject().getKind(),
                    event.getInvolvedObject().getName(),
                    event.getInvolvedObject().getNamespace(),
                    null,
                    event.getInvolvedObject().getUid());
            return new EventIdentity(event.getSource(), about, event.getType(), event.getReason(), event.getMessage());
        }
    }
}
