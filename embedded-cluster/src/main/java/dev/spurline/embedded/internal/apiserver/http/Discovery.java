// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind.Trait;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKinds;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Tells clients what the server offers. */
final class Discovery {

    private final ResourceKinds kinds;

    Discovery(ResourceKinds kinds) {
        this.kinds = kinds;
    }

    /** Answers a path, if it is one of discovery. */
    Optional<ServerResponse> reply(ServerRequest request, String path) {
        String trimmed = path.endsWith("/") && path.length() > 1 ? path.substring(0, path.length() - 1) : path;
        boolean aggregated = request.header("Accept").contains("as=APIGroupDiscoveryList");
        String[] parts = trimmed.substring(1).split("/", -1);
        if (parts[0].equals("api") && parts.length <= 2) {
            return core(parts, aggregated, request);
        }
        if (parts[0].equals("apis") && parts.length <= 3) {
            return groups(parts, aggregated);
        }
        return Optional.empty();
    }

    private Optional<ServerResponse> core(String[] parts, boolean aggregated, ServerRequest request) {
        if (parts.length == 2) {
            return resources("", parts[1]);
        }
        return Optional.of(aggregated ? AggregatedDiscovery.reply(kinds, List.of("")) : versions(request));
    }

    private Optional<ServerResponse> groups(String[] parts, boolean aggregated) {
        if (parts.length == 1) {
            return Optional.of(aggregated ? AggregatedDiscovery.reply(kinds, kinds.groups()) : groupList());
        }
        if (parts.length == 3) {
            return resources(parts[1], parts[2]);
        }
        return kinds.groups().contains(parts[1])
                ? Optional.of(ServerResponse.json(
                        200, group(parts[1]).put("kind", "APIGroup").put("apiVersion", "v1")))
                : Optional.empty();
    }

    private static ServerResponse versions(ServerRequest request) {
        ObjectNode node = node().put("kind", "APIVersions");
        node.putArray("versions").add("v1");
        node.putArray("serverAddressByClientCIDRs")
                .addObject()
                .put("clientCIDR", "0.0.0.0/0")
                .put("serverAddress", request.header("Host"));
        return ServerResponse.json(200, node);
    }

    private ServerResponse groupList() {
        ObjectNode node = node().put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode groups = node.putArray("groups");
        kinds.groups().forEach(name -> groups.add(group(name)));
        return ServerResponse.json(200, node);
    }

    private ObjectNode group(String name) {
        ObjectNode group = node().put("name", name);
        ArrayNode versions = group.putArray("versions");
        for (String version : kinds.versions(name)) {
            versions.addObject().put("groupVersion", name + "/" + version).put("version", version);
        }
        group.set("preferredVersion", versions.path(0).deepCopy());
        return group;
    }

    private Optional<ServerResponse> resources(String group, String version) {
        List<ResourceKind> offered = kinds.stream()
                .filter(kind -> kind.group().equals(group) && kind.versions().contains(version))
                .toList();
        if (offered.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode node = node().put("kind", "APIResourceList");
        if (offered.stream().anyMatch(kind -> kind.has(Trait.CUSTOM))) {
            node.put("apiVersion", "v1");
        }
        ArrayNode resources = node.put("groupVersion", group.isEmpty() ? version : group + "/" + version)
                .putArray("resources");
        offered.forEach(kind -> describe(kind, resources));
        return Optional.of(ServerResponse.json(200, node));
    }

    private static void describe(ResourceKind kind, ArrayNode resources) {
        ObjectNode resource = resources
                .addObject()
                .put("name", kind.plural())
                .put("singularName", kind.singular())
                .put("namespaced", kind.namespaced())
                .put("kind", kind.kind());
        putTexts(resource, "verbs", ResourceVerbs.of(kind));
        if (!kind.shortNames().isEmpty()) {
            putTexts(resource, "shortNames", kind.shortNames());
        }
        if (!kind.categories().isEmpty()) {
            putTexts(resource, "categories", kind.categories());
        }
        if (!kind.has(Trait.REVIEW)) {
            resource.put("storageVersionHash", storageVersionHash(kind));
        }
        kind.subresources().forEach(name -> describe(kind, name, resources));
    }

    private static void describe(ResourceKind kind, String subresource, ArrayNode resources) {
        ObjectNode resource = resources
                .addObject()
                .put("name", kind.plural() + "/" + subresource)
                .put("singularName", "")
                .put("namespaced", kind.namespaced());
        SubresourceType type = SubresourceType.of(kind, subresource);
        if (!type.group().isEmpty()) {
            resource.put("group", type.group()).put("version", type.version());
        }
        putTexts(resource.put("kind", type.kind()), "verbs", ResourceVerbs.of(subresource));
    }

    static void putTexts(ObjectNode node, String field, List<String> values) {
        ArrayNode list = node.putArray(field);
        values.forEach(list::add);
    }

    private static String storageVersionHash(ResourceKind kind) {
        String name = kind.group() + "/" + kind.storageVersion() + "/" + kind.kind();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(Arrays.copyOf(hash, 8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }
}
