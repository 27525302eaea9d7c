/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.embedded.internal.mesh.proxy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.mesh.config.MeshConfig;
import dev.spurline.embedded.internal.mesh.config.MeshService;
import dev.spurline.embedded.internal.mesh.config.PortEndpoints;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import java.util.Comparator;

/**
 * Envoy's {@code /clusters?format=json}, as far as it goes: all ports of all Services with the endpoints that the proxy was
 * told of.
 */
record ClusterDump(DataPlane plane, Proxy proxy) {

    static String cluster(ServicePort port) {
        return "outbound|" + port.port() + "||" + port.host();
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode clusters = json.putArray("cluster_statuses");
        MeshConfig config = plane.config();
        config.services().stream()
                .sorted(Comparator.comparing(MeshService::key))
                .forEach(service -> service.ports()
                        .forEach(port -> add(
                                clusters.addObject(),
                                config,
                                new ServicePort(service.namespace(), service.name(), port.number()))));
        return json;
    }

    private static void add(ObjectNode cluster, MeshConfig config, ServicePort port) {
        cluster.put("name", cluster(port)).put("added_via_api", true);
        ArrayNode hosts = cluster.putArray("host_statuses");
        for (PortEndpoints.Told endpoint : config.told(port)) {
            ObjectNode host = hosts.addObject();
            host.putObject("address")
                    .putObject("socket_address")
                    .put("address", endpoint.podIp())
                    .put("port_value", endpoint.podPort());
            host.putObject("health_status").put("eds_health_status", endpoint.ready() ? "HEALTHY" : "UNHEALTHY");
            host.put("weight", 1);
        }
    }
}
