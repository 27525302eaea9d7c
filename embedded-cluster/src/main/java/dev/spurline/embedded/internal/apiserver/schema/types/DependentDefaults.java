// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.types;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** Defaults that depend on other fields, by the name of the type. */
final class DependentDefaults {

    private static final String RBAC = "rbac.authorization.k8s.io";

    private DependentDefaults() {}

    static void fill(ObjectNode node, String type) {
        switch (type) {
            case "Pod" -> fillPod(node.withObject("/spec"));
            case "Volume" -> fillVolume(node);
            case "PodSpec" -> fillHostPorts(node);
            case "Container", "EphemeralContainer" -> fillPullPolicy(node);
            case "DeploymentStrategy" -> fillDeploymentStrategy(node);
            case "StatefulSetUpdateStrategy" -> fillStatefulSetStrategy(node);
            case "DaemonSetUpdateStrategy" -> fillDaemonSetStrategy(node);
            case "Job" -> fillJob(node.withObject("/spec"));
            case "StatefulSetSpec" -> fillClaimTemplates(node);
            case "LimitRangeItem" -> fillLimits(node);
            case "ServicePort" -> fillTargetPort(node);
            case "ServiceSpec" -> fillService(node);
            case "NetworkPolicySpec" -> fillPolicyTypes(node);
            case "HorizontalPodAutoscalerSpec" -> fillAutoscaler(node);
            case "RoleRef" -> putIfAbsent(node, "apiGroup", RBAC);
            case "Subject" -> fillSubject(node);
            case "Namespace" -> fillNamespace(node);
            case "CustomResourceDefinitionSpec" -> fillDefinition(node);
            default -> {}
        }
    }

    private static void fillPod(ObjectNode spec) {
        putIfAbsent(spec, "enableServiceLinks", true);
        spec.path("initContainers").forEach(DependentDefaults::fillRequestsFromLimits);
        spec.path("containers").forEach(DependentDefaults::fillRequestsFromLimits);
    }

    private static void fillRequestsFromLimits(JsonNode container) {
        JsonNode limits = container.path("resources").path("limits");
        if (!limits.isEmpty()) {
            ObjectNode requests =
                    ((ObjectNode) container).withObject("/resources").withObject("/requests");
            limits.properties().forEach(limit -> {
                if (!requests.has(limit.getKey())) {
                    requests.set(limit.getKey(), limit.getValue());
                }
            });
        }
    }

    private static void fillVolume(ObjectNode volume) {
        if (volume.size() == 1 && volume.has("name")) {
            volume.putObject("emptyDir");
        }
    }

    private static void fillHostPorts(ObjectNode spec) {
        if (spec.path("hostNetwork").asBoolean()) {
            spec.path("containers")
                    .forEach(container -> container.path("ports").forEach(port -> {
                        if (!port.has("hostPort")) {
                            ((ObjectNode) port).set("hostPort", port.path("containerPort"));
                        }
                    }));
        }
    }

    private static void fillPullPolicy(ObjectNode container) {
        String image = container.path("image").asText();
        String name = image.substring(image.lastIndexOf('/') + 1);
        boolean latest = !image.contains("@") && (!name.contains(":") || name.endsWith(":latest"));
        putIfAbsent(container, "imagePullPolicy", latest ? "Always" : "IfNotPresent");
    }

    private static void fillDeploymentStrategy(ObjectNode strategy) {
        if (strategy.path("type").asText().equals("RollingUpdate")) {
            ObjectNode update = strategy.withObject("/rollingUpdate");
            fillQuarter(update, "maxUnavailable");
            fillQuarter(update, "maxSurge");
        }
    }

    private static void fillQuarter(ObjectNode update, String field) {
        if (!update.hasNonNull(field)) {
            update.put(field, "25%");
        }
    }

    private static void fillStatefulSetStrategy(ObjectNode strategy) {
        if (strategy.path("type").asText().equals("RollingUpdate")) {
            putIfAbsent(strategy.withObject("/rollingUpdate"), "partition", 0);
        }
    }

    private static void fillDaemonSetStrategy(ObjectNode strategy) {
        if (strategy.path("type").asText().equals("RollingUpdate")) {
            ObjectNode update = strategy.withObject("/rollingUpdate");
            putIfAbsent(update, "maxUnavailable", 1);
            putIfAbsent(update, "maxSurge", 0);
        }
    }

