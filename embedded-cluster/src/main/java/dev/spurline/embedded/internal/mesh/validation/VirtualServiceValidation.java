// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * What istiod's webhook refuses of VirtualServices. Rules for TCP and TLS are not looked at.
 *
 * <p>Source: ValidateVirtualService and validateExportTo in Istio's {@code pkg/config/validation/validation.go}.
 */
public final class VirtualServiceValidation {

    /** The objects that it is about. */
    public static final String RESOURCE = "virtualservices.networking.istio.io";

    private static final String MESH = "mesh";
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private final JsonNode spec;
    private final String namespace;
    private final Problems problems = new Problems();

    private VirtualServiceValidation(JsonNode object) {
        spec = object.path("spec");
        namespace = object.path("metadata").path("namespace").asText();
    }

    /** Returns why an object is refused, if it is. */
    public static Optional<String> error(JsonNode object) {
        VirtualServiceValidation validation = new VirtualServiceValidation(object);
        validation.checkAll();
        return validation.problems.text().map(problems -> "configuration is invalid: " + problems);
    }

    private void checkAll() {
        List<String> hosts = texts(spec.path("hosts"));
        if (hosts.isEmpty()) {
            checkDelegate();
        }
        checkHosts(hosts);
        boolean empty = spec.path("http").isEmpty()
                && spec.path("tcp").isEmpty()
                && spec.path("tls").isEmpty();
        problems.addIf(empty, "http, tcp or tls must be provided in virtual service");
        spec.path("http").forEach(rule -> new HttpRuleValidation(rule, problems).check(hosts.isEmpty(), isMesh()));
        checkExportTo();
    }

    private void checkDelegate() {
        problems.addIf(!spec.path("gateways").isEmpty(), "delegate virtual service must have no gateways specified");
        problems.addIf(!spec.path("tls").isEmpty(), "delegate virtual service must have no tls route specified");
        problems.addIf(!spec.path("tcp").isEmpty(), "delegate virtual service must have no tcp route specified");
    }

    /** Whether it is for sidecars, as the webhook sees it. Source: isGateway there. */
    private boolean isMesh() {
        List<String> gateways = texts(spec.path("gateways"));
        return gateways.isEmpty() || gateways.contains(MESH);
    }

    private void checkHosts(List<String> hosts) {
        hosts.forEach(host -> problems.addIf(
                isMesh() && host.equals("*"),
                "wildcard host * is not allowed for virtual services bound to the mesh gateway"));
        for (int first = 0; first < hosts.size(); first++) {
            for (int second = first + 1; second < hosts.size(); second++) {
                problems.addIf(
                        overlap(hosts.get(first), hosts.get(second)),
                        "duplicate hosts in virtual service: %s & %s".formatted(hosts.get(first), hosts.get(second)));
            }
        }
    }

    /** Source: Name.Matches in Istio's {@code pkg/config/host/name.go}. */
    private static boolean overlap(String one, String other) {
        return one.equals(other) || covers(one, other) || covers(other, one);
    }

    private static boolean covers(String wildcard, String host) {
        return wildcard.startsWith("*") && host.endsWith(wildcard.substring(1));
    }

    private void checkExportTo() {
        List<String> exports = texts(spec.path("exportTo"));
        Set<String> seen = new HashSet<>();
        for (String entry : exports) {
            String name = entry.equals(".") ? namespace : entry;
            if (!seen.add(name)) {
                problems.add(
                        name.equals(entry)
                                ? "duplicate entries in exportTo for entry " + entry
                                : "duplicate entries in exportTo: . and current namespace " + namespace);
            } else if (name.equals("~")) {
                problems.add("exportTo ~ (none) is not allowed for Istio configuration objects");
            } else if (!name.equals("*") && !LABEL.matcher(name).matches()) {
                problems.add("only .,*, or a valid DNS 1123 label is allowed as exportTo entry");
            }
        }
        problems.addIf(
                seen.contains("*") && exports.size() > 1,
                "cannot have both public (*) and non-public exportTo values for a resource");
    }

    static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
