// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.List;
import java.util.Map;

/** Writes VirtualServices briefly. */
public final class VirtualServices {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private VirtualServices() {}

    /** Returns a VirtualService of 2026-01-01. */
    public static VirtualServiceObject virtualService(String namespace, String name, String spec) {
        return virtualService(namespace, name, "2026-01-01T00:00:00Z", spec);
    }

    /** Returns a VirtualService with a date of creation. */
    public static VirtualServiceObject virtualService(String namespace, String name, String created, String spec) {
        String yaml = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {namespace: %s, name: %s, creationTimestamp: "%s"}
            spec:
            %s
            """.formatted(namespace, name, created, spec.indent(2));
        try {
            return VirtualServiceObject.read(YAML.readTree(yaml));
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(yaml, malformed);
        }
    }

    /** Returns the table of a caller for pricing.shop. */
    static RouteTable table(RouteCaller caller, VirtualServiceObject... all) {
        return table(caller, List.of(), all);
    }

    /** Returns the table of a caller for pricing.shop beside routes of the Gateway API. */
    static RouteTable table(RouteCaller caller, List<MeshRoute> routes, VirtualServiceObject... all) {
        RouteObjects objects = new RouteObjects(routes, VirtualServiceDelegates.merge(List.of(all), List.of("*")));
        return IstioRouteTable.of(objects, Routes.PRICING, caller, ServiceDetails.of(Map.of()));
    }

    /** Returns the sidecar of a pod without labels. */
    static RouteCaller in(String namespace) {
        return RouteCaller.sidecar(namespace, Map.of());
    }
}
