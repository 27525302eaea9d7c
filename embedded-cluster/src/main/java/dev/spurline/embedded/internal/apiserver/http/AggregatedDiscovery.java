// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind.Trait;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKinds;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * Discovery in one document, as kubectl asks for it.
 *
 * <p>Source: kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery.
 */
final class AggregatedDiscovery {

    private static final String TYPE = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    private AggregatedDiscovery() {}

    static ServerResponse reply(ResourceKinds kinds, List<String> groups) {
        ObjectNode list = JsonNodeFactory.instance
                .objectNode()
                .put("kind", "APIGroupDiscoveryList")
                .put("apiVersion", "apidiscovery.k8s.io/v2");
        list.putObject("metadata");
        ArrayNode items = list.putArray("items");
        groups.forEach(group -> describe(kinds, group, items.addObject()));
        Buffer body = ServerResponse.json(200, list).body();
        return new ServerResponse(200, TYPE, body);
    }

    private static void describe(ResourceKinds kinds, String group, ObjectNode item) {
        ObjectNode metadata = item.putObject("metadata");
        if (!group.isEmpty()) {
            metadata.put("name", group);
        }
        ArrayNode versions = item.putArray("versions");
        for (String version : kinds.versions(group)) {
            ArrayNode resources = versions.addObject().put("version", version).putArray("resources");
            kinds.stream()
                    .filter(kind ->
                            kind.group().equals(group) && kind.versions().contains(version))
                    .forEach(kind -> describe(kind, version, resources.addObject()));
            ((ObjectNode) versions.path(versions.size() - 1)).put("freshness", "Current");
        }
    }

    private static void describe(ResourceKind kind, String version, ObjectNode resource) {
        resource.put("resource", kind.plural());
        describeOwnType(resource, kind, version, kind.kind());
        resource.put("scope", kind.namespaced() ? "Namespaced" : "Cluster").put("singularResource", kind.singular());
        Discovery.putTexts(resource, "verbs", ResourceVerbs.of(kind));
        if (!kind.shortNames().isEmpty()) {
            Discovery.putTexts(resource, "shortNames", kind.shortNames());
        }
        if (!kind.categories().isEmpty()) {
            Discovery.putTexts(resource, "categories", kind.categories());
        }
        if (!kind.subresources().isEmpty()) {
            ArrayNode subresources = resource.putArray("subresources");
            kind.subresources().forEach(name -> describe(kind, version, name, subresources.addObject()));
        }
    }

    private static void describe(ResourceKind kind, String version, String name, ObjectNode subresource) {
        SubresourceType type = SubresourceType.of(kind, name);
        subresource.put("subresource", name);
        if (type.group().isEmpty()) {
            describeOwnType(subresource, kind, version, type.kind());
        } else {
            describeType(subresource, type.group(), type.version(), type.kind());
        }
        Discovery.putTexts(subresource, "verbs", ResourceVerbs.of(name));
    }

    /** Built-in resources leave out what is that of the document; so does a real server. */
    private static void describeOwnType(ObjectNode node, ResourceKind resource, String version, String kind) {
        boolean custom = resource.has(Trait.CUSTOM);
        describeType(node, custom ? resource.group() : "", custom ? version : "", kind);
    }

    private static void describeType(ObjectNode node, String group, String version, String kind) {
        node.putObject("responseKind")
                .put("group", group)
                .put("version", version)
                .put("kind", kind);
    }
}
