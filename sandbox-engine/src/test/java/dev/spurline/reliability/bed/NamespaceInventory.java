// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.bed;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** All objects of every kind that a namespace can have. */
public final class NamespaceInventory {

    /** What the cluster writes about what happens, and forgets by itself. */
    private static final Set<String> REPORTS = Set.of("Event", "Lease");

    private final KubernetesClient client;
    private final List<ResourceDefinitionContext> kinds;

    /** Asks which kinds there are. */
    public NamespaceInventory(KubernetesClient client) {
        this.client = client;
        Stream<String> groups = client.getApiGroups().getGroups().stream()
                .map(group -> group.getPreferredVersion().getGroupVersion());
        this.kinds = Stream.concat(Stream.of("v1"), groups)
                .flatMap(version -> client.getApiResources(version).getResources().stream()
                        .filter(kind -> kind.getNamespaced() && kind.getVerbs().contains("list"))
                        .map(kind -> context(version, kind)))
                .toList();
    }

    private static ResourceDefinitionContext context(String groupVersion, APIResource kind) {
        int slash = groupVersion.indexOf('/');
        return new ResourceDefinitionContext.Builder()
                .withGroup(slash < 0 ? "" : groupVersion.substring(0, slash))
                .withVersion(groupVersion.substring(slash + 1))
                .withKind(kind.getKind())
                .withPlural(kind.getName())
                .withNamespaced(true)
                .build();
    }

    /** Returns whatever has a label, as {@code Kind/name}. */
    public List<String> labelled(String namespace, String label, String value) {
        return kinds.stream()
                .flatMap(kind -> names(
                        kind,
                        client.genericKubernetesResources(kind)
                                .inNamespace(namespace)
                                .withLabel(label, value)
                                .list()
                                .getItems()))
                .sorted()
                .toList();
    }

    /** Returns whatever is there, as {@code namespace/Kind/name}, but for events and leases. */
    public Set<String> all(List<String> namespaces) {
        Set<String> all = new TreeSet<>();
        for (String namespace : namespaces) {
            kinds.stream()
                    .filter(kind -> !REPORTS.contains(kind.getKind()))
                    .flatMap(kind -> names(
                            kind,
                            client.genericKubernetesResources(kind)
                                    .inNamespace(namespace)
                                    .list()
                                    .getItems()))
                    .forEach(name -> all.add(namespace + "/" + name));
        }
        return all;
    }

    /** Returns how many bytes the objects have as JSON, but for events and leases. */
    public long bytes(List<String> namespaces) {
        return namespaces.stream()
                .flatMap(namespace -> kinds.stream()
                        .filter(kind -> !REPORTS.contains(kind.getKind()))
                        .flatMap(kind ->
                                client
                                        .genericKubernetesResources(kind)
                                        .inNamespace(namespace)
                                        .list()
                                        .getItems()
                                        .stream()))
                .mapToLong(object -> Serialization.asJson(object).length())
                .sum();
    }

    private static Stream<String> names(ResourceDefinitionContext kind, List<GenericKubernetesResource> items) {
        return items.stream()
                .map(object -> kind.getKind() + "/" + object.getMetadata().getName());
    }
}
