// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.environment;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a pod that the downward API offers.
 *
 * <p>Source: kubernetes.io/docs/concepts/workloads/pods/downward-api/#downwardapi-fieldRef.
 */
public final class DownwardField {

    private static final Pattern KEYED = Pattern.compile("metadata\\.(annotations|labels)\\['(.+)']");

    private final Pod pod;
    private final String podIp;
    private final String hostIp;

    public DownwardField(Pod pod, String podIp, String hostIp) {
        this.pod = pod;
        this.podIp = podIp;
        this.hostIp = hostIp;
    }

    /** Returns the value at a path, or empty if the downward API has no such path. */
    public Optional<String> value(String path) {
        Matcher keyed = KEYED.matcher(path);
        if (keyed.matches()) {
            String value = keyedMap(keyed.group(1)).get(keyed.group(2));
            return Optional.of(value == null ? "" : value);
        }
        return Optional.ofNullable(plain(path));
    }

    private @Nullable String plain(String path) {
        ObjectMeta metadata = pod.getMetadata();
        return switch (path) {
            case "metadata.name" -> metadata.getName();
            case "metadata.namespace" -> metadata.getNamespace();
            case "metadata.uid" -> metadata.getUid();
            case "metadata.labels" -> lines(metadata.getLabels());
            case "metadata.annotations" -> lines(metadata.getAnnotations());
            case "spec.nodeName" -> pod.getSpec().getNodeName();
            case "spec.serviceAccountName" -> serviceAccount();
            case "status.podIP", "status.podIPs" -> podIp;
            case "status.hostIP", "status.hostIPs" -> hostIp;
            default -> null;
        };
    }

    /** A pod that names none runs as the one that each namespace has. */
    private String serviceAccount() {
        String name = pod.getSpec().getServiceAccountName();
        return name == null || name.isEmpty() ? "default" : name;
    }

    private Map<String, String> keyedMap(String field) {
        ObjectMeta metadata = pod.getMetadata();
        Map<String, String> map = field.equals("labels") ? metadata.getLabels() : metadata.getAnnotations();
        return map == null ? Map.of() : map;
    }

    private static String lines(@Nullable Map<String, String> map) {
        if (map == null) {
            return "";
        }
        return map.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + "=\""
                        + entry.getValue().replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                .collect(Collectors.joining("\n"));
    }
}
