// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.client;

import dev.spurline.embedded.internal.controllers.runtime.Workers;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.EventSource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes Events in the order in which they were given, beside the controllers' own work; the same event again raises the
 * count of the first.
 */
public final class EventRecorder {

    private static final Logger log = LoggerFactory.getLogger(EventRecorder.class);
    private static final int REMEMBERED = 4096;
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final KubernetesClient client;
    private final Workers workers;
    private final AtomicLong serial = new AtomicLong(System.currentTimeMillis() * 1_000_000);
    private final Queue<Runnable> pending = new ArrayDeque<>();
    private boolean writing;
    private final Map<String, Event> written = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Event> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** Makes a recorder that writes with the given client. */
    public EventRecorder(KubernetesClient client, Workers workers) {
        this.client = client;
        this.workers = workers;
    }

    /** Records something that went as it should. */
    public void normal(String component, HasMetadata object, String reason, String message) {
        record(event(component, object, "Normal", reason, message));
    }

    /** Records something that somebody should look at. */
    public void warning(String component, HasMetadata object, String reason, String message) {
        record(event(component, object, "Warning", reason, message));
    }

    /** Records what the scheduler did, in the form of the newer Events API. */
    public void scheduling(HasMetadata object, String type, String reason, String action, String message) {
        record(new EventBuilder(event("default-scheduler", object, type, reason, message))
                .withSource(new EventSource())
                .withAction(action)
                .withReportingInstance("default-scheduler-embedded")
                .withNewEventTime(MICROS.format(Instant.now()))
                .withFirstTimestamp(null)
                .withLastTimestamp(null)
                .withCount(null)
                .build());
    }

    private synchronized void record(Event event) {
        pending.add(() -> write(event));
        if (!writing) {
            writing = true;
            workers.run(this::drain);
        }
    }

    private void drain() {
        for (Runnable next = take(); next != null; next = take()) {
            next.run();
        }
    }

    private synchronized @Nullable Runnable take() {
        Runnable next = pending.poll();
        writing = next != null;
        return next;
    }

    private void write(Event event) {
        try {
            String key = identity(event);
            Event before = written.get(key);
            written.put(key, before == null || before.getCount() == null ? create(event) : again(before));
        } catch (KubernetesClientException refused) {
            log.debug("Event [{}] was not recorded: {}", event.getReason(), refused.getMessage());
        }
    }

    private Event create(Event event) {
        return client.resource(event).create();
    }

    private Event again(Event before) {
        Event more = new EventBuilder(before)
                .withCount(before.getCount() + 1)
                .withLastTimestamp(Times.now())
                .build();
        more.getMetadata().setResourceVersion(null);
        try {
            return client.resource(more).update();
        } catch (KubernetesClientException gone) {
            more.getMetadata().setUid(null);
            return create(more);
        }
    }

    private Event event(String component, HasMetadata object, String type, String reason, String message) {
        String namespace = ObjectName.of(object).namespace();
        String now = Times.now();
        return new EventBuilder()
                .withNewMetadata()
                .withName(object.getMetadata().getName() + "." + Long.toHexString(serial.incrementAndGet()))
                .withNamespace(namespace.isEmpty() ? "default" : namespace)
                .endMetadata()
                .withInvolvedObject(reference(object))
                .withType(type)
                .withReason(reason)
                .withMessage(message)
                .withNewSource()
                .withComponent(component)
                .endSource()
                .withReportingComponent(component)
                .withReportingInstance("")
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withCount(1)
                .build();
    }

    private static ObjectReference reference(HasMetadata object) {
        return new ObjectReferenceBuilder()
                .withApiVersion(object.getApiVersion())
                .withKind(object.getKind())
                .withNamespace(object.getMetadata().getNamespace())
                .withName(object.getMetadata().getName())
                .withUid(object.getMetadata().getUid())
                .withResourceVersion(object.getMetadata().getResourceVersion())
                .build();
    }

    private static String identity(Event event) {
        var about = event.getInvolvedObject();
        return String.join(
                "\n",
                about.getUid(),
                event.getReportingComponent(),
                event.getType(),
                event.getReason(),
                event.getMessage());
    }
}
