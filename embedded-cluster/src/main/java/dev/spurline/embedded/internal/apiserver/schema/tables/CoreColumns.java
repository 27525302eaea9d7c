// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.tables;

import static dev.spurline.embedded.internal.apiserver.schema.tables.PrinterColumn.number;
import static dev.spurline.embedded.internal.apiserver.schema.tables.PrinterColumn.text;
import static dev.spurline.embedded.internal.apiserver.schema.tables.PrinterColumn.wide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.spurline.embedded.internal.apiserver.schema.rules.ObjectSelectors;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * The columns of the kinds of the core group.
 *
 * <p>Source: {@code pkg/printers/internalversion/printers.go}.
 */
final class CoreColumns {

    private static final String NONE = "<none>";
    private static final String ROLE = "node-role.kubernetes.io/";

    private CoreColumns() {}

    static List<PrinterColumn> of(String kind, Instant now) {
        return switch (kind) {
            case "Pod" -> pod(now);
            case "Service" -> service(now);
            case "Node" -> node(now);
            case "Namespace" -> List.of(text("Status", object -> phase(object)));
            case "ConfigMap" -> List.of(PrinterColumns.data());
            case "Secret" ->
                List.of(
                        text("Type", object -> object.path("type").asText()),
                        number("Data", "string", object -> object.path("data").size()));
            case "ServiceAccount" -> List.of();
            case "Event" -> event(now);
            case "LimitRange" -> List.of(PrinterColumns.createdAt());
            case "Endpoints" -> List.of(text("Endpoints", CoreColumns::endpoints));
            case "PersistentVolumeClaim" -> claim(now);
            default -> List.of();
        };
    }

    static JsonNode entries(JsonNode object) {
        return IntNode.valueOf(
                object.path("data").size() + object.path("binaryData").size());
    }

    private static List<PrinterColumn> pod(Instant now) {
        return List.of(
                text("Ready", PodColumns::ready),
                text("Status", PodColumns::status),
                text("Restarts", pod -> PodColumns.restarts(pod, now)),
                PrinterColumns.age(now),
                wide("IP", pod -> pod.path("status").path("podIP").asText(NONE)),
                wide("Node", pod -> pod.path("spec").path("nodeName").asText(NONE)),
                wide(
                        "Nominated Node",
                        pod -> pod.path("status").path("nominatedNodeName").asText(NONE)),
                wide("Readiness Gates", PodColumns::gates));
    }

    private static List<PrinterColumn> service(Instant now) {
        return List.of(
                text("Type", service -> service.path("spec").path("type").asText()),
                text(
                        "Cluster-IP",
                        service -> service.path("spec").path("clusterIP").asText(NONE)),
                text("External-IP", CoreColumns::externalAddress),
                text("Port(s)", CoreColumns::ports),
                PrinterColumns.age(now),
                wide(
                        "Selector",
                        service -> ObjectSelectors.text(service.path("spec").path("selector"))));
    }

    private static String externalAddress(JsonNode service) {
        JsonNode spec = service.path("spec");
        List<String> addresses = new ArrayList<>();
        service.path("status")
                .path("loadBalancer")
                .path("ingress")
                .forEach(ingress -> addresses.add(
                        ingress.path("ip").asText(ingress.path("hostname").asText())));
        spec.path("externalIPs").forEach(address -> addresses.add(address.asText()));
        return switch (spec.path("type").asText()) {
            case "ExternalName" -> spec.path("externalName").asText();
            case "LoadBalancer" -> addresses.isEmpty() ? "<pending>" : String.join(",", addresses);
            default -> addresses.isEmpty() ? NONE : String.join(",", addresses);
        };
    }

    private static String ports(JsonNode service) {
        List<String> ports = new ArrayList<>();
        service.path("spec").path("ports").forEach(port -> {
            String node = port.path("nodePort").asInt() == 0
                    ? ""
                    : ":" + port.path("nodePort").asInt();
            ports.add(port.path("port").asInt() + node + "/"
                    + port.path("protocol").asText());
        });
        return ports.isEmpty() ? NONE : String.join(",", ports);
    }

    private static List<PrinterColumn> node(Instant now) {
        return List.of(
                text("Status", CoreColumns::nodeStatus),
                text("Roles", CoreColumns::roles),
                PrinterColumns.age(now),
                text("Version", node -> info(node, "kubeletVersion")),
                wide("Internal-IP", node -> address(node, "InternalIP")),
                wide("External-IP", node -> address(node, "ExternalIP")),
                wide("OS-Image", node -> info(node, "osImage")),
                wide("Kernel-Version", node -> info(node, "kernelVersion")),
                wide("Container-Runtime", node -> info(node, "containerRuntimeVersion")));
    }

