// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.internal.apiserver.schema.types.ScalarValues;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rules for Services.
 *
 * <p>Source: {@code pkg/apis/core/validation/validation.go} (ValidateService).
 */
public final class ServiceRules {

    private static final List<String> TYPES = List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
    private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");

    private final FieldErrorList errors;

    public ServiceRules(FieldErrorList errors) {
        this.errors = errors;
    }

    public void check(JsonNode object) {
        JsonNode spec = object.path("spec");
        JsonNode ports = spec.path("ports");
        boolean headless = spec.path("clusterIP").asText().equals("None");
        boolean external = spec.path("type").asText().equals("ExternalName");
        if (ports.isEmpty() && !headless && !external) {
            errors.add(FieldError.required("spec.ports", ""));
        }
        if (external) {
            errors.present(spec.path("externalName"), "spec.externalName");
        }
        checkAddress(spec, headless, external);
        checkPorts(ports);
        checkNodePorts(ports, spec.path("type").asText());
        MetadataRules.checkLabels(spec.path("selector"), "spec.selector", errors);
        errors.checkOneOf(spec.path("type"), "spec.type", TYPES);
        errors.checkOneOf(spec.path("sessionAffinity"), "spec.sessionAffinity", List.of("ClientIP", "None"));
    }

    private void checkAddress(JsonNode spec, boolean headless, boolean external) {
        JsonNode address = spec.path("clusterIP");
        String type = spec.path("type").asText();
        String path = "spec.clusterIPs[0]";
        if (ScalarValues.isZero(address) || external) {
            return;
        }
        if (headless && !type.equals("ClusterIP")) {
            errors.add(FieldError.invalid(path, "\"None\"", "may not be set to 'None' for " + type + " services"));
        }
        boolean legal = headless
                || StringFormats.fits(address.asText(), "ipv4")
                || StringFormats.fits(address.asText(), "ipv6");
        errors.require(
                legal,
                FieldError.invalid(
                        path, address.toString(), "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"));
    }

    private void checkPorts(JsonNode ports) {
        Set<String> numbers = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            checkPort(ports.get(i), "spec.ports[" + i + "]", ports.size() > 1);
        }
        errors.checkDistinct(ports, "name", "spec.ports");
        for (int i = 0; i < ports.size(); i++) {
            JsonNode port = ports.get(i);
            if (!numbers.add(port.path("protocol").asText() + port.path("port"))) {
                String shown =
                        "{\"Name\":\"\",\"Protocol\":%s,\"AppProtocol\":null,\"Port\":%s,\"TargetPort\":0,\"NodePort\":0}"
                                .formatted(port.path("protocol"), port.path("port"));
                errors.add(FieldError.duplicate("spec.ports[" + i + "]", shown));
            }
        }
    }

    private void checkNodePorts(JsonNode ports, String type) {
        boolean allowed = type.equals("NodePort") || type.equals("LoadBalancer");
        for (int i = 0; i < ports.size(); i++) {
            if (!allowed && !ScalarValues.isZero(ports.get(i).path("nodePort"))) {
                errors.add(FieldError.forbidden(
                        "spec.ports[" + i + "].nodePort", "may not be used when `type` is '" + type + "'"));
            }
        }
    }

    private void checkPort(JsonNode port, String path, boolean named) {
        if (named && ScalarValues.isZero(port.path("name"))) {
            errors.add(FieldError.required(path + ".name", ""));
        } else if (!ScalarValues.isZero(port.path("name"))) {
            errors.checkForm(port.path("name").asText(), path + ".name", NameRules::label);
        }
        errors.checkPort(port.path("port"), path + ".port");
        errors.checkOneOf(port.path("protocol"), path + ".protocol", PROTOCOLS);
        JsonNode target = port.path("targetPort");
        if (target.isTextual()) {
            errors.checkForm(target.asText(), path + ".targetPort", NameRules::portName);
        } else if (target.isNumber()) {
            errors.checkPort(target, path + ".targetPort");
        }
    }

    public void change(JsonNode old, JsonNode object) {
        JsonNode before = old.path("spec").path("clusterIPs");
        JsonNode after = object.path("spec").path("clusterIPs");
        boolean wasExternal = old.path("spec").path("type").asText().equals("ExternalName");
        boolean isExternal = object.path("spec").path("type").asText().equals("ExternalName");
        boolean fixed = !wasExternal && !isExternal && !before.isEmpty();
        if (fixed && !before.path(0).equals(after.path(0))) {
            errors.add(FieldError.invalid("spec.clusterIPs[0]", after.toString(), "may not change once set"));
        }
    }
}
