// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.blueprint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.internal.node.machine.ImageCatalogue;
import dev.spurline.embedded.internal.node.machine.ImageReference;
import dev.spurline.embedded.internal.node.machine.NodeImage;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says of containers before they start that nobody runs their commands: a server in this JVM has none. */
final class ContainerCommands {

    private static final Logger LOG = LoggerFactory.getLogger(ContainerCommands.class);

    /** Where a command of a container stands, by what it is called. */
    private static final Map<String, String> PLACES = Map.of(
            "startup probe", "/startupProbe/exec/command",
            "readiness probe", "/readinessProbe/exec/command",
            "liveness probe", "/livenessProbe/exec/command",
            "postStart hook", "/lifecycle/postStart/exec/command",
            "preStop hook", "/lifecycle/preStop/exec/command");

    private ContainerCommands() {}

    static void warn(ManifestObject workload, ImageCatalogue images) {
        JsonNode spec = workload.json().path("spec");
        JsonNode pod =
                workload.kind().equals("Pod") ? spec : spec.path("template").path("spec");
        Stream.of("initContainers", "containers")
                .flatMap(list -> StreamSupport.stream(pod.path(list).spliterator(), false))
                .filter(container -> isInProcess(container, images))
                .forEach(container -> warn(workload, container));
    }

    private static boolean isInProcess(JsonNode container, ImageCatalogue images) {
        return images.find(new ImageReference(container.path("image").asText()))
                .filter(NodeImage.InProcess.class::isInstance)
                .isPresent();
    }

    private static void warn(ManifestObject workload, JsonNode container) {
        List<String> found = PLACES.entrySet().stream()
                .filter(place -> container.at(place.getValue()).isArray())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        if (!found.isEmpty()) {
            LOG.warn(
                    "Container [{}] of {} has commands for its [{}], but image [{}] is a server in this JVM, which has none: what its PodServer.exec(command) returns counts, and that is success unless the blueprint says otherwise. To have them run, make it a process image",
                    container.path("name").asText(),
                    workload.title(),
                    found.stream().collect(Collectors.joining(", ")),
                    container.path("image").asText());
        }
    }
}