    private static String nodeStatus(JsonNode node) {
        String status = "Unknown";
        for (JsonNode condition : node.path("status").path("conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                status = condition.path("status").asText().equals("True") ? "Ready" : "NotReady";
            }
        }
        return status + (node.path("spec").path("unschedulable").asBoolean() ? ",SchedulingDisabled" : "");
    }

    private static String roles(JsonNode node) {
        TreeSet<String> roles = new TreeSet<>();
        node.path("metadata").path("labels").fieldNames().forEachRemaining(label -> {
            if (label.startsWith(ROLE)) {
                roles.add(label.substring(ROLE.length()));
            }
        });
        return roles.isEmpty() ? NONE : String.join(",", roles);
    }

    private static String address(JsonNode node, String type) {
        for (JsonNode address : node.path("status").path("addresses")) {
            if (address.path("type").asText().equals(type)) {
                return address.path("address").asText();
            }
        }
        return NONE;
    }

    private static String info(JsonNode node, String field) {
        String value = node.path("status").path("nodeInfo").path(field).asText();
        return value.isEmpty() ? "<unknown>" : value;
    }

    private static String phase(JsonNode object) {
        return object.path("status").path("phase").asText();
    }

    private static List<PrinterColumn> event(Instant now) {
        return List.of(
                text("Last Seen", event -> {
                    String last = event.path("lastTimestamp").asText("");
                    String fallback = event.path("eventTime").asText("");
                    String time = last.isEmpty() || last.equals("null") ? fallback : last;
                    return AgeText.since(time.equals("null") ? "" : time, now);
                }),
                text("Type", event -> event.path("type").asText()),
                text("Reason", event -> event.path("reason").asText()),
                text(
                        "Object",
                        event -> event.path("involvedObject")
                                        .path("kind")
                                        .asText()
                                        .toLowerCase(Locale.ROOT) + "/"
                                + event.path("involvedObject").path("name").asText()),
                wide(
                        "Subobject",
                        event -> event.path("involvedObject").path("fieldPath").asText()),
                wide("Source", event -> event.path("source").path("component").asText()),
                text("Message", event -> event.path("message").asText().strip()),
                wide(
                        "First Seen",
                        event -> AgeText.since(event.path("firstTimestamp").asText(""), now)),
                number(
                                "Count",
                                "string",
                                event -> Math.max(1, event.path("count").asInt()))
                        .onlyWide());
    }

    private static String endpoints(JsonNode endpoints) {
        List<String> all = new ArrayList<>();
        endpoints
                .path("subsets")
                .forEach(subset -> subset.path("addresses")
                        .forEach(address -> subset.path("ports")
                                .forEach(port -> all.add(address.path("ip").asText() + ":"
                                        + port.path("port").asInt()))));
        return shortened(all);
    }

    private static String shortened(List<String> all) {
        if (all.size() > 3) {
            return String.join(",", all.subList(0, 3)) + " + " + (all.size() - 3) + " more...";
        }
        return all.isEmpty() ? NONE : String.join(",", all);
    }

    static List<PrinterColumn> endpointSlice() {
        return List.of(
                text("AddressType", slice -> slice.path("addressType").asText()),
                text("Ports", slice -> {
                    String ports = PrinterColumns.joined(slice.path("ports"), "port");
                    return ports.isEmpty() ? "<unset>" : ports;
                }),
                text("Endpoints", slice -> {
                    List<String> all = new ArrayList<>();
                    slice.path("endpoints")
                            .forEach(endpoint ->
                                    endpoint.path("addresses").forEach(address -> all.add(address.asText())));
                    return all.isEmpty() ? "<unset>" : shortened(all);
                }));
    }

    private static List<PrinterColumn> claim(Instant now) {
        return List.of(
                text("Status", CoreColumns::phase),
                text("Volume", claim -> claim.path("spec").path("volumeName").asText()),
                text(
                        "Capacity",
                        claim -> claim.path("status")
                                .path("capacity")
                                .path("storage")
                                .asText()),
                text("Access Modes", claim -> accessModes(claim.path("status").path("accessModes"))),
                text(
                        "StorageClass",
                        claim -> claim.path("spec").path("storageClassName").asText()),
                text("VolumeAttributesClass", claim -> "<unset>"),
                PrinterColumns.age(now),
                wide(
                        "VolumeMode",
                        claim -> claim.path("spec").path("volumeMode").asText("<unset>")));
    }

    private static String accessModes(JsonNode modes) {
        List<String> all = new ArrayList<>();
        modes.forEach(mode -> all.add(
                switch (mode.asText()) {
                    case "ReadWriteOnce" -> "RWO";
                    case "ReadOnlyMany" -> "ROX";
                    case "ReadWriteMany" -> "RWX";
                    default -> "RWOP";
                }));
        return String.join(",", all);
    }
}
