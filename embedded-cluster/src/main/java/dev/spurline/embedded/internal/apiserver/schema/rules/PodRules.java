// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.schema.types.ScalarValues;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The rules for pods and pod templates.
 *
 * <p>Source: {@code pkg/apis/core/validation/validation.go} (ValidatePodSpec).
 */
public final class PodRules {

    private static final List<String> RESTART_POLICIES = List.of("Always", "Never", "OnFailure");
    private static final List<String> DNS_POLICIES =
            List.of("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
    private static final String APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";
    private static final String CHANGEABLE =
            "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,"
                    + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),"
                    + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

    private final FieldErrorList errors;

    public PodRules(FieldErrorList errors) {
        this.errors = errors;
    }

    public void checkPod(JsonNode pod) {
        checkAnnotations(pod.path("metadata").path("annotations"), pod.path("spec"), "metadata.annotations");
        checkSpec(pod.path("spec"), "spec");
    }

    void checkTemplate(JsonNode template, String path) {
        JsonNode metadata = template.path("metadata");
        MetadataRules.checkLabels(metadata.path("labels"), path + ".labels", errors);
        checkAnnotations(metadata.path("annotations"), template.path("spec"), path + ".annotations");
        checkSpec(template.path("spec"), path + ".spec");
    }

    private void checkSpec(JsonNode spec, String path) {
        Map<String, JsonNode> volumes = new VolumeRules(errors).check(spec.path("volumes"), path + ".volumes");
        if (spec.path("containers").isEmpty()) {
            errors.add(FieldError.required(path + ".containers", ""));
        }
        PodContext context = PodContext.of(spec, volumes);
        checkContainers(spec, path, context);
        checkInitContainers(spec, path + ".initContainers", context);
        checkHostPorts(spec, path + ".containers");
        errors.checkOneOf(spec.path("restartPolicy"), path + ".restartPolicy", RESTART_POLICIES);
        errors.checkOneOf(spec.path("dnsPolicy"), path + ".dnsPolicy", DNS_POLICIES);
        checkNameServers(spec, path + ".dnsConfig");
        MetadataRules.checkLabels(spec.path("nodeSelector"), path + ".nodeSelector", errors);
        ContainerRules.checkUsers(spec.path("securityContext"), path + ".securityContext", errors);
        checkAffinity(spec.path("affinity").path("nodeAffinity"), path + ".affinity.nodeAffinity");
        checkOptional(spec, "serviceAccountName", path, false);
        checkOptional(spec, "nodeName", path, false);
        checkDeadline(spec.path("activeDeadlineSeconds"), path + ".activeDeadlineSeconds");
        checkOptional(spec, "hostname", path, true);
        checkOptional(spec, "subdomain", path, true);
        checkTolerations(spec.path("tolerations"), path + ".tolerations");
    }

    private void checkContainers(JsonNode spec, String path, PodContext context) {
        JsonNode containers = spec.path("containers");
        Set<JsonNode> names = new HashSet<>();
        for (int i = 0; i < containers.size(); i++) {
            String at = path + ".containers[" + i + "]";
            new ContainerRules(errors).check(containers.get(i), at, context);
            checkUnique(names, containers.get(i), at);
            lifecycle(spec).checkRegular(containers.get(i), at);
        }
        checkDistinctHostPorts(containers, path + ".containers");
    }

    private void checkInitContainers(JsonNode spec, String path, PodContext context) {
        JsonNode initial = spec.path("initContainers");
        Set<JsonNode> names = new HashSet<>();
        spec.path("containers").forEach(container -> names.add(container.path("name")));
        for (int i = 0; i < initial.size(); i++) {
            String at = path + "[" + i + "]";
            new ContainerRules(errors).check(initial.get(i), at, context);
            checkUnique(names, initial.get(i), at);
            lifecycle(spec).checkInitial(initial.get(i), at);
        }
    }

    private LifecycleRules lifecycle(JsonNode spec) {
        return new LifecycleRules(
                errors, spec.path("terminationGracePeriodSeconds").asLong());
    }

    private void checkUnique(Set<JsonNode> names, JsonNode container, String path) {
        JsonNode name = container.path("name");
        errors.require(
                ScalarValues.isZero(name) || names.add(name), FieldError.duplicate(path + ".name", name.toString()));
    }

