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
        Set<CustomKind> missing = EnumSet.allOf(CustomKind.class);
        // A group's newest version need not have all of its kinds: TCPRoute is in an older one than HTTPRoute.
        Map<CustomKind, String> asked = versions(missing, 0, offered);
        for (int nth = 1; !asked.isEmpty(); nth++) {
            find(client, workers, asked, plurals, found);
            missing.removeAll(found.keySet());
            if (!found.containsKey(CustomKind.SERVICE_PROFILE)) {
                missing.removeAll(OF_LINKERD);
                found.keySet().removeAll(OF_LINKERD);
            }
            asked = versions(missing, nth, offered);
        }
        return new ServedKinds(found);
    }

    private static Set<String> versions(APIGroup group) {
        return group.getVersions().stream()
                .map(GroupVersionForDiscovery::getVersion)
                .collect(Collectors.toSet());
    }

    /** Returns of each kind the nth of its versions, the best one first, that its group has at all. */
    private static Map<CustomKind, String> versions(Set<CustomKind> kinds, int nth, Map<String, Set<String>> offered) {
        Map<CustomKind, String> versions = new EnumMap<>(CustomKind.class);
        for (CustomKind kind : kinds) {
            Set<String> there = offered.getOrDefault(kind.group(), Set.of());
            kind.versions().stream()
                    .filter(there::contains)
                    .skip(nth)
                    .findFirst()
                    .ifPresent(it -> versions.put(kind, it));
        }
        return versions;
    }

    private static void find(
            KubernetesClient client,
            EngineThreads workers,
            Map<CustomKind, String> asked,
            Map<String, CompletableFuture<Set<String>>> plurals,
            Map<CustomKind, String> found) {
        asked.forEach((kind, version) -> plurals.computeIfAbsent(
                kind.group() + "/" + version, name -> workers.start(() -> plurals(client, name))));
        asked.forEach((kind, version) -> {
            if (plurals.getOrDefault(kind.group() + "/" + version, CompletableFuture.completedFuture(Set.of()))
                    .join()
                    .contains(kind.plural())) {
                found.put(kind, version);
            }
        });
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
