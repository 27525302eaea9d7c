// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.diagnosis;

import dev.spurline.internal.survey.PermissionQuery;
import dev.spurline.internal.work.ErrorMessage;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Finds out what a person needs to know about a pod: its events and the last lines of its log. */
public final class PodDiagnosis {

    private static final int LINES = 20;
    private static final int WINDOW_LINES = 2000;
    private static final int EVENTS = 10;
    private static final Duration AGES = Duration.ofDays(365);

    private static final String LOG_NOT_GRANTED = "log was not read: no permission to get pods/log";

    private final KubernetesClient client;

    private final PermissionQuery permit;

    /**
     * Asks through a client.
     *
     * @param permit tells whether events and logs may be read
     */
    public PodDiagnosis(KubernetesClient client, PermissionQuery permit) {
        this.client = client;
        this.permit = permit;
    }

    /** Returns the last events about an object, oldest first, a line each. */
    public List<String> events(String namespace, String name) {
        if (!permit.granted("list", "", "events", namespace)) {
            return List.of("events were not read: no permission to list them");
        }
        try {
            return client
                    .v1()
                    .events()
                    .inNamespace(namespace)
                    .withField("involvedObject.name", name)
                    .list()
                    .getItems()
                    .stream()
                    .filter(event -> name.equals(event.getInvolvedObject().getName()))
                    .sorted(Comparator.comparing(PodDiagnosis::time))
                    .map(event -> "%s %s: %s".formatted(event.getType(), event.getReason(), event.getMessage()))
                    .distinct()
                    .collect(Collectors.collectingAndThen(Collectors.toList(), PodDiagnosis::last));
        } catch (KubernetesClientException e) {
            return List.of("events could not be read: " + ErrorMessage.of(e));
        }
    }

    private static List<String> last(List<String> all) {
        return all.subList(Math.max(0, all.size() - EVENTS), all.size());
    }

    private static String time(Event event) {
        return Objects.requireNonNullElse(
                event.getLastTimestamp(),
                Objects.requireNonNullElse(event.getMetadata().getCreationTimestamp(), ""));
    }

    /** Returns the states of a pod's containers, a line each. */
    public List<String> containers(String namespace, String name) {
        try {
            // By list, which every sandbox needs: to get is a right of its own.
            return client.pods().inNamespace(namespace).withField("metadata.name", name).list().getItems().stream()
                    .findFirst()
                    .map(ContainerStates::of)
                    .orElse(List.of("pod is gone"));
        } catch (KubernetesClientException e) {
            return List.of("containers could not be read: " + ErrorMessage.of(e));
        }
    }

    /**
     * Returns what a container logged of late.
     *
     * @param window how far back; seconds are the finest that the API knows
     */
    public List<String> log(String namespace, String pod, String container, Duration window) {
        if (!permit.granted("get", "", "pods/log", namespace)) {
            return List.of(LOG_NOT_GRANTED);
        }
        // Seconds before now, by the node's clock: times of this machine mean nothing there.
        int seconds = Math.toIntExact(
                Math.min(Integer.MAX_VALUE, window.plusMillis(999).toSeconds()));
        try {
            return client.pods()
                    .inNamespace(namespace)
                    .withName(pod)
                    .inContainer(container)
                    .sinceSeconds(Math.max(1, seconds))
                    .tailingLines(WINDOW_LINES)
                    .getLog()
                    .lines()
                    .toList();
        } catch (KubernetesClientException e) {
            return List.of("log could not be read: " + ErrorMessage.of(e));
        }
    }

    /** Returns all that a container has logged, but for the first of very many lines. */
    public List<String> whole(String namespace, String pod, String container) {
        return log(namespace, pod, container, AGES);
    }

    /**
     * Returns the last lines of a container's log.
     *
     * @param previous whether to read the run before this one, if there is one
     */
    public List<String> log(String namespace, String pod, String container, boolean previous) {
        if (!permit.granted("get", "", "pods/log", namespace)) {
            return List.of(LOG_NOT_GRANTED);
        }
        var running = client.pods().inNamespace(namespace).withName(pod).inContainer(container);
        try {
            String text = previous
                    ? running.terminated().tailingLines(LINES).getLog()
                    : running.tailingLines(LINES).getLog();
            return text.lines().toList();
        } catch (KubernetesClientException e) {
            return previous
                    ? log(namespace, pod, container, false)
                    : List.of("log could not be read: " + ErrorMessage.of(e));
        }
    }
}