    private void checkDistinctHostPorts(JsonNode containers, String path) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < containers.size(); i++) {
            JsonNode ports = containers.get(i).path("ports");
            for (int j = 0; j < ports.size(); j++) {
                JsonNode port = ports.get(j);
                String taken = "%s/%s/%d"
                        .formatted(
                                port.path("protocol").asText(),
                                port.path("hostIP").asText(),
                                port.path("hostPort").asInt());
                errors.require(
                        ScalarValues.isZero(port.path("hostPort")) || seen.add(taken),
                        FieldError.duplicate(
                                path + "[" + i + "].ports[" + j + "].hostPort", FieldErrorList.quoted(taken)));
            }
        }
    }

    private void checkNameServers(JsonNode spec, String path) {
        if (!spec.path("dnsPolicy").asText().equals("None")) {
            return;
        }
        if (!spec.has("dnsConfig")) {
            errors.add(FieldError.required(path, "must provide `dnsConfig` when `dnsPolicy` is None"));
        } else {
            errors.require(
                    !spec.path("dnsConfig").path("nameservers").isEmpty(),
                    FieldError.required(
                            path + ".nameservers",
                            "must provide at least one DNS nameserver when `dnsPolicy` is None"));
        }
    }

    /** Annotations that name a container of the pod. */
    private void checkAnnotations(JsonNode annotations, JsonNode spec, String path) {
        annotations.properties().forEach(annotation -> {
            if (annotation.getKey().startsWith(APP_ARMOR)) {
                String container = annotation.getKey().substring(APP_ARMOR.length());
                errors.require(
                        has(spec, container),
                        FieldError.invalid(
                                path + "[" + annotation.getKey() + "]",
                                FieldErrorList.quoted(container),
                                "container not found"));
            }
        });
    }

    private static boolean has(JsonNode spec, String container) {
        return Stream.of("containers", "initContainers", "ephemeralContainers")
                .flatMap(list -> StreamSupport.stream(spec.path(list).spliterator(), false))
                .anyMatch(candidate -> candidate.path("name").asText().equals(container));
    }

    private void checkHostPorts(JsonNode spec, String path) {
        if (!spec.path("hostNetwork").asBoolean()) {
            return;
        }
        for (int i = 0; i < spec.path("containers").size(); i++) {
            JsonNode ports = spec.path("containers").get(i).path("ports");
            for (int j = 0; j < ports.size(); j++) {
                JsonNode hostPort = ports.get(j).path("hostPort");
                errors.require(
                        hostPort.isMissingNode() || hostPort.equals(ports.get(j).path("containerPort")),
                        FieldError.invalid(
                                path + "[" + i + "].ports[" + j + "].hostPort",
                                hostPort.toString(),
                                "must match `containerPort` when `hostNetwork` is true"));
            }
        }
    }

    private void checkAffinity(JsonNode affinity, String path) {
        JsonNode required = affinity.path("requiredDuringSchedulingIgnoredDuringExecution");
        errors.require(
                required.isMissingNode() || !required.path("nodeSelectorTerms").isEmpty(),
                FieldError.required(
                        path + ".requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms",
                        "must have at least one node selector term"));
    }

    private void checkTolerations(JsonNode tolerations, String path) {
        for (int i = 0; i < tolerations.size(); i++) {
            JsonNode value = tolerations.get(i).path("value");
            boolean exists = tolerations.get(i).path("operator").asText().equals("Exists");
            errors.require(
                    !exists || ScalarValues.isZero(value),
                    FieldError.invalid(
                            path + "[" + i + "].operator",
                            value.toString(),
                            "value must be empty when `operator` is 'Exists'"));
        }
    }

    private void checkOptional(JsonNode spec, String field, String path, boolean label) {
        if (!ScalarValues.isZero(spec.path(field))) {
            errors.checkForm(
                    spec.path(field).asText(), path + "." + field, label ? NameRules::label : NameRules::subdomain);
        }
    }

    private void checkDeadline(JsonNode value, String path) {
        if (value.isNumber() && value.asLong() < 1) {
            errors.add(FieldError.invalid(path, value.toString(), "must be between 1 and 2147483647, inclusive"));
        }
    }

    /** What may change in a pod: images, its deadline, more tolerations. */
    public void change(JsonNode old, JsonNode pod) {
        if (!frozen(old).equals(frozen(pod))) {
            errors.add(FieldError.forbidden("spec", CHANGEABLE));
        }
    }

    private static JsonNode frozen(JsonNode pod) {
        JsonNode spec = pod.path("spec").deepCopy();
        if (spec instanceof ObjectNode object) {
            object.remove(List.of("activeDeadlineSeconds", "tolerations", "nodeName", "schedulingGates"));
            object.remove("terminationGracePeriodSeconds");
            object.remove("ephemeralContainers");
        }
        for (String list : List.of("containers", "initContainers")) {
            spec.path(list).forEach(container -> ((ObjectNode) container).remove("image"));
        }
        return spec;
    }
}
