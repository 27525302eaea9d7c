// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A Sidecar of Istio: what the proxies of some workloads are told of.
 *
 * @param workloadSelector the labels of those workloads; empty for all of the namespace
 * @param egress what they call; one listener for everything if the object names none
 * @param registryOnly whether requests to what they do not know are refused, if the object says it
 */
public record Sidecar(
        String namespace,
        String name,
        Instant created,
        Optional<Map<String, String>> workloadSelector,
        List<EgressListener> egress,
        Optional<Boolean> registryOnly) {

    /** Copies the collections. */
    public Sidecar {
        workloadSelector = workloadSelector.map(Map::copyOf);
        egress = List.copyOf(egress);
    }

    /** Reads the object. */
    public static Sidecar read(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        JsonNode spec = object.path("spec");
        String namespace = metadata.path("namespace").asText();
        List<EgressListener> egress = new ArrayList<>();
        spec.path("egress").forEach(listener -> egress.add(EgressListener.read(listener)));
        JsonNode selector = spec.path("workloadSelector");
        JsonNode mode = spec.path("outboundTrafficPolicy").path("mode");
        return new Sidecar(
                namespace,
                metadata.path("name").asText(),
                Instant.parse(metadata.path("creationTimestamp").asText("1970-01-01T00:00:00Z")),
                selector.isObject() ? Optional.of(DestinationRule.labels(selector.path("labels"))) : Optional.empty(),
                egress.isEmpty() ? List.of(EgressListener.ALL) : egress,
                spec.path("outboundTrafficPolicy").isObject()
                        ? Optional.of(!mode.asText("REGISTRY_ONLY").equals("ALLOW_ANY"))
                        : Optional.empty());
    }

    boolean selects(Map<String, String> labels) {
        return workloadSelector
                .map(selector -> labels.entrySet().containsAll(selector.entrySet()))
                .orElse(true);
    }

    /**
     * A listener of a Sidecar.
     *
     * @param port the only port that it is for; empty if it is for those that no other one names
     * @param hosts what is imported, each {@code namespace/host}, and {@code ~} before what is not
     */
    public record EgressListener(Optional<Integer> port, List<String> hosts) {

        static final EgressListener ALL = new EgressListener(Optional.empty(), List.of("*/*"));

        /** Copies the list. */
        public EgressListener {
            hosts = List.copyOf(hosts);
        }

        private static EgressListener read(JsonNode listener) {
            List<String> hosts = new ArrayList<>();
            listener.path("hosts").forEach(host -> hosts.add(host.asText()));
            JsonNode number = listener.path("port").path("number");
            return new EgressListener(number.asInt() > 0 ? Optional.of(number.asInt()) : Optional.empty(), hosts);
        }

        /**
         * Says whether a Service is imported by workloads of a namespace. What is excluded is never imported; {@code ~/*}
         * excludes everything.
         *
         * <p>Source: selectServices in istiod's {@code pilot/pkg/model/sidecar.go}.
         */
        boolean importsService(String namespace, String host, String callerNamespace) {
            return imports(namespace, callerNamespace, pattern -> isSubset(host, pattern), host);
        }

        /**
         * Says whether a VirtualService is imported because of one of its hosts: a wildcard on either side may cover the
         * other, but for what istiod makes of routes of the Gateway API.
         *
         * <p>Source: SelectVirtualServices in istiod's {@code pilot/pkg/model/virtualservice.go}.
         */
        boolean importsRoutes(String namespace, Collection<String> names, boolean gatewayApi, String callerNamespace) {
            return names.stream()
                    .anyMatch(host -> imports(
                            namespace,
                            callerNamespace,
                            pattern -> isSubset(host, pattern) || (!gatewayApi && isSubset(pattern, host)),
                            host));
        }

        private boolean imports(String namespace, String callerNamespace, Predicate<String> imported, String host) {
            return entries(namespace, callerNamespace, "").anyMatch(imported)
                    && entries(namespace, callerNamespace, "~").noneMatch(pattern -> isSubset(host, pattern));
        }

        /** Returns the hosts that are imported from a namespace, or excluded. */
        private Stream<String> entries(String namespace, String callerNamespace, String prefix) {
            return hosts.stream()
                    .filter(entry -> entry.startsWith("~") != prefix.isEmpty())
                    .map(entry -> entry.substring(prefix.length()).split("/", -1))
                    .filter(parts -> parts.length == 2)
                    .filter(parts -> parts[0].equals("*")
                            || (parts[0].isEmpty() && !prefix.isEmpty())
                            || namespace.equals(parts[0].equals(".") ? callerNamespace : parts[0]))
                    .map(parts -> parts[1]);
        }

        /** Source: SubsetOf in istiod's {@code pkg/config/host/name.go}. */
        private static boolean isSubset(String host, String of) {
            if (!of.startsWith("*")) {
                return host.equals(of);
            }
            return host.startsWith("*")
                    ? host.length() >= of.length() && host.substring(1).endsWith(of.substring(1))
                    : host.endsWith(of.substring(1));
        }
    }
}
