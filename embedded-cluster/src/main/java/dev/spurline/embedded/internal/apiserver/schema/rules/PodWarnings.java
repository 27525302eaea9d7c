// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.internal.apiserver.schema.types.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a server accepts in the containers of a pod, or of a template, and warns of: environment variables and ports that are
 * there twice.
 *
 * <p>Source: {@code pkg/api/pod/warnings.go}.
 */
public final class PodWarnings {

    private static final Set<String> TEMPLATED =
            Set.of("Deployment.apps", "ReplicaSet.apps", "StatefulSet.apps", "DaemonSet.apps", "Job.batch");

    private final List<String> warnings = new ArrayList<>();
    private final Map<String, JsonNode> ports = new LinkedHashMap<>();
    private final Map<String, String> portNames = new HashMap<>();

    private PodWarnings() {}

    /** Returns the warnings about an object, none if it has no containers. */
    public static List<String> of(Kind kind, JsonNode object) {
        PodWarnings found = new PodWarnings();
        if (kind.is("", "Pod")) {
            found.warnOfSpec(object.path("spec"), "spec");
        } else if (TEMPLATED.contains(kind.qualified())) {
            found.warnOfSpec(object.at("/spec/template/spec"), "spec.template.spec");
        } else if (kind.is("batch", "CronJob")) {
            found.warnOfSpec(object.at("/spec/jobTemplate/spec/template/spec"), "spec.jobTemplate.spec.template.spec");
        }
        return List.copyOf(found.warnings);
    }

    private void warnOfSpec(JsonNode spec, String path) {
        for (String list : List.of("initContainers", "containers")) {
            for (int i = 0; i < spec.path(list).size(); i++) {
                warnOfEnvironment(spec.path(list).path(i).path("env"), "%s.%s[%d].env".formatted(path, list, i));
            }
        }
        for (String list : List.of("initContainers", "containers")) {
            for (int i = 0; i < spec.path(list).size(); i++) {
                warnOfPorts(spec.path(list).path(i).path("ports"), "%s.%s[%d].ports".formatted(path, list, i));
            }
        }
    }

    private void warnOfEnvironment(JsonNode variables, String path) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < variables.size(); i++) {
            String name = variables.path(i).path("name").asText();
            boolean builtOnFormer = variables.path(i).path("value").asText().contains("$(" + name + ")");
            if (!names.add(name) && !builtOnFormer) {
                warnings.add("%s[%d]: hides previous definition of \"%s\", which may be dropped when using apply"
                        .formatted(path, i, name));
            }
        }
    }

    private void warnOfPorts(JsonNode list, String path) {
        for (int i = 0; i < list.size(); i++) {
            String here = path + "[" + i + "]";
            JsonNode port = list.path(i);
            warnOfName(port, here);
            ports.forEach((there, other) -> {
                if (isSame(port, other)) {
                    warnings.add(here + ": duplicate port definition with " + there);
                }
            });
            ports.put(here, port);
        }
    }

    private void warnOfName(JsonNode port, String here) {
        String name = port.path("name").asText();
        String there = name.isEmpty() ? null : portNames.putIfAbsent(name, here);
        if (there != null) {
            warnings.add(("%s: duplicate port name \"%s\" with %s, services and probes that select ports by name will"
                            + " use %s")
                    .formatted(here, name, there, there));
        }
    }

    /** Ports of the node are another matter. */
    private static boolean isSame(JsonNode port, JsonNode other) {
        return port.path("containerPort").asInt() == other.path("containerPort").asInt()
                && port.path("protocol")
                        .asText("TCP")
                        .equals(other.path("protocol").asText("TCP"))
                && port.path("hostPort").asInt() == 0
                && other.path("hostPort").asInt() == 0;
    }
}