    /** Those of the template of a CronJob come with the Job that is made from it. */
    private static void fillJob(ObjectNode spec) {
        putIfAbsent(spec, "completionMode", "NonIndexed");
        putIfAbsent(spec, "suspend", false);
        putIfAbsent(spec, "manualSelector", false);
        if (!spec.has("completions") && !spec.has("parallelism")) {
            spec.put("completions", 1);
        }
        putIfAbsent(spec, "parallelism", 1);
        putIfAbsent(spec, "backoffLimit", spec.has("backoffLimitPerIndex") ? Integer.MAX_VALUE : 6);
        putIfAbsent(spec, "podReplacementPolicy", spec.has("podFailurePolicy") ? "Failed" : "TerminatingOrFailed");
    }

    private static void fillClaimTemplates(ObjectNode spec) {
        spec.path("volumeClaimTemplates")
                .forEach(claim -> ((ObjectNode) claim)
                        .put("kind", "PersistentVolumeClaim")
                        .put("apiVersion", "v1"));
    }

    private static void fillLimits(ObjectNode item) {
        if (item.path("type").asText().equals("Container")) {
            complete(item, "default", item.path("max"));
            complete(item, "defaultRequest", item.path("default"));
            complete(item, "defaultRequest", item.path("min"));
        }
    }

    private static void complete(ObjectNode item, String field, JsonNode from) {
        from.properties().forEach(value -> {
            ObjectNode quantities = item.withObject("/" + field);
            if (!quantities.has(value.getKey())) {
                quantities.set(value.getKey(), value.getValue());
            }
        });
    }

    private static void fillTargetPort(ObjectNode port) {
        if (ScalarValues.isZero(port.path("targetPort"))) {
            port.set("targetPort", port.path("port"));
        }
    }

    private static void fillService(ObjectNode spec) {
        String type = spec.path("type").asText();
        if (spec.path("sessionAffinity").asText().equals("ClientIP")) {
            putIfAbsent(spec.withObject("/sessionAffinityConfig").withObject("/clientIP"), "timeoutSeconds", 10800);
        }
        if (type.equals("NodePort") || type.equals("LoadBalancer")) {
            putIfAbsent(spec, "externalTrafficPolicy", "Cluster");
        }
        if (!type.equals("ExternalName")) {
            putIfAbsent(spec, "internalTrafficPolicy", "Cluster");
        }
        if (type.equals("LoadBalancer") && !spec.has("allocateLoadBalancerNodePorts")) {
            spec.put("allocateLoadBalancerNodePorts", true);
        }
    }

    private static void fillPolicyTypes(ObjectNode spec) {
        if (spec.path("policyTypes").isEmpty()) {
            ArrayNode types = spec.putArray("policyTypes").add("Ingress");
            if (!spec.path("egress").isEmpty()) {
                types.add("Egress");
            }
        }
    }

    private static void fillAutoscaler(ObjectNode spec) {
        if (spec.path("metrics").isEmpty()) {
            ObjectNode metric = spec.putArray("metrics").addObject().put("type", "Resource");
            ObjectNode target = metric.putObject("resource").put("name", "cpu").putObject("target");
            target.put("type", "Utilization").put("averageUtilization", 80);
        }
    }

    private static void fillSubject(ObjectNode subject) {
        String kind = subject.path("kind").asText();
        if (kind.equals("User") || kind.equals("Group")) {
            putIfAbsent(subject, "apiGroup", RBAC);
        }
    }

    private static void fillNamespace(ObjectNode namespace) {
        String name = namespace.path("metadata").path("name").asText();
        if (!name.isEmpty()) {
            namespace.withObject("/metadata").withObject("/labels").put("kubernetes.io/metadata.name", name);
        }
    }

    private static void fillDefinition(ObjectNode spec) {
        ObjectNode names = spec.withObject("/names");
        String kind = names.path("kind").asText();
        putIfAbsent(names, "singular", kind.toLowerCase(Locale.ROOT));
        putIfAbsent(names, "listKind", kind + "List");
    }

    private static void putIfAbsent(ObjectNode node, String field, String value) {
        if (ScalarValues.isZero(node.path(field))) {
            node.put(field, value);
        }
    }

    private static void putIfAbsent(ObjectNode node, String field, boolean value) {
        if (!node.has(field)) {
            node.put(field, value);
        }
    }

    private static void putIfAbsent(ObjectNode node, String field, int value) {
        if (!node.has(field)) {
            node.put(field, value);
        }
    }
}
