// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.reading;

import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ServedKinds;
import dev.spurline.internal.work.EngineThreads;
import dev.spurline.internal.work.RetryPolicy;
import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GroupVersionForDiscovery;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Asks which of the custom kinds the API server serves, and in which version. Asked once: kinds rarely come and go. */
final class KindDiscovery {

    /** Istio follows these on ports alone on which it sees no requests, so that they are nobody's rivals there. */
    private static final Set<CustomKind> OF_LINKERD = Set.of(CustomKind.TLS_ROUTE, CustomKind.TCP_ROUTE);

    private KindDiscovery() {}

    /**
     * Asks the server.
     *
     * @param client reaches it
     * @param workers run the calls of the groups in parallel
     */
    static ServedKinds discover(KubernetesClient client, EngineThreads workers) {
        Map<String, Set<String>> offered = RetryPolicy.whole("GET /apis", client::getApiGroups).getGroups().stream()
                .collect(Collectors.toMap(APIGroup::getName, KindDiscovery::versions, (one, other) -> one));
        Map<String, CompletableFuture<Set<String>>> plurals = new HashMap<>();
        Map<CustomKind, String> found = new EnumMap<>(CustomKind.class);
        Set<CustomKind> candidates = EnumSet.allOf(CustomKind.class);
        candidates.removeIf(kind -> best(kind, offered).isEmpty());
        for (CustomKind kind : candidates) {
            plurals.computeIfAbsent(groupVersion(kind, offered), name -> workers.start(() -> plurals(client, name)));
        }
        for (CustomKind kind : candidates) {
            if (plurals.getOrDefault(groupVersion(kind, offered), CompletableFuture.completedFuture(Set.of()))
                    .join()
                    .contains(kind.plural())) {
                found.put(kind, best(kind, offered).orElseThrow());
            }
        }
        if (!found.containsKey(CustomKind.SERVICE_PROFILE)) {
            found.keySet().removeAll(OF_LINKERD);
        }
        return new ServedKinds(found);
    }

    private static Set<String> versions(APIGroup group) {
        return group.getVersions().stream()
                .map(GroupVersionForDiscovery::getVersion)
                .collect(Collectors.toSet());
    }

    private static Optional<String> best(CustomKind kind, Map<String, Set<String>> offered) {
        Set<String> there = offered.getOrDefault(kind.group(), Set.of());
        return kind.versions().stream().filter(there::contains).findFirst();
    }

    private static String groupVersion(CustomKind kind, Map<String, Set<String>> offered) {
        return kind.group() + "/" + best(kind, offered).orElseThrow();
    }

    private static Set<String> plurals(KubernetesClient client, String groupVersion) {
        APIResourceList resources =
                RetryPolicy.whole("GET /apis/" + groupVersion, () -> client.getApiResources(groupVersion));
        if (resources == null) {
            return Set.of();
        }
        return resources.getResources().stream().map(APIResource::getName).collect(Collectors.toSet());
    }
}
