// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.blueprint;

import dev.spurline.cluster.ClusterException;
import dev.spurline.cluster.internal.text.NearestName;
import dev.spurline.embedded.internal.client.DiscoveredKind;
import dev.spurline.embedded.internal.client.DiscoveredKinds;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The kinds of the objects in manifests, asked from the API server once per group and version. */
final class ManifestKinds {

    private final KubernetesClient client;
    private final Map<String, List<DiscoveredKind>> known = new HashMap<>();

    ManifestKinds(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Finds the resource of an object.
     *
     * @throws ClusterException if there is none
     */
    DiscoveredKind of(ManifestObject object) {
        List<DiscoveredKind> served =
                known.computeIfAbsent(object.apiVersion(), apiVersion -> DiscoveredKinds.of(client, apiVersion));
        return served.stream()
                .filter(kind -> kind.kind().equals(object.kind()))
                .findFirst()
                .orElseThrow(() -> unknown(object, served));
    }

    private ClusterException unknown(ManifestObject object, List<DiscoveredKind> served) {
        String way = namesakes(object)
                .or(() -> misspelt(object))
                .map(meant -> "did you mean [%s]?".formatted(meant))
                .orElseGet(() -> served.isEmpty()
                        ? "nothing of [%s] is served; %s".formatted(object.apiVersion(), cure(object))
                        : "served are " + names(served));
        return new ClusterException("%s in manifest [%s] is of unknown kind [%s %s]: %s"
                .formatted(object.title(), object.place(), object.apiVersion(), object.kind(), way));
    }

    /** Manifests outlive versions: {@code extensions/v1beta1} had what is in {@code apps/v1} now. */
    private Optional<String> namesakes(ManifestObject object) {
        String found = DiscoveredKinds.kinds(client).stream()
                .filter(kind -> kind.kind().equalsIgnoreCase(object.kind()))
                .filter(kind -> related(group(object), kind.group()))
                .map(kind -> kind.apiVersion() + " " + kind.kind())
                .sorted()
                .collect(Collectors.joining("] or ["));
        return Optional.of(found).filter(text -> !text.isEmpty());
    }

    /** In its own group first: other groups have names that are near, too. */
    private Optional<String> misspelt(ManifestObject object) {
        Collection<DiscoveredKind> all = DiscoveredKinds.kinds(client);
        return misspelt(object, all, group(object)::equals)
                .or(() -> misspelt(object, all, group -> related(group(object), group)));
    }

    private static Optional<String> misspelt(
            ManifestObject object, Collection<DiscoveredKind> all, Predicate<String> groups) {
        Map<String, String> meant = new HashMap<>();
        all.stream()
                .filter(kind -> groups.test(kind.group()))
                .forEach(kind -> meant.putIfAbsent(kind.kind(), kind.apiVersion() + " " + kind.kind()));
        return NearestName.misspelt(object.kind(), meant.keySet()).map(meant::get);
    }

    private static String group(ManifestObject object) {
        int slash = object.apiVersion().indexOf('/');
        return slash < 0 ? "" : object.apiVersion().substring(0, slash);
    }

    /** Kinds move between Kubernetes' own groups; others have kinds of the same names that are something else. */
    private static boolean related(String group, String other) {
        return group.equals(other) || (isKubernetes(group) && isKubernetes(other));
    }

    private static boolean isKubernetes(String group) {
        return group.indexOf('.') < 0 || group.endsWith(".k8s.io");
    }

    private static String names(List<DiscoveredKind> served) {
        return served.stream().map(DiscoveredKind::kind).sorted().distinct().collect(Collectors.joining(", "));
    }

    private static String cure(ManifestObject object) {
        String definition = "add its CustomResourceDefinition to the manifests";
        return MeshDefinitions.bringing(object)
                .map(mesh -> "let the blueprint say mesh(Mesh.%s), or %s".formatted(mesh, definition))
                .orElse(definition);
    }
}
