// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.client;

import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.GroupVersionForDiscovery;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds out which kinds the API server serves, each in its preferred version. */
public final class DiscoveredKinds {

    private static final Set<String> CUSTOM_VERBS =
            Set.of("create", "delete", "get", "list", "patch", "update", "watch");

    private DiscoveredKinds() {}

    /** Returns all kinds, each in the version that its group prefers. */
    public static Collection<DiscoveredKind> kinds(KubernetesClient client) {
        Map<String, DiscoveredKind> kinds = new LinkedHashMap<>();
        of(client, "v1").forEach(kind -> kinds.putIfAbsent(kind.qualifiedPlural(), kind));
        for (APIGroup group : client.getApiGroups().getGroups()) {
            for (String version : preferredFirst(group)) {
                of(client, group.getName() + "/" + version)
                        .forEach(kind -> kinds.putIfAbsent(kind.qualifiedPlural(), kind));
            }
        }
        return kinds.values();
    }

    /** Returns the kind that a definition adds, once it is served. */
    public static Optional<DiscoveredKind> kind(CustomResourceDefinition definition) {
        if (!established(definition)) {
            return Optional.empty();
        }
        var spec = definition.getSpec();
        return spec.getVersions().stream()
                .filter(CustomResourceDefinitionVersion::getServed)
                .findFirst()
                .map(version -> new DiscoveredKind(
                        spec.getGroup(),
                        version.getName(),
                        spec.getNames().getKind(),
                        spec.getNames().getPlural(),
                        "Namespaced".equals(spec.getScope()),
                        CUSTOM_VERBS));
    }

    private static boolean established(CustomResourceDefinition definition) {
        return definition.getMetadata().getDeletionTimestamp() == null
                && definition.getStatus() != null
                && definition.getStatus().getConditions() != null
                && definition.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "Established".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    private static List<String> preferredFirst(APIGroup group) {
        List<String> versions = new ArrayList<>();
        if (group.getPreferredVersion() != null) {
            versions.add(group.getPreferredVersion().getVersion());
        }
        group.getVersions().stream()
                .map(GroupVersionForDiscovery::getVersion)
                .filter(version -> !versions.contains(version))
                .forEach(versions::add);
        return versions;
    }

    /** Returns the kinds of one version of a group, such as {@code apps/v1}; none if it is not served. */
    public static List<DiscoveredKind> of(KubernetesClient client, String apiVersion) {
        var list = client.getApiResources(apiVersion);
        if (list == null) {
            return List.of();
        }
        int slash = apiVersion.indexOf('/');
        String group = slash < 0 ? "" : apiVersion.substring(0, slash);
        return list.getResources().stream()
                .filter(resource -> !resource.getName().contains("/"))
                .map(resource -> kind(group, apiVersion.substring(slash + 1), resource))
                .toList();
    }

    private static DiscoveredKind kind(String group, String version, APIResource resource) {
        return new DiscoveredKind(
                group,
                version,
                resource.getKind(),
                resource.getName(),
                Boolean.TRUE.equals(resource.getNamespaced()),
                Set.copyOf(resource.getVerbs()));
    }
}
