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

    private final FieldErrorList faults;

    public ServiceRules(FieldErrorList faults) {
        this.faults = faults;
    }

    public void check(JsonNode object) {
        JsonNode spec = object.path("spec");
        JsonNode ports = spec.path("ports");
        boolean headless = spec.path("clusterIP").asText().equals("None");
        boolean external = spec.path("type").asText().equals("ExternalName");
        if (ports.isEmpty() && !headless && !external) {
            faults.add(FieldError.required("spec.ports", ""));
        }
        if (external) {
            faults.present(spec.path("externalName"), "spec.externalName");
        }
        address(spec, headless, external);
        ports(ports);
        nodePorts(ports, spec.path("type").asText());
        MetadataRules.labels(spec.path("selector"), "spec.selector", faults);
        faults.oneOf(spec.path("type"), "spec.type", TYPES);
        faults.oneOf(spec.path("sessionAffinity"), "spec.sessionAffinity", List.of("ClientIP", "None"));
    }

    private void address(JsonNode spec, boolean headless, boolean external) {
        JsonNode address = spec.path("clusterIP");
        String type = spec.path("type").asText();
        String path = "spec.clusterIPs[0]";
        if (ScalarValues.isZero(address) || external) {
            return;
        }
        if (headless && !type.equals("ClusterIP")) {
            faults.add(FieldError.invalid(path, "\"None\"", "may not be set to 'None' for " + type + " services"));
        }
        boolean legal = headless
                || StringFormats.fits(address.asText(), "ipv4")
                || StringFormats.fits(address.asText(), "ipv6");
        faults.require(
                legal,
                FieldError.invalid(
                        path, address.toString(), "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"));
    }

    private void ports(JsonNode ports) {
        Set<String> numbers = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            port(ports.get(i), "spec.ports[" + i + "]", ports.size() > 1);
        }
        faults.distinct(ports, "name", "spec.ports");
        for (int i = 0; i < ports.size(); i++) {
            JsonNode port = ports.get(i);
            if (!numbers.add(port.path("protocol").asText() + port.path("port"))) {
                String shown =
                        "{\"Name\":\"\",\"Protocol\":%s,\"AppProtocol\":null,\"Port\":%s,\"TargetPort\":0,\"NodePort\":0}"
                                .formatted(port.path("protocol"), port.path("port"));
                faults.add(FieldError.duplicate("spec.ports[" + i + "]", shown));
            }
        }
    }

    private void nodePorts(JsonNode ports, String type) {
        boolean allowed = type.equals("NodePort") || type.equals("LoadBalancer");
        for (int i = 0; i < ports.size(); i++) {
            if (!allowed && !ScalarValues.isZero(ports.get(i).path("nodePort"))) {
                faults.add(FieldError.forbidden(
                        "spec.ports[" + i + "].nodePort", "may not be used when `type` is '" + type + "'"));
            }
        }
    }

    private void port(JsonNode port, String path, boolean named) {
        if (named && ScalarValues.isZero(port.path("name"))) {
            faults.add(FieldError.required(path + ".name", ""));
        } else if (!ScalarValues.isZero(port.path("name"))) {
            faults.form(port.path("name").asText(), path + ".name", NameRules::label);
        }
        faults.port(port.path("port"), path + ".port");
        faults.oneOf(port.path("protocol"), path + ".protocol", PROTOCOLS);
        JsonNode target = port.path("targetPort");
        if (target.isTextual()) {
            faults.form(target.asText(), path + ".targetPort", NameRules::portName);
        } else if (target.isNumber()) {
            faults.port(target, path + ".targetPort");
        }
    }

    public void change(JsonNode old, JsonNode object) {
        JsonNode before = old.path("spec").path("clusterIPs");
        JsonNode after = object.path("spec").path("clusterIPs");
        boolean wasExternal = old.path("spec").path("type").asText().equals("ExternalName");
        boolean isExternal = object.path("spec").path("type").asText().equals("ExternalName");
        boolean fixed = !wasExternal && !isExternal && !before.isEmpty();
        if (fixed && !before.path(0).equals(after.path(0))) {
            faults.add(FieldError.invalid("spec.clusterIPs[0]", after.toString(), "may not change once set"));
        }
    }
}
