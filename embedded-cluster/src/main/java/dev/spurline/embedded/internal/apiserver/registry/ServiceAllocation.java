// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind;
import dev.spurline.embedded.internal.apiserver.schema.ServerSetFields;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What each Service has for itself alone, its cluster IP and its node ports, from the first type to the last.
 *
 * <p>Source: {@code pkg/registry/core/service/storage/alloc.go} (allocateCreate, allocateUpdate).
 */
final class ServiceAllocation {

    private static final List<String> INTERNAL =
            List.of("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy");
    private static final List<String> ADDRESSES = INTERNAL.subList(0, 4);

    private final ClusterIps clusterIps = new ClusterIps();
    private final NodePorts nodePorts = new NodePorts();

    /** Gives a Service what it has not yet. */
    void allocate(ResourceKind kind, JsonNode old, ObjectNode service) {
        ObjectNode spec = service.withObject("/spec");
        if (hasAddress(spec)) {
            allocateAddress(kind, old.path("spec"), service);
        }
        if (hasNodePorts(spec) && spec.path("allocateLoadBalancerNodePorts").asBoolean(true)) {
            allocatePorts(kind, allocatePorts(old), service);
        }
    }

    private void allocateAddress(ResourceKind kind, JsonNode before, ObjectNode service) {
        ObjectNode spec = service.withObject("/spec");
        String asked = spec.path("clusterIP").asText("");
        boolean known =
                asked.equals("None") || asked.equals(before.path("clusterIP").asText(""));
        if (!asked.isEmpty() && !known) {
            clusterIps
                    .take(asked)
                    .ifPresent(why -> refuse(kind, service, "[\"%s\"]: %s".formatted(asked, why), "spec.clusterIPs"));
        }
        String address = asked.isEmpty() ? clusterIps.next() : asked;
        spec.put("clusterIP", address).putArray("clusterIPs").add(address);
    }

    private void allocatePorts(ResourceKind kind, Set<Integer> before, ObjectNode service) {
        ArrayNode ports = service.withObject("/spec").withArray("/ports");
        for (int i = 0; i < ports.size(); i++) {
            ObjectNode port = (ObjectNode) ports.get(i);
            int asked = port.path("nodePort").asInt();
            String path = "spec.ports[" + i + "].nodePort";
            if (asked == 0) {
                port.put("nodePort", nodePorts.next());
            } else if (!before.contains(asked)) {
                nodePorts.take(asked).ifPresent(why -> refuse(kind, service, asked + ": " + why, path));
            }
        }
    }

    private static void refuse(ResourceKind kind, ObjectNode service, String why, String field) {
        String name = service.path("metadata").path("name").asText("");
        throw kind.invalid(
                name, List.of(new StatusException.StatusCause("FieldValueInvalid", "Invalid value: " + why, field)));
    }

    /** Gives back what one version of a Service has and another has not. */
    void release(JsonNode service, JsonNode other) {
        String address = service.path("spec").path("clusterIP").asText("");
        if (!address.equals(other.path("spec").path("clusterIP").asText(""))) {
            clusterIps.release(address);
        }
        Set<Integer> kept = allocatePorts(other);
        allocatePorts(service).stream().filter(port -> !kept.contains(port)).forEach(nodePorts::release);
    }

    private static Set<Integer> allocatePorts(JsonNode service) {
        Set<Integer> ports = new TreeSet<>();
        for (JsonNode port : service.path("spec").path("ports")) {
            Optional.of(port.path("nodePort").asInt())
                    .filter(number -> number != 0)
                    .ifPresent(ports::add);
        }
        return ports;
    }

    /** Lets a changed Service keep what its writer did not name, and lose what its new type cannot have. */
    static void inherit(ObjectNode old, ObjectNode service) {
        ObjectNode before = old.withObject("/spec");
        ObjectNode after = service.withObject("/spec");
        if (hasAddress(before)) {
            inheritAddress(before, after);
        } else {
            ServerSetFields.setIpFamilies(service);
        }
        if (hasNodePorts(before)) {
            inheritPorts(before, after);
        }
        boolean wasBalanced = before.path("type").asText().equals("LoadBalancer");
        if (wasBalanced && !after.path("type").asText().equals("LoadBalancer")) {
            drop(List.of("allocateLoadBalancerNodePorts"), before, after);
        }
    }

    private static void inheritAddress(ObjectNode before, ObjectNode after) {
        boolean replaced = after.has("clusterIP") && !after.path("clusterIP").equals(before.path("clusterIP"));
        if (!hasAddress(after)) {
            drop(INTERNAL, before, after);
        } else if (replaced && after.path("clusterIPs").equals(before.path("clusterIPs"))) {
            after.putArray("clusterIPs").add(after.path("clusterIP"));
        } else if (!replaced) {
            ADDRESSES.stream()
                    .filter(field -> before.has(field) && !after.has(field))
                    .forEach(field -> after.set(field, before.path(field).deepCopy()));
        }
    }

    private static void inheritPorts(ObjectNode before, ObjectNode after) {
        if (!hasNodePorts(after)) {
            drop(List.of("externalTrafficPolicy"), before, after);
        }
        for (JsonNode port : after.path("ports")) {
            JsonNode known = same(port, before.path("ports")).path("nodePort");
            ObjectNode own = (ObjectNode) port;
            if (hasNodePorts(after) && !own.has("nodePort") && known.isNumber()) {
                own.set("nodePort", known);
            } else if (!hasNodePorts(after) && own.path("nodePort").equals(known)) {
                own.remove("nodePort");
            }
        }
    }

    private static JsonNode same(JsonNode port, JsonNode ports) {
        for (JsonNode other : ports) {
            if (other.path("port").equals(port.path("port"))
                    && other.path("protocol").equals(port.path("protocol"))) {
                return other;
            }
        }
        return port.path("none");
    }

    private static void drop(List<String> fields, ObjectNode before, ObjectNode after) {
        fields.stream()
                .filter(field -> after.path(field).equals(before.path(field)))
                .forEach(after::remove);
    }

    private static boolean hasAddress(JsonNode spec) {
        return !spec.path("type").asText().equals("ExternalName");
    }

    private static boolean hasNodePorts(JsonNode spec) {
        String type = spec.path("type").asText();
        return type.equals("NodePort") || type.equals("LoadBalancer");
    }
}
