// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.client;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.EventSource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/** Makes Events of what the parts of a cluster have to tell; an {@link EventWriter} writes them. */
public final class EventRecorder {

    /** So many Events are remembered: maxLruCacheEntries in {@code events_cache.go}. */
    private static final int REMEMBERED = 4096;

    private final EventWriter writer;
    private final AtomicLong serial = new AtomicLong();

    /** Makes a recorder that writes with the given client, on threads of the given executor. */
    public EventRecorder(KubernetesClient client, Executor threads) {
        this(client, threads, REMEMBERED);
    }

    EventRecorder(KubernetesClient client, Executor threads, int remembered) {
        writer = new EventWriter(client, threads, remembered);
    }

    /** Records something that went as it should. */
    public void normal(String component, HasMetadata object, String reason, String message) {
        normal(new EventSource(component, null), reference(object), reason, message);
    }

    /** Records something that somebody should look at. */
    public void warning(String component, HasMetadata object, String reason, String message) {
        warning(new EventSource(component, null), reference(object), reason, message);
    }

    /** Records something that went as it should, about an object or a part of it. */
    public void normal(EventSource source, ObjectReference about, String reason, String message) {
        writer.write(event(source, about, "Normal", reason, message));
    }

    /** Records something that somebody should look at, about an object or a part of it. */
    public void warning(EventSource source, ObjectReference about, String reason, String message) {
        writer.write(event(source, about, "Warning", reason, message));
    }

    /** Records what the scheduler did, in the form of the newer Events API: client-go {@code tools/events}. */
    public void scheduling(HasMetadata object, String type, String reason, String action, String message) {
        EventSource scheduler = new EventSource("default-scheduler", null);
        writer.write(new EventBuilder(event(scheduler, reference(object), type, reason, message))
                .withSource(new EventSource())
                .withAction(action)
                .withReportingInstance("default-scheduler-embedded")
                .withNewEventTime(ApiTimes.micros(Instant.now()))
                .withFirstTimestamp(null)
                .withLastTimestamp(null)
                .withCount(null)
                .build());
    }

    /** Builds an Event as client-go does: {@code tools/record/event.go}, makeEvent. */
    private Event event(EventSource source, ObjectReference about, String type, String reason, String message) {
        Instant now = Instant.now();
        String namespace = Objects.requireNonNullElse(about.getNamespace(), "");
        return new EventBuilder()
                .withNewMetadata()
                .withName(about.getName() + "." + Long.toHexString(unique(now)))
                .withNamespace(namespace.isEmpty() ? "default" : namespace)
                .endMetadata()
                .withInvolvedObject(about)
                .withType(type)
                .withReason(reason)
                .withMessage(message)
                .withSource(source)
                .withReportingComponent(source.getComponent())
                .withReportingInstance(Objects.requireNonNullElse(source.getHost(), ""))
                .withFirstTimestamp(ApiTimes.seconds(now))
                .withLastTimestamp(ApiTimes.seconds(now))
                .withCount(1)
                .build();
    }

    /** Returns the nanoseconds since 1970, later than at any call before: clocks are coarser than what happens. */
    private long unique(Instant now) {
        long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        return serial.updateAndGet(last -> Math.max(last + 1, nanos));
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
}
