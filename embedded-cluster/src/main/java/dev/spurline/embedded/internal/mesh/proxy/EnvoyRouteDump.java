// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.spurline.embedded.internal.mesh.config.MeshConfig;
import dev.spurline.embedded.internal.mesh.config.MeshService;
import dev.spurline.embedded.internal.mesh.routing.RouteTable;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Envoy's {@code /config_dump} of routes: exactly those by which the proxy's listeners decide at this moment.
 *
 * <p>Source: www.envoyproxy.io/docs/envoy/latest/operations/admin#get--config_dump.
 */
final class EnvoyRouteDump {

    private static final String TYPE = "type.googleapis.com/envoy.";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Its port is one of TLS. */
    private static final String API = "default/kubernetes";

    private final MeshConfig config;
    private final SidecarProxy proxy;
    private final Instant now = Clock.systemUTC().instant();

    EnvoyRouteDump(DataPlane plane, SidecarProxy proxy) {
        this.config = plane.config();
        this.proxy = proxy;
    }

    /** Returns the whole dump. */
    ObjectNode all(Optional<String> names) {
        ObjectNode dump = JSON.objectNode();
        ObjectNode routes = dump.putArray("configs").addObject();
        routes.put("@type", TYPE + "admin.v3.RoutesConfigDump");
        routes.putArray("static_route_configs").addAll(staticConfigs());
        routes.putArray("dynamic_route_configs").addAll(routeConfigs(names));
        return dump;
    }

    /** Returns one field of the dump, or empty if there is no such field. */
    Optional<ObjectNode> resource(String field, Optional<String> names) {
        return switch (field) {
            case "dynamic_route_configs" -> Optional.of(field("DynamicRouteConfig", routeConfigs(names)));
            case "static_route_configs" -> Optional.of(field("StaticRouteConfig", staticConfigs()));
            default -> Optional.empty();
        };
    }

    private static ObjectNode field(String type, List<ObjectNode> configs) {
        ObjectNode dump = JSON.objectNode();
        if (!configs.isEmpty()) {
            ArrayNode all = dump.putArray("configs");
            configs.forEach(entry -> all.add(JSON.objectNode()
                    .put("@type", TYPE + "admin.v3.RoutesConfigDump." + type)
                    .<ObjectNode>setAll(entry)));
        }
        return dump;
    }

    /**
     * A waypoint has the routes of each of its Services in the listener itself, and Envoy calls such routes static.
     *
     * <p>Source: buildWaypointInboundHTTPRouteConfig in {@code pilot/pkg/networking/core/listener_waypoint.go}.
     */
    private List<ObjectNode> staticConfigs() {
        return proxy.waypoint().stream()
                .flatMap(name -> requested()
                        .filter(port ->
                                config.waypoint(port).filter(name::equals).isPresent()))
                .sorted((a, b) -> a.toString().compareTo(b.toString()))
                .map(port -> routeConfig(
                        "inbound-vip|%d|http|%s".formatted(port.port(), port.host()),
                        JSON.arrayNode().add(inboundHost(port))))
                .toList();
    }

    private ObjectNode inboundHost(ServicePort port) {
        ObjectNode host = JSON.objectNode();
        host.put("name", "inbound|http|" + port.port());
        host.putArray("domains").add("*");
        host.set("routes", routes(config.waypointTable(port), port));
        return host;
    }

    private static ArrayNode routes(RouteTable table, ServicePort port) {
        ArrayNode routes = JSON.arrayNode();
        if (table.entries().isEmpty()) {
            routes.add(EnvoyRoute.plain(port));
        } else {
            table.entries().forEach(entry -> routes.add(EnvoyRoute.of(entry, port)));
        }
        return routes;
    }

    private List<ObjectNode> routeConfigs(Optional<String> names) {
        if (proxy.waypoint().isPresent()) {
            return List.of();
        }
        Map<String, ArrayNode> hosts = new TreeMap<>();
        requested()
                .filter(port -> config.isKnown(port, proxy.routeCaller()))
                .sorted((a, b) -> a.toString().compareTo(b.toString()))
                .forEach(port -> hosts.computeIfAbsent(routeConfigName(port), name -> JSON.arrayNode())
                        .add(virtualHost(port)));
        return hosts.entrySet().stream()
                .filter(entry ->
                        names.map(regex -> matches(regex, entry.getKey())).orElse(true))
                .map(entry -> routeConfig(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** A proxy has the routes of all Services, whether its pod calls them or not. */
    private Stream<ServicePort> requested() {
        return config.services().stream()
                .flatMap(service -> service.ports().stream()
                        .filter(port -> port.transport().equals("TCP") && port.protocol() != MeshService.Protocol.TCP)
                        .map(port -> new ServicePort(service.namespace(), service.name(), port.number())))
                .filter(port -> !port.service().equals(API));
    }

    private static boolean matches(String regex, String name) {
        try {
            return Pattern.matches(regex, name);
        } catch (PatternSyntaxException invalid) {
            return false;
        }
    }

    /** A port that declares its protocol shares the configuration of its number. */
    private String routeConfigName(ServicePort port) {
        boolean declared = config.service(port.namespace(), port.name())
                .flatMap(service -> service.port(port.port()))
                .map(found -> found.protocol() != MeshService.Protocol.DETECTED)
                .orElse(false);
        return declared ? String.valueOf(port.port()) : port.toString();
    }

    private ObjectNode routeConfig(String name, ArrayNode hosts) {
        ObjectNode entry = JSON.objectNode();
        entry.put("version_info", now.toString().substring(0, 19) + "Z/" + config.version());
        ObjectNode route = entry.putObject("route_config");
        route.put("@type", TYPE + "config.route.v3.RouteConfiguration");
        route.put("name", name);
        route.set("virtual_hosts", hosts);
        route.put("validate_clusters", false);
        route.put("max_direct_response_body_size_bytes", 1048576);
        route.put("ignore_port_in_host_matching", true);
        entry.put("last_updated", now.toString());
        return entry;
    }

    private ObjectNode virtualHost(ServicePort port) {
        ObjectNode host = JSON.objectNode();
        host.put("name", port.toString());
        ArrayNode domains = host.putArray("domains");
        domains(port).forEach(domains::add);
        host.set("routes", routes(config.table(port, proxy.routeCaller()), port));
        host.put("include_request_attempt_count", true);
        return host;
    }

    private Stream<String> domains(ServicePort port) {
        String name = port.name();
        String full = name + "." + port.namespace();
        Stream<String> own = proxy.peer().namespace().equals(port.namespace()) ? Stream.of(name) : Stream.empty();
        Stream<String> address =
                config
                        .service(port.namespace(), name)
                        .filter(MeshService::hasClusterIp)
                        .map(MeshService::clusterIp)
                        .stream();
        return Stream.of(Stream.of(port.host()), own, Stream.of(full + ".svc", full), address)
                .flatMap(all -> all);
    }
}
